"""The difference of two figures of any kind, from their intervals alone: this year's share against last year's."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kuule.stats.change import Direction, direction_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A figure with its limits, in any unit; None where there is no answer."""

    value: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much more the second figure is than the first, with its interval, and which way that points."""

    value: float | None
    lower: float | None
    upper: float | None
    direction: Direction | None


def difference_of(before: Bounded, after: Bounded, *, correlation: float = 0.0) -> Difference:
    """Compute the difference of two figures and its interval.

    Parameters
    ----------
    before, after : Bounded
        Figures whose limits were made with the same confidence, which the interval of the difference then has, too.
    correlation : float
        Of the two figures, from -1 to 1; 0 where they are independent.

    Returns
    -------
    Difference
        `after` minus `before`. Without limits, and without a direction, where one of the four is missing.

    Notes
    -----
    The limits need not lie evenly around a figure. Where the same customers stand behind both figures, these move
    together, and without their correlation the interval is wider than it need be: it misses true changes rather than
    claim false ones.

    References
    ----------
    Zou G, Donner A (2008) Stat Med 27:1693-1702 (MOVER).
    """
    if before.value is None or after.value is None:
        return Difference(value=None, lower=None, upper=None, direction=None)
    value = after.value - before.value
    if before.lower is None or before.upper is None or after.lower is None or after.upper is None:
        return Difference(value=value, lower=None, upper=None, direction=None)
    lower = value - _reach(after.value - after.lower, before.upper - before.value, correlation)
    upper = value + _reach(after.upper - after.value, before.value - before.lower, correlation)
    return Difference(value=value, lower=lower, upper=upper, direction=direction_of(lower, upper))


def _reach(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2 * correlation * one * other, 0.0))
