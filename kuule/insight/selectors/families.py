"""The families of surveys, each of which has a score of its own."""

from kuule.insight.query import NPS_FAMILIES
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.surveys.models import Survey
from kuule.surveys.rules import RELATIONSHIP
from kuule.workspaces.models import Workspace


def families_answered(workspace_id: int) -> list[str]:
    """Return the families that somebody has answered a survey of. With one family alone, nothing is looked up of it."""
    surveys: dict[str, list[int]] = {}
    known = Survey.objects.filter(workspace_id=workspace_id, family__in=NPS_FAMILIES)
    for family, survey in known.values_list("family", "pk"):
        surveys.setdefault(family, []).append(survey)
    if len(surveys) < 2:
        return list(surveys)
    answers = Response.objects.filter(workspace_id=workspace_id, verdict=PERSON)
    return [family for family, ids in surveys.items() if answers.filter(survey_id__in=ids).exists()]


def shows_quarters(workspace: Workspace, *, family: str, survey: str) -> bool:
    """Tell whether an address asks for anonymous answers, of which no time is shown but whole quarters."""
    known = Survey.objects.filter(workspace=workspace, family=family or RELATIONSHIP)
    flags = dict(known.values_list("pk", "is_anonymous"))
    if survey.isascii() and survey.isdigit() and len(survey) < 19:
        return flags.get(int(survey), False)
    return bool(flags) and all(flags.values())
