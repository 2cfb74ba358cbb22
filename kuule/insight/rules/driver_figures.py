"""What goes with the score: how much each driver explains, how well it is rated, what a step of it goes with. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kuule import stats
from kuule.insight.rules.drivers import (
    DOWN,
    FEW_COMPLETE,
    FEWEST_ROWS,
    UP,
    Driver,
    DriverColumn,
    Drivers,
    Step,
    place_of,
)
from kuule.stats import Caution, DriverShareIntervals, DriverSlopes
from kuule.stats.columns import Column
from kuule.stats.inputs import Floats

# What one step goes with is said of so many complete answers and accounts, and only where its limits are this close.
FEWEST_FOR_STEP, FEWEST_ACCOUNTS, WIDEST_STEP = 100, 30, 30.0
# Above so many rows fewer samples do: each of them says more.
MANY_ROWS, RESAMPLES, RESAMPLES_OF_MANY = 10_000, 1_000, 500


def compared(
    scores: Floats,
    points: Floats,
    columns: Sequence[DriverColumn],
    *,
    accounts: Column | None = None,
    confidence: float = 0.95,
) -> Drivers:
    """Compare drivers of the score.

    Parameters
    ----------
    scores : shape (k,)
        What was answered, higher for better.
    points : shape (k,)
        100 for promoters, 0 for passives, -100 for detractors.
    columns : sequence of DriverColumn
        Each of shape (k,), none of them refused.
    accounts : array_like, shape (k,), optional
        Who stays together.
    confidence : float
        Of all limits.
    """
    drivers: dict[str, Column | Mapping[str, Column]] = {column.key: column.entering for column in columns}
    resamples = RESAMPLES if len(scores) <= MANY_ROWS else RESAMPLES_OF_MANY
    shares = stats.driver_share_intervals(
        scores, drivers, clusters=accounts, resamples=resamples, confidence=confidence
    )
    slopes = stats.driver_slopes(points, drivers, clusters=accounts, resamples=resamples, confidence=confidence)
    directions = [_direction(column, scores) for column in columns]
    performances = [_performance(*each) for each in zip(columns, directions, strict=True)]
    known = [each for each in performances if each is not None]
    average = float(np.mean(known)) if known else None
    has_enough = slopes.n >= FEWEST_FOR_STEP and (accounts is None or slopes.clusters >= FEWEST_ACCOUNTS)
    found = [
        _driver(
            column,
            direction,
            shares,
            performance=performance,
            place=place_of(_of(shares.share, column), 1 / len(columns), performance, average),
            step=_step(column, direction, slopes) if has_enough else None,
        )
        for column, direction, performance in zip(columns, directions, performances, strict=True)
    ]
    costly, regained = _costly(columns, shares.n, shares.left_out)
    return Drivers(
        drivers=tuple(sorted(found, key=lambda each: -(each.share or 0.0))),
        n=shares.n,
        left_out=shares.left_out,
        clusters=None if accounts is None else shares.clusters,
        r2=shares.r2,
        confidence=confidence,
        average_performance=average,
        costly=costly,
        regained=regained,
        warnings=(*map(str, shares.warnings), *([FEW_COMPLETE] if shares.n < FEWEST_ROWS else [])),
    )


def _driver(
    column: DriverColumn,
    direction: int,
    shares: DriverShareIntervals,
    *,
    performance: float | None,
    place: str,
    step: Step | None,
) -> Driver:
    given = column.given
    share, lower, upper = (_of(side, column) for side in (shares.share, shares.lower, shares.upper))
    equal = 1 / len(shares.share or [column])
    return Driver(
        key=column.key,
        share=share,
        lower=lower,
        upper=upper,
        n=len(given),
        mean=float(given.mean()) if len(given) and not column.is_kinds else None,
        scale=column.scale,
        performance=performance,
        direction=direction,
        place=place,
        is_clear=lower is not None and upper is not None and not lower <= equal <= upper,
        step=step,
    )


def _of(side: Mapping[str, float] | None, column: DriverColumn) -> float | None:
    return None if side is None else side[column.key]


def _direction(column: DriverColumn, scores: Floats) -> int:
    if column.is_kinds:
        return 0
    both = ~np.isnan(column.values) & ~np.isnan(scores)
    found = stats.pearson(column.values[both], scores[both])
    if found.lower is None or found.upper is None:
        return 0
    return UP if found.lower > 0 else DOWN if found.upper < 0 else 0


def _performance(column: DriverColumn, direction: int) -> float | None:
    given = column.given
    if column.scale is None or not len(given):
        return None
    lowest, highest = column.scale
    place = (float(given.mean()) - lowest) / (highest - lowest)
    return 1 - place if direction == DOWN else place


def _step(column: DriverColumn, direction: int, slopes: DriverSlopes) -> Step | None:
    if column.scale is None or Caution.DEPENDENT_DRIVERS in slopes.warnings:
        return None
    slope, lower, upper = (_of(side, column) for side in (slopes.slope, slopes.lower, slopes.upper))
    if slope is None or lower is None or upper is None:
        return None
    better = DOWN if direction == DOWN else UP
    to_go = column.scale[1] - column.given if better == UP else column.given - column.scale[0]
    room = float(np.clip(to_go, 0, 1).mean())
    low, high = sorted((better * room * lower, better * room * upper))
    # Others carry what this driver goes with, where its own slope points the other way: a step of it means nothing.
    if not room or high - low > WIDEST_STEP or high < 0:
        return None
    return Step(points=better * room * slope, lower=low, upper=high, room=room)


def _costly(columns: Sequence[DriverColumn], n: int, left_out: int) -> tuple[str, int]:
    """Return the driver whose gaps cost most rows, and how many, where more than half of all lack something."""
    if left_out <= n or len(columns) == 1:
        return "", 0
    gaps = np.column_stack([np.isnan(column.values) for column in columns])
    alone = gaps & (gaps.sum(axis=1) == 1)[:, None]
    regained = alone.sum(axis=0)
    # Where no driver alone costs a row, several are empty in the same rows: the emptiest is one of them.
    worst = int(regained.argmax() if regained.any() else gaps.sum(axis=0).argmax())
    return columns[worst].key, int(regained[worst])
