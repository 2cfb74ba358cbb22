"""What is counted for the figures of a project: the same answers that pages count."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet

from kuule.connect.models import Project
from kuule.connect.rules.figures import WINDOW
from kuule.insight.models import SavedView
from kuule.insight.query import ALL_TIME, Query
from kuule.insight.selectors.matching import responses_matching
from kuule.responses.models import Response

_SECOND = timedelta(seconds=1)


def trend_of(project: Project, *, trend_id: int, now: datetime) -> Query | None:
    """Return what a saved view that everybody shares asks of the answers of a project, or None."""
    view = SavedView.objects.filter(workspace_id=project.workspace_id, member=None, pk=trend_id).first()
    if view is None:
        return None
    asked, problems = Query.from_params(
        view.params,
        workspace_id=project.workspace_id,
        timezone=project.workspace.timezone,
        now=now,
        period=ALL_TIME,
    )
    # A view that cannot be read whole would mean other answers than somebody once saw under its name.
    return None if problems else asked


def answers_meant(project: Project, *, trend: Query | None = None) -> QuerySet[Response]:
    """Return the answers of a project that count, those of a trend alone where one is named, of all times."""
    survey = project.survey
    asked = trend or Query(workspace_id=project.workspace_id, timezone=project.workspace.timezone)
    query = replace(
        asked, family=survey.family, whom="", survey_id=survey.pk, period="", since=None, until=None, by="", bucket=""
    )
    return responses_matching(query, whole=True)


def within(answers: QuerySet[Response], *, since: datetime | None, until: datetime | None) -> QuerySet[Response]:
    """Return those given between two moments, both included to the second."""
    if since is not None:
        answers = answers.filter(answered_at__gte=since)
    return answers if until is None else answers.filter(answered_at__lt=until + _SECOND)


def score_counts(answers: QuerySet[Response], *, since: datetime | None, until: datetime | None) -> dict[int, int]:
    """Return how often each score was given. Without a time these are the thirty days up to the most recent answer."""
    if since is None and until is None:
        until = answers.aggregate(last=Max("answered_at"))["last"]
        if until is None:
            return {}
        since = until - WINDOW
    counted = within(answers, since=since, until=until).order_by().values_list("score")
    return dict(counted.annotate(Count("pk")))
