"""Answers as playbooks see them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kuule.act.models import AnswerNews, Case
from kuule.act.rules.hearing import Given, lot_of
from kuule.act.rules.playbooks import Heard
from kuule.dispatch.models import Occurrence
from kuule.insight.models import CommentReading, ThemeLabel
from kuule.insight.selectors.touchpoints import touchpoints_by_survey
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Touchpoint
from kuule.surveys.question_types.scales import group_on
from kuule.surveys.rules import OF_STAFF
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import STAFF

RELATED = ("workspace", "survey", "contact", "account__owner__user", "account__team", "import_job")


def answers_with(workspace: Workspace, *, ids: Iterable[int]) -> Iterator[Response]:
    """Yield these answers with what playbooks ask about them, in the order in which they were given."""
    found = Response.objects.filter(workspace=workspace, pk__among=list(ids)).select_related(*RELATED)
    return iter(found.order_by("answered_at", "pk"))


def given_of(response: Response) -> Given:
    """Return what decides whether an answer may open a case at all."""
    return Given(
        answered_at=response.answered_at,
        is_counted=response.verdict == PERSON,
        is_named=response.contact_id is not None,
        is_anonymous=response.survey.is_anonymous,
        is_of_staff=response.survey.family in OF_STAFF or response.survey.measures == STAFF,
        brought_in_at=response.import_job.created_at if response.import_job else None,
    )


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read out of the comments of some answers."""

    urgencies: Mapping[int, tuple[str, ...]]
    themes: Mapping[int, Collection[int]]

    @classmethod
    def of(cls, workspace: Workspace, *, ids: Collection[int]) -> "Readings":
        """Return what was read out of these answers; one that nobody has read yet is in neither."""
        rows = CommentReading.objects.filter(workspace=workspace, response__pk__among=list(ids))
        urgencies = {pk: tuple(words.split()) for pk, words in rows.values_list("response_id", "urgency")}
        labels = ThemeLabel.objects.counted().of(ids).filter(workspace=workspace)
        themes: dict[int, set[int]] = {pk: set() for pk in urgencies}
        for response, theme in labels.values_list("response_id", "theme_id"):
            themes.setdefault(response, set()).add(theme)
        return cls(urgencies, themes)


def heard_of(
    response: Response, readings: Readings, *, touchpoint: Touchpoint | None, value: Decimal | None = None
) -> Heard:
    """Return an answer as playbooks see it."""
    unread = () if not response.verbatim else None
    return Heard(
        group=group_on(response.scale, response.score),
        score=response.score,
        family=response.survey.family,
        lot=lot_of(key=bytes(response.workspace.hash_key), uid=response.uid),
        touchpoint=touchpoint.pk if touchpoint else None,
        themes=readings.themes.get(response.pk, unread),
        urgencies=readings.urgencies.get(response.pk, ()),
        properties=response.properties,
        account_owner=response.account.owner_id if response.account else None,
        value=value,
    )


class TouchpointFinder:
    """Finds the touchpoint that an answer is about: where it happened, else the one that asks with its survey."""

    def __init__(self, workspace: Workspace, responses: Iterable[Response]) -> None:
        asked = [each.invitation_id for each in responses if each.invitation_id is not None]
        happened = Occurrence.objects.filter(workspace=workspace, invitation__pk__among=asked)
        self._happened = dict(happened.values_list("invitation_id", "touchpoint_id"))
        self._by_survey = {survey: number for survey, (number, _name) in touchpoints_by_survey(workspace.pk).items()}
        wanted = {*self._happened.values(), *self._by_survey.values()}
        self._touchpoints = Touchpoint.objects.select_related("owner__user").in_bulk(wanted)

    def of(self, response: Response) -> Touchpoint | None:
        """Return the touchpoint of an answer, None where it belongs to none."""
        number = self._happened.get(response.invitation_id or 0) or self._by_survey.get(response.survey_id)
        return self._touchpoints.get(number) if number else None


def cases_about(workspace: Workspace, *, ids: Iterable[int]) -> set[int]:
    """Return those of these answers that have a case."""
    found = Case.objects.filter(workspace=workspace, response__pk__among=list(ids))
    return {pk for pk in found.values_list("response_id", flat=True) if pk is not None}


def news_due(*, now: datetime, limit: int) -> list[tuple[int, int, int]]:
    """Return entries of the outbox to look at, all of one workspace: id, workspace, answer; the oldest first."""
    due = AnswerNews.objects.filter(not_before=None) | AnswerNews.objects.filter(not_before__lte=now)
    columns = ("pk", "workspace_id", "row_id")
    first = due.order_by("pk").values_list(*columns).first()
    if first is None:
        return []
    return list(due.filter(workspace_id=first[1]).order_by("pk").values_list(*columns)[:limit])
