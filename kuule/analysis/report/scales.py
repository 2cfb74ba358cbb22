"""Which group an answer belongs to, and how a scale is written."""

from kuule.analysis.reading import judging
from kuule.analysis.reading.judging import kind_of
from kuule.analysis.results import NPS, Scale
from kuule.insight.rules import DETRACTOR, PASSIVE, PROMOTER

_GROUPS = {judging.DETRACTOR: DETRACTOR, judging.PASSIVE: PASSIVE, judging.PROMOTER: PROMOTER}


def group_of(answer: int, scale: Scale) -> str:
    """Return the group of an answer as it was given: `promoter`, `passive` or `detractor`."""
    return _GROUPS[kind_of(answer, scale)]


def answers_of(scale: Scale) -> tuple[int, ...]:
    """Return the answers of a scale, the worst first: groups always come as detractors, passives, promoters."""
    answers = tuple(range(scale.lowest, scale.highest + 1))
    return answers[::-1] if scale.is_reversed else answers


def range_of(group: str, scale: Scale) -> str:
    """Return the answers of a group as people write them: `9–10`, `4`."""
    numbers = sorted(answer for answer in answers_of(scale) if group_of(answer, scale) == group)
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def is_nps(scale: Scale) -> bool:
    """Tell whether the score may be called NPS."""
    return scale.metric == NPS
