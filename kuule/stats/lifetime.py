"""What a promoter, a passive and a detractor are worth: margin a year, years they stay, and the two together."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from kuule.stats.amounts import Amount, amount_difference, no_amount
from kuule.stats.balance import balancing_weights
from kuule.stats.columns import Column
from kuule.stats.inputs import Floats
from kuule.stats.lifetime_product import (
    METHOD,
    Product,
    adjusted_product,
    margin_amount,
    product_of,
    retention_amount,
    value_amount,
)
from kuule.stats.lifetime_rows import Customers, Terms, read_customers
from kuule.stats.results import Caution, Status

FEWEST_CUSTOMERS = 5
# Weights that balance two columns need a few customers to move.
FEWEST_ADJUSTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValue:
    """One group: `n` customers, `left` of them gone; figures per customer.

    `margin_per_year` and `lifetime_value` are in the unit of the margin, `retention` is a share. `watched` is how many
    years the curve could be read; beyond it the group's average rate of leaving was taken.
    """

    n: int
    left: int
    watched: float
    margin_per_year: Amount
    retention: Amount
    lifetime_value: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDifference:
    """Lifetime value of one group less that of another: as they are, and as if alike in size and tenure."""

    raw: Amount
    adjusted: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeValues:
    """Values by group and differences by (group, other group); `left_out` rows were incomplete."""

    groups: dict[Hashable, GroupValue]
    differences: dict[tuple[Hashable, Hashable], ValueDifference]
    n: int
    left_out: int
    horizon: float
    discount: float
    method: str
    confidence: float
    status: Status
    warnings: tuple[Caution, ...] = ()


def lifetime_values(
    margin: Column,
    years: Column,
    time: Column,
    left: Column,
    group: Column,
    *,
    size: Column | None = None,
    tenure: Column | None = None,
    clusters: Column | None = None,
    horizon: float = 5.0,
    discount: float = 0.1,
    retention_after: float = 1.0,
    confidence: float = 0.95,
) -> LifetimeValues:
    """Estimate what a customer of each group is worth, and what lies between the groups.

    Lifetime value = margin per year x the integral of S(t) (1 + discount)^-t from 0 to the horizon, S(t) the share of
    the group still there t years after the answer.

    Parameters
    ----------
    margin : array_like, shape (k,)
        What each customer left over while watched, in one currency; may be negative. Missing rows are left out.
    years : array_like, shape (k,)
        Years over which that margin was counted, above 0.
    time : array_like, shape (k,)
        Years from the answer to leaving, or to when last seen; from 0 up.
    left : array_like, shape (k,)
        1 if the customer left then, 0 if still there.
    group : array_like, shape (k,)
        Labels, such as "promoter", "passive" and "detractor"; at most 20 of them.
    size, tenure : array_like, shape (k,), optional
        What to adjust for: how large the customer is (from 0 up, taken as its logarithm), and years as a customer
        before the answer. Both as they were before the answer.
    clusters : array_like, shape (k,), optional
        Who belongs together; without it every row is a customer of its own.
    horizon : float
        Years that count, above 0.
    discount : float
        Per year, from 0 up: 0.1 makes a euro in a year worth 1/1.1 today.
    retention_after : float
        Years after which the share still there is read.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    LifetimeValues
        A group of fewer than 5 customers has no figures. Adjusted differences are undefined without size and tenure,
        or where one group has hardly anybody like the customers of the others.

    Raises
    ------
    RejectedInput
        If a column holds what it may not, lengths differ, there are too many groups, or a setting is out of range.

    Notes
    -----
    Margin per year is a ratio: all margin of the group over all years watched. The curve is Kaplan-Meier's; once fewer
    than 10 customers or 5 % of the group are watched, the group's average rate of leaving goes on (`HORIZON_BEYOND`).
    Intervals come from what each customer adds to the figure (infinitesimal jackknife): the margin's on the logarithmic
    scale, that of the years from a gamma law with the effective number of leavers, put together on the logarithmic
    scale. Adjusted figures weigh each group to the mix of all (entropy balancing). `docs/metrics/lifetime.md` lists how
    often the intervals held the truth.

    Misleads where customers answer because they are about to leave or to buy; where the average rate of leaving changes
    after the time watched; and always if a difference is read as an effect: what else parts promoters from detractors,
    besides size and tenure, is in it too (`ASSOCIATION_ONLY`).

    References
    ----------
    Gupta S, Lehmann D, Stuart J (2004) J Mark Res 41:7-18. Hainmueller J (2012) Polit Anal 20:25-46. Zou G, Donner A
    (2008) Stat Med 27:1693-1702.
    """
    terms = Terms(horizon=horizon, discount=discount, moment=retention_after, confidence=confidence)
    mix = {name: column for name, column in (("Size", size), ("Tenure", tenure)) if column is not None}
    figures = {"Margin": margin, "Years": years, "Time": time}
    customers, labels, left_out = read_customers(figures, left, group, mix, clusters)
    spread = _spread(customers)
    owns = {name: customers.of(labels.codes == code) for code, name in enumerate(labels.names)}
    groups = {name: _group_value(own, terms) for name, own in owns.items()}
    adjusted = {name: _adjusted(own, terms, spread) for name, own in owns.items()}
    return LifetimeValues(
        groups=groups,
        differences={
            (one, other): ValueDifference(
                raw=amount_difference(groups[one].lifetime_value, groups[other].lifetime_value),
                adjusted=_adjusted_difference(adjusted[one], adjusted[other], spread),
            )
            for one in groups
            for other in groups
            if one != other
        },
        n=len(customers),
        left_out=left_out,
        horizon=float(horizon),
        discount=float(discount),
        method=METHOD,
        confidence=float(confidence),
        status=Status.OK
        if any(each.lifetime_value.value is not None for each in groups.values())
        else Status.UNDEFINED,
        warnings=(Caution.ASSOCIATION_ONLY, *((Caution.ROWS_LEFT_OUT,) if left_out else ())),
    )


def _group_value(own: Customers, terms: Terms) -> GroupValue:
    left = int(own.left.sum())
    if own.units < FEWEST_CUSTOMERS or not own.time.any():
        nothing = _too_few(own, terms)
        return GroupValue(
            n=len(own), left=left, watched=0.0, margin_per_year=nothing, retention=nothing, lifetime_value=nothing
        )
    product = product_of(own, np.ones(len(own)), terms)
    return GroupValue(
        n=len(own),
        left=left,
        watched=product.staying.read_until,
        margin_per_year=margin_amount(product, terms),
        retention=retention_amount(product, terms),
        lifetime_value=value_amount(product, terms, np.zeros((0, 0))),
    )


def _adjusted(own: Customers, terms: Terms, spread: Floats) -> tuple[Amount, Product | None]:
    """Return the value as if the group had the mix of all, and what it was made of."""
    enough = own.units >= FEWEST_ADJUSTED and own.mix.shape[1] and own.time.any()
    weights = balancing_weights(own.mix, np.zeros(own.mix.shape[1])) if enough else None
    if weights is None:
        return _too_few(own, terms), None
    product = adjusted_product(own, weights, terms)
    return value_amount(product, terms, spread), product


def _adjusted_difference(
    one: tuple[Amount, Product | None], other: tuple[Amount, Product | None], spread: Floats
) -> Amount:
    (first, made_of), (second, also) = one, other
    if made_of is None or also is None:
        return amount_difference(first, second)
    # Both groups are moved to the same mix, and with it goes what chance did to that mix.
    shared = (made_of.slopes @ made_of.gradient) @ spread @ (also.slopes @ also.gradient)
    return amount_difference(first, second, covariance=float(shared))


def _spread(customers: Customers) -> Floats:
    """Return the covariance of the means of the mix, (p, p)."""
    totals = np.zeros((customers.units, customers.mix.shape[1]))
    np.add.at(totals, customers.places, customers.mix)
    return np.asarray(totals.T @ totals / max(len(customers), 1) ** 2, dtype=np.float64)


def _too_few(own: Customers, terms: Terms) -> Amount:
    return no_amount(
        len(own), own.units, method=METHOD, confidence=terms.confidence, warnings=(Caution.TOO_FEW_CUSTOMERS,)
    )
