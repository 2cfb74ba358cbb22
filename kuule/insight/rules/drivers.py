"""What goes with the score: how much of it each driver explains, how well each is rated, and which to look at first.

Of rows from anywhere, a file or the database. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kuule import stats
from kuule.stats import Caution, DriverShareIntervals, DriverSlopes
from kuule.stats.columns import Column
from kuule.stats.driver_rows import MOST_COLUMNS, MOST_DRIVERS
from kuule.stats.inputs import Floats

# More rows make the limits no narrower than anybody can see, and the page no sooner there.
MOST_ROWS = 50_000
# Values of a property that can be told apart in one driver.
MOST_KINDS = 12
# Fewer complete answers than this make a picture of chance.
FEWEST_ROWS = 50
# What one step goes with is said of so many complete answers and accounts, and only where its limits are this close.
FEWEST_FOR_STEP, FEWEST_ACCOUNTS, WIDEST_STEP = 100, 30, 30.0
# Above so many rows fewer samples do: each of them says more.
MANY_ROWS, RESAMPLES, RESAMPLES_OF_MANY = 10_000, 1_000, 500
# Important and low, important and high, less important and low, less important and high.
IMPROVE, KEEP, WATCH, ENOUGH = "improve", "keep", "watch", "enough"
UP, DOWN = 1, -1
FEW_COMPLETE = "few_complete"
# Why drivers cannot be compared.
TOO_MANY, TOO_WIDE = "too_many_drivers", "too_many_kinds"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DriverColumn:
    """What the rows say of one driver: numbers, NaN where missing, on a `scale` from its lowest to its highest point.

    Without a scale the numbers have no best and no worst. `is_kinds`: they number values that have no order.
    """

    key: str
    values: Floats
    scale: tuple[float, float] | None = None
    is_kinds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Points of NPS that go with one step more, for the part `room` of people who have room for one, with limits."""

    points: float
    lower: float
    upper: float
    room: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One driver: its share of what all explain, with limits; how many rated it, their mean, and how well it does.

    `performance` is where the mean lies between the worse end of the scale, 0, and the better one, 1. `direction` says
    whether higher numbers go with higher scores (1) or with lower ones (-1); 0 where that means nothing. `place` is a
    quadrant of importance and performance, "" where there is no performance; `is_clear` tells whether the limits of the
    share leave out what it would be if all drivers were alike.
    """

    key: str
    share: float | None
    lower: float | None
    upper: float | None
    n: int
    mean: float | None
    scale: tuple[float, float] | None
    performance: float | None
    direction: int
    place: str
    is_clear: bool
    step: Step | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """All drivers, the most important first; `warnings` are codes of `stats.Caution` and `few_complete`.

    `n` rows are complete, `left_out` lack something; `costly` names the driver without which `regained` of those would
    be complete, where more than half lack something. `clusters` is None where nothing says who belongs together.
    """

    drivers: tuple[Driver, ...]
    n: int
    left_out: int
    clusters: int | None
    r2: float | None
    confidence: float
    average_performance: float | None
    costly: str
    regained: int
    warnings: tuple[str, ...]

    @property
    def equal_share(self) -> float:
        """Return the share that each would have if all were alike."""
        return 1 / len(self.drivers)

    @property
    def is_few(self) -> bool:
        """Tell whether there are too few complete answers for a picture."""
        return FEW_COMPLETE in self.warnings

    @property
    def first(self) -> tuple[Driver, ...]:
        """Return those to look at first: important, and rated below the average of all."""
        return tuple(each for each in self.drivers if each.place == IMPROVE)


def refused(columns: Sequence[DriverColumn]) -> str:
    """Return why these drivers cannot be compared all at once, as a code, or ""."""
    if len(columns) > MOST_DRIVERS:
        return TOO_MANY
    entering = [_entering(column) for column in columns]
    width = sum(len(each) if isinstance(each, Mapping) else 1 for each in entering)
    return TOO_WIDE if width > MOST_COLUMNS else ""


def fitting(columns: Sequence[DriverColumn]) -> list[DriverColumn]:
    """Return as many of these drivers, in their order, as can be compared at once."""
    shown = list(columns)
    while refused(shown):
        del shown[-1]
    return shown


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
    drivers: dict[str, Column | Mapping[str, Column]] = {column.key: _entering(column) for column in columns}
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


def place_of(share: float | None, equal: float, performance: float | None, average: float | None) -> str:
    """Return the quadrant of a driver: more or less than an equal share, below the average performance or not."""
    if share is None or performance is None or average is None:
        return ""
    if share >= equal:
        return IMPROVE if performance < average else KEEP
    return WATCH if performance < average else ENOUGH


def _driver(
    column: DriverColumn,
    direction: int,
    shares: DriverShareIntervals,
    *,
    performance: float | None,
    place: str,
    step: Step | None,
) -> Driver:
    given = _given(column)
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


def _given(column: DriverColumn) -> Floats:
    given: Floats = column.values[~np.isnan(column.values)]
    return given


def _entering(column: DriverColumn) -> Column | Mapping[str, Column]:
    """Return the column, or one of 0 and 1 for each of its kinds but the most frequent."""
    if not column.is_kinds:
        return column.values
    kinds, counts = np.unique(_given(column), return_counts=True)
    if len(kinds) < 2:
        return column.values
    missing = np.isnan(column.values)
    return {f"{kind:g}": np.where(missing, np.nan, column.values == kind) for kind in np.delete(kinds, counts.argmax())}


def _direction(column: DriverColumn, scores: Floats) -> int:
    if column.is_kinds:
        return 0
    both = ~np.isnan(column.values) & ~np.isnan(scores)
    r = stats.pearson(column.values[both], scores[both]).r
    return 0 if not r else UP if r > 0 else DOWN


def _performance(column: DriverColumn, direction: int) -> float | None:
    given = _given(column)
    if column.scale is None or not len(given):
        return None
    lowest, highest = column.scale
    place = (float(given.mean()) - lowest) / (highest - lowest)
    return 1 - place if direction == DOWN else place


def _step(column: DriverColumn, direction: int, slopes: DriverSlopes) -> Step | None:
    if column.scale is None or not direction or Caution.DEPENDENT_DRIVERS in slopes.warnings:
        return None
    slope, lower, upper = (_of(side, column) for side in (slopes.slope, slopes.lower, slopes.upper))
    if slope is None or lower is None or upper is None:
        return None
    given = _given(column)
    to_go = column.scale[1] - given if direction == UP else given - column.scale[0]
    room = float(np.clip(to_go, 0, 1).mean())
    low, high = sorted((direction * room * lower, direction * room * upper))
    # Others carry what this driver goes with, where its own slope points the other way: a step of it means nothing.
    if not room or high - low > WIDEST_STEP or high < 0:
        return None
    return Step(points=direction * room * slope, lower=low, upper=high, room=room)


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
