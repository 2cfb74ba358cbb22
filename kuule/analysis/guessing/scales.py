"""On which scale people answered, as far as their answers tell."""

from __future__ import annotations

from collections.abc import Mapping

from kuule.analysis.guessing.names import score_points
from kuule.analysis.results import Scale

ZERO_TO_TEN = Scale(lowest=0, highest=10)
ONE_TO_FIVE = Scale(lowest=1, highest=5)
ONE_TO_SEVEN = Scale(lowest=1, highest=7)
SCALES = {"0-10": ZERO_TO_TEN, "1-5": ONE_TO_FIVE, "1-7": ONE_TO_SEVEN}
# So many answers hardly ever leave out the upper half of a scale by chance.
MANY = 30
_NPS = 3


def guessed_scale(numbers: Mapping[int, int], name: str) -> Scale:
    """Return the scale of a column, given how often it has each whole number.

    0–10, unless there are many answers, all of them from 1 to 5 or from 1 to 7, and the name does not speak of
    recommending.
    """
    inside = {number: count for number, count in numbers.items() if number <= ZERO_TO_TEN.highest and count}
    if not inside or sum(inside.values()) < MANY or 0 in inside or score_points(name) == _NPS:
        return ZERO_TO_TEN
    return next((scale for scale in (ONE_TO_FIVE, ONE_TO_SEVEN) if max(inside) <= scale.highest), ZERO_TO_TEN)


def scale_key(scale: Scale) -> str:
    """Return a scale as the command writes it: `0-10`."""
    return f"{scale.lowest}-{scale.highest}"
