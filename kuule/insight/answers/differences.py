"""Many differences at once, and which of them chance alone would hardly make."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuule import stats
from kuule.insight.answers.figures import Figure, in_points
from kuule.insight.selectors.counts import GroupCounts
from kuule.stats import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much higher one group scores than another, in points, read as one of many such differences.

    `lower`, `upper` and `p_value` speak of this one alone. `corrected_p` knows how many were looked at, and `direction`
    rests on it: steady unless chance would hardly make so large a difference anywhere among them.
    """

    value: float
    lower: float
    upper: float
    p_value: float
    corrected_p: float
    direction: Direction


def differences_among(pairs: Sequence[tuple[GroupCounts, GroupCounts]], confidence: float) -> list[Difference | None]:
    """Return the difference of the first to the second of each pair, None where one of them is empty.

    See `stats.standouts`, also for the p-values.
    """
    before, after = (_columns([pair[side] for pair in pairs]) for side in (1, 0))
    found = stats.standouts(before, after, confidence=confidence)
    rows = zip(
        *(each.tolist() for each in (found.changes.value, found.changes.lower, found.changes.upper)),
        *(each.tolist() for each in (found.p_value, found.corrected_p, found.stands_out)),
        strict=True,
    )
    return [_difference(*row) for row in rows]


def changes_along(figures: Sequence[Figure], confidence: float) -> list[Difference | None]:
    """Return how each figure differs from the one before it; None for the first and beside one without answers."""
    counted = [GroupCounts(each.shares.detractors, each.shares.passives, each.shares.promoters) for each in figures]
    earlier = [GroupCounts(), *counted][: len(counted)]
    return differences_among(list(zip(counted, earlier, strict=True)), confidence)


def _columns(counted: Sequence[GroupCounts]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    rows = np.array([(each.detractors, each.passives, each.promoters) for each in counted], dtype=np.int64)
    det, pas, pro = rows.reshape(-1, 3).T
    return det, pas, pro


def _difference(
    value: float | None,
    lower: float | None,
    upper: float | None,
    p: float | None,
    corrected: float | None,
    stands_out: bool,
) -> Difference | None:
    points = in_points(value), in_points(lower), in_points(upper)
    if None in points or p is None or corrected is None:
        return None
    return Difference(
        value=points[0] or 0.0,
        lower=points[1] or 0.0,
        upper=points[2] or 0.0,
        p_value=p,
        corrected_p=corrected,
        direction=_direction(points[0] or 0.0) if stands_out else Direction.STEADY,
    )


def _direction(value: float) -> Direction:
    return Direction.UP if value > 0 else Direction.DOWN
