"""Which touchpoint of the journey an answer belongs to: the one that asks with its survey.

Answers do not tell touchpoints apart that ask with one survey: they stand together, under the number of the first.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping

from kuule.insight.query import NO_ROW, NONE, TOUCHPOINT, Query
from kuule.surveys.models import Touchpoint


def touchpoints_by_survey(workspace_id: int) -> Mapping[int, tuple[int, str]]:
    """Return the touchpoint that asks with each survey: its number, and its name with those of all that share it.

    An archived one is meant only where no other asks with its survey.
    """
    found: dict[int, list[tuple[int, str, bool]]] = {}
    known = Touchpoint.objects.filter(workspace_id=workspace_id, survey__isnull=False).order_by("pk")
    for survey, number, name, archived_at in known.values_list("survey_id", "pk", "name", "archived_at"):
        found.setdefault(survey, []).append((number, name, archived_at is None))
    return {survey: _together(each) for survey, each in found.items()}


def key_of_touchpoint(workspace_id: int, by: str) -> Callable[[Hashable], Hashable]:
    """Return what makes the key of a segment out of what was counted: of surveys the touchpoint that asks with them."""
    if by != TOUCHPOINT:
        return lambda key: key
    numbers = {survey: number for survey, (number, _name) in touchpoints_by_survey(workspace_id).items()}
    return numbers.get  # type: ignore[return-value]


def of_touchpoints(query: Query, surveys: Iterable[int]) -> list[int]:
    """Return those surveys that touchpoints ask with, as far as the query names some or leaves one out."""
    by, segment = query.rest_of or ("", "")
    if query.touchpoint_id is None and by != TOUCHPOINT:
        return list(surveys)
    known = touchpoints_by_survey(query.workspace_id)
    left_out = (NO_ROW if segment == NONE else int(segment)) if by == TOUCHPOINT else None
    numbers = {survey: known[survey][0] if survey in known else NO_ROW for survey in surveys}
    return [
        survey
        for survey, number in numbers.items()
        if query.touchpoint_id in (None, number) and (left_out is None or number != left_out)
    ]


def _together(touchpoints: list[tuple[int, str, bool]]) -> tuple[int, str]:
    live = [each for each in touchpoints if each[2]] or touchpoints
    return live[0][0], ", ".join(name for _number, name, _is_live in live)
