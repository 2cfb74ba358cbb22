"""Years a customer is expected to stay, discounted, and what each customer adds to that figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kuule.stats.columns import Rows
from kuule.stats.inputs import Floats

# The curve is read for as long as so many are still watched, and so large a share of all; beyond, customers are taken
# to leave at the average rate of their group.
FEWEST_WATCHED = 10
SMALLEST_SHARE_WATCHED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staying:
    """Discounted years within the horizon, the share still there at a moment, and their influences, (n,) each.

    `read_until` is where the curve ends; `retention` is None if that is before the moment asked for. `rate` is leavers
    per year, `exposure` the years watched, both as weighted.
    """

    years: float
    years_influence: Floats
    retention: float | None
    retention_influence: Floats
    read_until: float
    rate: float
    exposure: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Curve:
    """Weighted Kaplan-Meier steps up to where it is read: times, hazards, at risk, and survival after, (T,) each."""

    times: Floats
    hazards: Floats
    at_risk: Floats
    survival: Floats
    until: float

    def influence(self, time: Floats, left: Rows, effect: Floats) -> Floats:
        """Return what one more of each row does to a figure, (n,), that loses `effect`, (T,), per unit of hazard."""
        lost = np.divide(effect, (1 - self.hazards) * self.at_risk, out=np.zeros_like(effect), where=self.hazards < 1)
        endured = np.concatenate(([0.0], np.cumsum(lost * self.hazards)))
        place = np.searchsorted(self.times, time, side="right")
        # Who left later than the curve is read has endured all of it, and its own leaving is not on it.
        own = np.where(left & (time <= self.until), np.concatenate(([0.0], lost))[place], 0.0)
        moved: Floats = endured[place] - own
        return moved


def discounted_years(
    time: Floats, left: Rows, weights: Floats, *, horizon: float, discount: float, moment: float
) -> Staying:
    """Integrate the discounted survival curve of one group, and say how it hangs on each row.

    Parameters
    ----------
    time : shape (n,)
        Years from the answer to leaving, or to when last seen; from 0 up.
    left : shape (n,)
        Whether the customer left then.
    weights : shape (n,)
        Of mean 1.
    horizon : float
        Years that count.
    discount : float
        Per year: 0.1 makes a euro in a year worth 1/1.1 today.
    moment : float
        Years after which the share still there is read.

    Notes
    -----
    The integral of S(t) (1 + discount)^-t from 0 to the horizon, S by Kaplan-Meier for as long as 10 customers and 5 %
    of the group are watched, and after that an exponential with the group's leavers per year watched.

    References
    ----------
    Kaplan E, Meier P (1958) JASA 53:457-481. Jaeckel L (1972) The infinitesimal jackknife, Bell Labs memorandum.
    """
    force = math.log1p(discount)
    curve = _curve(time, left, weights, horizon)
    exposure = float(weights @ time)
    rate = float(weights @ left) / exposure if exposure else 0.0
    starts = np.concatenate(([0.0], curve.times))
    ends = np.concatenate((curve.times, [curve.until]))
    steps = np.concatenate(([1.0], curve.survival)) * _worth(starts, ends, force)
    last = float(curve.survival[-1]) if len(curve.survival) else 1.0
    tail, slope = _tail(rate, curve.until, horizon, force)
    years = float(steps.sum()) + last * tail
    # What follows each event: a hazard there takes its share of all of it.
    following = np.cumsum(steps[::-1])[::-1][1:] + last * tail
    years_influence = curve.influence(time, left, following) + last * slope * (
        (left - rate * time) / exposure if exposure else 0.0
    )
    place = int(np.searchsorted(curve.times, moment, side="right"))
    retention = float(curve.survival[place - 1]) if place else 1.0
    effect = np.where(np.arange(len(curve.times)) < place, retention, 0.0)
    return Staying(
        years=years,
        years_influence=years_influence,
        retention=retention if moment <= curve.until else None,
        retention_influence=curve.influence(time, left, effect),
        read_until=curve.until,
        rate=rate,
        exposure=exposure,
    )


def annuity(rate: float, horizon: float, discount: float) -> float:
    """Return discounted years within the horizon if customers leave at a constant rate per year."""
    return float(_worth(np.zeros(1), np.array([horizon]), rate + math.log1p(discount))[0])


def _curve(time: Floats, left: Rows, weights: Floats, horizon: float) -> _Curve:
    order = np.argsort(time, kind="stable")
    ordered, heavy = time[order], weights[order]
    fewest = max(FEWEST_WATCHED, math.ceil(SMALLEST_SHARE_WATCHED * len(time)))
    until = min(horizon, float(ordered[-fewest])) if len(time) >= fewest else 0.0
    behind = np.concatenate((np.cumsum(heavy[::-1])[::-1], [0.0]))
    within = left & (time <= until)
    times, places = np.unique(time[within], return_inverse=True)
    deaths = np.bincount(places.reshape(-1), weights[within], len(times))
    at_risk = behind[np.searchsorted(ordered, times, side="left")]
    hazards = np.minimum(deaths / at_risk, 1.0) if len(times) else np.zeros(0)
    return _Curve(times=times, hazards=hazards, at_risk=at_risk, survival=np.cumprod(1 - hazards), until=until)


def _worth(starts: Floats, ends: Floats, force: float) -> Floats:
    """Return the integral of exp(-force t) from each start to its end."""
    if abs(force) < 1e-12:
        return ends - starts
    worth: Floats = np.exp(-force * starts) * -np.expm1(-force * (ends - starts)) / force
    return worth


def _tail(rate: float, start: float, end: float, force: float) -> tuple[float, float]:
    """Return the discounted years after the curve ends, per customer still there, and their slope in the rate."""
    length, both = end - start, rate + force
    if length <= 0:
        return 0.0, 0.0
    if abs(both) * length < 1e-6:
        return math.exp(-force * start) * length, -math.exp(-force * start) * length**2 / 2
    worth = -math.expm1(-both * length) / both
    slope = (length * math.exp(-both * length) - worth) / both
    return math.exp(-force * start) * worth, math.exp(-force * start) * slope
