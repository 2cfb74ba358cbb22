"""What each respondent of a study gave to each supplier."""

from collections.abc import Collection, Mapping

from kuule.insight.query import ALL_TIME, Query
from kuule.insight.selectors.results import answers_of
from kuule.surveys.models import Survey
from kuule.surveys.rules import BLIND
from kuule.workspaces.models import Workspace


def ratings_of(query: Query, *, keys: Collection[str]) -> Mapping[str, Mapping[int, int]]:
    """Return the ratings by the key of the question, and in it by answer; who skipped it is not there."""
    found: dict[str, dict[int, int]] = {key: {} for key in keys}
    for response, answers in answers_of(query).order_by("pk").values_list("pk", "answers"):
        for key in found.keys() & answers.keys():
            found[key][response] = answers[key]
    return found


def studies_of(workspace: Workspace, *, limit: int) -> list[tuple[Survey, Query]]:
    """Return the newest double-blind studies of a workspace, each with the question for all of its answers."""
    surveys = Survey.objects.filter(workspace=workspace, family=BLIND).order_by("-pk")[:limit]
    return [
        (
            survey,
            Query(
                workspace_id=workspace.pk,
                timezone=workspace.timezone,
                family=BLIND,
                survey_id=survey.pk,
                period=ALL_TIME,
                few_below=workspace.min_n_shown,
            ),
        )
        for survey in surveys
    ]
