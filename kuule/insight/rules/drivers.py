"""Drivers of the score: their columns, what is found about each, and which to look at first.

Of rows from anywhere, a file or the database. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Column
from kuule.stats.driver_rows import MOST_COLUMNS, MOST_DRIVERS
from kuule.stats.inputs import Floats

# More rows make the limits no narrower than anybody can see, and the page no sooner there.
MOST_ROWS = 50_000
# Values of a property that can be told apart in one driver.
MOST_KINDS = 12
# Fewer complete answers than this make a picture of chance.
FEWEST_ROWS = 50
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

    @property
    def given(self) -> Floats:
        """Return the numbers that are there."""
        given: Floats = self.values[~np.isnan(self.values)]
        return given

    @property
    def entering(self) -> Column | Mapping[str, Column]:
        """Return the column, or one of 0 and 1 for each of its kinds but the most frequent."""
        kinds, counts = np.unique(self.given, return_counts=True) if self.is_kinds else ((), ())
        if len(kinds) < 2:
            return self.values
        missing = np.isnan(self.values)
        others = np.delete(kinds, np.argmax(counts))
        return {f"{kind:g}": np.where(missing, np.nan, self.values == kind) for kind in others}


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
    whether higher numbers go with higher scores (1) or with lower ones (-1), and is 0 where neither is sure. `place` is
    a quadrant of importance and performance, "" where there is no performance; `is_clear` tells whether the limits of
    the share leave out what it would be if all drivers were alike.
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
    entering = [column.entering for column in columns]
    width = sum(len(each) if isinstance(each, Mapping) else 1 for each in entering)
    return TOO_WIDE if width > MOST_COLUMNS else ""


def fitting(columns: Sequence[DriverColumn]) -> list[DriverColumn]:
    """Return as many of these drivers, in their order, as can be compared at once."""
    shown = list(columns)
    while refused(shown):
        del shown[-1]
    return shown


def place_of(share: float | None, equal: float, performance: float | None, average: float | None) -> str:
    """Return the quadrant of a driver: more or less than an equal share, below the average performance or not."""
    if share is None or performance is None or average is None:
        return ""
    if share >= equal:
        return IMPROVE if performance < average else KEEP
    return WATCH if performance < average else ENOUGH
