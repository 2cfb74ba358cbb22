"""The scales a score can be on, and which scores belong together on each."""

from collections.abc import Mapping

ZERO_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN = "0-10", "1-5", "1-7"
SCALES = (ZERO_TO_TEN, ONE_TO_FIVE, ONE_TO_SEVEN)

DETRACTOR, PASSIVE, PROMOTER = "detractor", "passive", "promoter"
GROUPS = (DETRACTOR, PASSIVE, PROMOTER)

_POINTS: Mapping[str, range] = {ZERO_TO_TEN: range(11), ONE_TO_FIVE: range(1, 6), ONE_TO_SEVEN: range(1, 8)}
_FIRST_OF_GROUPS: Mapping[str, tuple[int, int]] = {ZERO_TO_TEN: (7, 9), ONE_TO_FIVE: (4, 5), ONE_TO_SEVEN: (6, 7)}


def points_of(scale: str) -> range:
    """Return the points of a scale, the lowest first; an unknown scale has none."""
    return _POINTS.get(scale, range(0))


def group_on(scale: str, score: int) -> str:
    """Return `detractor`, `passive` or `promoter`: on 0–10 as NPS has it, on shorter scales the two best points.

    Raises KeyError for an unknown scale.
    """
    passive, promoter = _FIRST_OF_GROUPS[scale]
    return PROMOTER if score >= promoter else PASSIVE if score >= passive else DETRACTOR
