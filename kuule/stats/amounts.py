"""Figures in units of their own, as money or years, with intervals that bear skewed values and few customers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from kuule.stats.columns import FEW_CLUSTERS, Codes, Column, number_column, require_same_length
from kuule.stats.design import clusters_of
from kuule.stats.inputs import Floats, normal_quantile
from kuule.stats.mover import Bounded, difference_of
from kuule.stats.results import Caution, Status
from kuule.stats.tails import t_p_value, t_quantile

# Fewer independent customers than this say too little about how much others vary.
FEWEST_UNITS = 4
# What is left of a total without a customer is taken to be at least this part of it.
SMALLEST_REST = 1e-6
# An upper limit of more than a thousand times the figure says that nothing is known.
LARGEST_STRETCH = math.log(1000)
# Equal values in another currency differ by this part of them at most, by rounding alone.
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One figure in its own unit with its interval. None, never 0 or NaN, where there is no answer.

    `n` rows of `units` independent customers (clusters) made it; `left_out` rows were incomplete. `p_value` is that of
    a figure of 0, for differences and effects only. `df` are the degrees of freedom behind the interval.
    """

    value: float | None
    se: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None
    n: int
    units: int
    df: float | None = None
    left_out: int = 0
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()

    def times(self, factor: float) -> Self:
        """Return the figure so many times over, such as a difference per customer for 40 customers."""
        if self.value is None or self.lower is None or self.upper is None:
            return replace(self, value=None if self.value is None else self.value * factor)
        limits = sorted((self.lower * factor, self.upper * factor))
        return replace(
            self,
            value=self.value * factor,
            se=None if self.se is None else self.se * abs(factor),
            lower=limits[0],
            upper=limits[1],
        )


def no_amount(
    n: int, units: int, *, method: str, confidence: float, warnings: tuple[Caution, ...], left_out: int = 0
) -> Amount:
    """Return a figure that has no answer."""
    return Amount(
        value=None,
        n=n,
        units=units,
        left_out=left_out,
        method=method,
        confidence=float(confidence),
        status=Status.UNDEFINED,
        warnings=warnings,
    )


def mean_interval(values: Column, clusters: Column | None = None, *, confidence: float = 0.95) -> Amount:
    """Compute a mean, such as the cost to serve a customer, with an interval that bears skewed values.

    Parameters
    ----------
    values : array_like, shape (k,)
        One number for each row, in any unit; missing ones leave the row out.
    clusters : array_like, shape (k,), optional
        Who belongs together. Without it every row stands for itself.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Amount
        In the unit of the values. The interval is that of `skewed_limits` where no value is negative and the mean is
        not 0, else it is plain. Without an interval (degenerate) for fewer than 4 clusters or values that do not vary.

    Raises
    ------
    RejectedInput
        If a value is no number, lengths differ, or the confidence is out of range.

    Notes
    -----
    Money is skewed: a few customers pay most. With few customers the sample often misses them, and then the mean is too
    low and the interval too narrow at its upper end; what is done about it mends most of that, not all.

    References
    ----------
    Zhou X, Gao S (1997) Stat Med 16:783-790 (means of skewed data). Cameron A, Miller D (2015) J Hum Resour 50:317-372.
    """
    normal_quantile(confidence)
    numbers = number_column(values, "Values")
    labels = np.arange(len(numbers)) if clusters is None else clusters_of(clusters, "Clusters")
    require_same_length({"values": numbers, "clusters": labels})
    known = ~np.isnan(numbers)
    used, places = np.unique(labels[known], return_inverse=True)
    left_out = int((~known).sum())
    numbers = numbers[known]
    if not len(numbers):
        return no_amount(
            0, 0, method="mean", confidence=confidence, warnings=(Caution.NOT_ESTIMABLE,), left_out=left_out
        )
    value = float(numbers.mean())
    found = amount_of(
        value,
        (numbers - value) / len(numbers),
        np.full(len(numbers), 1 / len(numbers)),
        places.reshape(-1),
        len(used),
        method="mean",
        confidence=confidence,
        positive=bool((numbers >= 0).all()),
    )
    return replace(found, left_out=left_out)


def amount_of(
    value: float,
    influence: Floats,
    shares: Floats,
    places: Codes,
    units: int,
    *,
    method: str,
    confidence: float,
    positive: bool = False,
) -> Amount:
    """Make a figure out of what each row adds to it.

    Parameters
    ----------
    value : float
        The figure.
    influence : shape (n,)
        How far each row moves the figure (infinitesimal jackknife); adds up to 0.
    shares : shape (n,)
        Part of each row in what the figure is divided by, such as 1/n for a mean; adds up to 1.
    places : shape (n,)
        Cluster of each row, counted from 0 without gaps.
    units : int
        Number of clusters.
    method : str
        What the result calls it.
    confidence : float
        Between 0 and 1, both excluded.
    positive : bool
        Whether the figure cannot fall below 0: then its interval is that of `skewed_limits`.
    """
    spread = Spread.of(influence, shares, places, units)
    se, df = (None, None) if spread is None else (spread.se, spread.df)
    if se is not None and se <= ROUNDING * abs(value):
        se = 0.0
    found = None
    if se and df:
        reach = t_quantile(confidence, df)
        is_skewed = positive and value > 0
        found = skewed_limits(value, se, reach) if is_skewed else (value - reach * se, value + reach * se)
    if se is None or df is None or found is None:
        return Amount(
            value=value,
            se=se,
            n=len(influence),
            units=units,
            method=method,
            confidence=float(confidence),
            status=Status.DEGENERATE,
            warnings=(Caution.ZERO_WIDTH if se == 0 else Caution.TOO_FEW_CUSTOMERS,),
        )
    return Amount(
        value=value,
        se=se,
        lower=found[0],
        upper=found[1],
        n=len(influence),
        units=units,
        df=df,
        method=method,
        confidence=float(confidence),
        status=Status.OK,
        warnings=(Caution.FEW_CLUSTERS,) if units < FEW_CLUSTERS else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Standard error of a ratio of totals, and the degrees of freedom that its customers really give."""

    se: float
    df: float

    @classmethod
    def of(cls, influence: Floats, shares: Floats, places: Codes, units: int) -> Self | None:
        """Return the jackknife error, as each customer is left out in turn; None with too few customers.

        `influence` and `shares`, (n,), are as in `amount_of`. A customer with a large share pulls the figure towards
        itself, and what is left of it is divided by 1 - share. Few large customers count as fewer than they are.
        """
        if units < FEWEST_UNITS:
            return None
        totals, part = np.bincount(places, influence, units), np.bincount(places, shares, units)
        left = totals / np.maximum(1 - part, SMALLEST_REST)
        effective = 1 / float(part @ part)
        return cls(se=math.sqrt(float(left @ left)), df=max(effective - 1, 1.0))


def skewed_limits(value: float, se: float, reach: float) -> tuple[float, float] | None:
    """Return the limits of a positive figure whose values may be skewed, `reach` standard errors away.

    None where the upper limit would be more than a thousand times the figure.

    On the logarithmic scale, the upper distance times 1 + se/value: where large customers are missing in the sample,
    the figure and its error are both too small. That stretch is ours; `docs/metrics/lifetime.md` has its trials.
    """
    relative = se / value
    up = reach * relative * (1 + relative)
    return (value * math.exp(-reach * relative), value * math.exp(up)) if up <= LARGEST_STRETCH else None


def amount_difference(first: Amount, second: Amount, *, covariance: float = 0.0) -> Amount:
    """Subtract a second figure from a first, as the value of a detractor from that of a promoter.

    The limits lie as far from the difference as the distances of the single limits add up to as squares (MOVER), so
    that skewed intervals make a skewed one.

    Parameters
    ----------
    first, second : Amount
        Figures in one unit, of different customers.
    covariance : float
        Of the two figures, where customers of both belong to one cluster; else 0.

    Returns
    -------
    Amount
        With the p-value of no difference, which is below 1 - confidence just where the interval leaves out 0.
        Undefined where one of the figures is.

    Notes
    -----
    A difference between groups is an association: what else differs between them is in it too.

    References
    ----------
    Zou G, Donner A (2008) Stat Med 27:1693-1702.
    """
    n, units = first.n + second.n, first.units + second.units
    warnings = tuple(dict.fromkeys((*first.warnings, *second.warnings)))
    left_out = first.left_out + second.left_out
    errors = (first.se or 0.0) * (second.se or 0.0)
    moved = difference_of(_bounded(second), _bounded(first), correlation=covariance / errors if errors else 0.0)
    if moved.value is None:
        return no_amount(n, units, method="mover", confidence=first.confidence, warnings=warnings, left_out=left_out)
    found = Amount(
        value=moved.value,
        n=n,
        units=units,
        left_out=left_out,
        method="mover",
        confidence=first.confidence,
        status=Status.DEGENERATE,
        warnings=warnings,
    )
    if first.se is None or second.se is None or moved.lower is None or moved.upper is None:
        return found
    df = _joint_df(first, second)
    towards_none = moved.value - moved.lower if moved.value > 0 else moved.upper - moved.value
    return replace(
        found,
        se=math.sqrt(max(first.se**2 + second.se**2 - 2 * covariance, 0.0)),
        lower=moved.lower,
        upper=moved.upper,
        df=df,
        p_value=t_p_value(moved.value / towards_none * t_quantile(first.confidence, df), df) if towards_none else None,
        status=Status.OK,
    )


def _bounded(figure: Amount) -> Bounded:
    return Bounded(value=figure.value, lower=figure.lower, upper=figure.upper)


def _joint_df(first: Amount, second: Amount) -> float:
    """Return Welch's degrees of freedom for the difference of two figures."""
    parts = [((each.se or 0.0) ** 2, each.df or 1.0) for each in (first, second)]
    whole = sum(variance for variance, _ in parts)
    return whole**2 / sum(variance**2 / df for variance, df in parts) if whole else min(df for _, df in parts)
