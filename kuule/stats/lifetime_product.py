"""Margin per year times discounted years: the figure of one group, what each customer adds to it, and its limits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from kuule.stats.amounts import SMALLEST_REST, Amount, amount_of, no_amount, skewed_limits
from kuule.stats.columns import FEW_CLUSTERS
from kuule.stats.discounted import Staying, annuity, discounted_years
from kuule.stats.inputs import Floats
from kuule.stats.lifetime_rows import Customers, Terms
from kuule.stats.proportions import share_interval
from kuule.stats.results import Caution, Status
from kuule.stats.tails import gamma_quantile, t_quantile

# Added to the leavers counted, as Jeffreys's prior does: none seen is not none to come.
HALF_A_LEAVER = 0.5
METHOD = "infinitesimal_jackknife"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Product:
    """Margin per year and discounted years of one group, with what each row adds to both, (n, 2).

    `shares`, (n,), is the part of each row in the years watched. `slopes`, (p, 2), say how both hang on what was
    adjusted for; (0, 2) if nothing was.
    """

    customers: Customers
    margin: float
    staying: Staying
    influence: Floats
    shares: Floats
    slopes: Floats

    @property
    def df(self) -> float:
        """Degrees of freedom: customers who were watched for long count more than the others."""
        parts = np.bincount(self.customers.places, self.shares, self.customers.units)
        return max(1 / float(parts @ parts) - 1 - len(self.slopes), 1.0)

    @property
    def value(self) -> float:
        """Lifetime value, in the unit of the margin."""
        return self.margin * self.staying.years

    def covariance(self, spread: Floats) -> Floats:
        """Return the covariance of margin per year and years, (2, 2).

        `spread`, (p, p), is the covariance of the means that were adjusted to.
        """
        places, units = self.customers.places, self.customers.units
        margin, years = (np.bincount(places, column, units) for column in self.influence.T)
        left = np.maximum(1 - np.bincount(places, self.shares, units), SMALLEST_REST)
        # Leaving each customer out for the ratio; the usual n/(n - 1) for the years.
        totals = np.column_stack((margin / left, years * math.sqrt(units / (units - 1))))
        whole: Floats = totals.T @ totals + self.slopes.T @ spread @ self.slopes
        return whole

    @property
    def gradient(self) -> Floats:
        """How the value moves with margin per year and with years, (2,)."""
        return np.array([self.staying.years, self.margin])


def product_of(customers: Customers, weights: Floats, terms: Terms) -> Product:
    """Estimate margin per year and discounted years from weighted rows; weights have mean 1."""
    watched = float(weights @ customers.years)
    margin = float(weights @ customers.margin) / watched
    staying = discounted_years(
        customers.time,
        customers.left,
        weights,
        horizon=terms.horizon,
        discount=terms.discount,
        moment=terms.moment,
    )
    influence = np.column_stack(((customers.margin - margin * customers.years) / watched, staying.years_influence))
    return Product(
        customers=customers,
        margin=margin,
        staying=staying,
        influence=influence * weights[:, None],
        shares=customers.years * weights / watched,
        slopes=np.zeros((0, 2)),
    )


def adjusted_product(customers: Customers, weights: Floats, terms: Terms) -> Product:
    """Estimate the same with weights that balance the mix: what the mix explains varies no more by chance."""
    plain = product_of(customers, weights, terms)
    root = np.sqrt(weights)[:, None]
    design = np.column_stack((np.ones(len(customers)), customers.mix)) * root
    per_row = plain.influence / root
    slopes = np.linalg.lstsq(design, per_row)[0]
    # What is left of a row that pulls the slopes towards itself is too small by the root of this (HC2).
    pull = (np.linalg.qr(design)[0] ** 2).sum(axis=1)
    left = (per_row - design @ slopes) / np.sqrt(np.maximum(1 - pull, SMALLEST_REST))[:, None]
    return replace(plain, influence=left * root, slopes=np.asarray(slopes[1:] * len(customers), dtype=np.float64))


def value_amount(product: Product, terms: Terms, spread: Floats) -> Amount:
    """Return the lifetime value of a group with its interval."""
    customers = product.customers
    df = product.df
    covariance = product.covariance(spread)
    se = math.sqrt(max(float(product.gradient @ covariance @ product.gradient), 0.0))
    found = _margin_reach(product, covariance, df, terms)
    if found is None:
        return _without_limits(product, terms)
    low_margin, high_margin = found
    low_years, high_years = _years_reach(product, covariance, terms)
    errors = math.sqrt(covariance[0, 0] * covariance[1, 1])
    together = covariance[0, 1] / errors if errors else 0.0
    down = math.sqrt(low_margin**2 + low_years**2 + 2 * together * low_margin * low_years)
    up = math.sqrt(high_margin**2 + high_years**2 + 2 * together * high_margin * high_years)
    value, years = product.value, product.staying.years
    is_logarithmic = product.margin > 0
    warnings = [Caution.FEW_CLUSTERS] if customers.units < FEW_CLUSTERS else []
    if product.staying.read_until < terms.horizon:
        warnings.append(Caution.HORIZON_BEYOND)
    return Amount(
        value=value,
        se=se,
        lower=value * math.exp(-down) if is_logarithmic else value - down * years,
        upper=value * math.exp(up) if is_logarithmic else value + up * years,
        n=len(customers),
        units=customers.units,
        df=df,
        method=METHOD,
        confidence=terms.confidence,
        status=Status.OK,
        warnings=tuple(warnings),
    )


def margin_amount(product: Product, terms: Terms) -> Amount:
    """Return the margin per customer and year with its interval."""
    return amount_of(
        product.margin,
        product.influence[:, 0],
        product.shares,
        product.customers.places,
        product.customers.units,
        method="ratio",
        confidence=terms.confidence,
        positive=product.margin > 0,
    )


def retention_amount(product: Product, terms: Terms) -> Amount:
    """Return the share still there after the moment asked for, with Wilson's interval of the effective number."""
    staying, customers = product.staying, product.customers
    if staying.retention is None:
        return no_amount(
            len(customers),
            customers.units,
            method="wilson",
            confidence=terms.confidence,
            warnings=(Caution.WATCHED_TOO_SHORT,),
        )
    share = staying.retention
    totals = np.bincount(customers.places, staying.retention_influence, customers.units)
    variance = float(totals @ totals) * customers.units / (customers.units - 1)
    watched = float(np.minimum(customers.time, terms.moment).sum()) / terms.moment
    effective = share * (1 - share) / variance if variance > 0 else watched
    found = share_interval(share * effective, effective, confidence=terms.confidence)
    return Amount(
        value=share,
        se=math.sqrt(variance),
        lower=found.lower,
        upper=found.upper,
        n=len(customers),
        units=customers.units,
        method="wilson",
        confidence=terms.confidence,
        status=Status.OK,
        warnings=(Caution.FEW_CLUSTERS,) if customers.units < FEW_CLUSTERS else (),
    )


def _without_limits(product: Product, terms: Terms) -> Amount:
    return Amount(
        value=product.value,
        n=len(product.customers),
        units=product.customers.units,
        method=METHOD,
        confidence=terms.confidence,
        status=Status.DEGENERATE,
        warnings=(Caution.TOO_FEW_CUSTOMERS,),
    )


def _margin_reach(product: Product, covariance: Floats, df: float, terms: Terms) -> tuple[float, float] | None:
    """Return how far the margin reaches down and up: as logarithms if it is positive, else in its unit."""
    se, reach = math.sqrt(covariance[0, 0]), t_quantile(terms.confidence, df)
    if product.margin <= 0:
        return reach * se, reach * se
    found = skewed_limits(product.margin, se, reach)
    return None if found is None else (math.log(product.margin / found[0]), math.log(found[1] / product.margin))


def _years_reach(product: Product, covariance: Floats, terms: Terms) -> tuple[float, float]:
    """Return how far the years reach down and up, as logarithms.

    The constant rate of leaving that would give the same years has an effective number of leavers; a gamma law, as
    after Jeffreys's prior, gives its limits, and those give years.
    """
    staying = product.staying
    rate = _rate_of(staying.years, terms)
    step = max(rate, 1e-6) * 1e-4
    slope = (annuity(rate + step, terms.horizon, terms.discount) - staying.years) / step
    leavers, exposure = 0.0, staying.exposure
    if covariance[1, 1] > 0 and rate > 0:
        leavers = (rate * slope) ** 2 / covariance[1, 1]
        exposure = leavers / rate
    tail = (1 - terms.confidence) / 2
    many, few = (gamma_quantile(chance, leavers + HALF_A_LEAVER) / exposure for chance in (1 - tail, tail))
    fewest_years, most_years = (annuity(limit, terms.horizon, terms.discount) for limit in (many, few))
    return math.log(staying.years / min(fewest_years, staying.years)), math.log(
        max(most_years, staying.years) / staying.years
    )


def _rate_of(years: float, terms: Terms) -> float:
    """Return the constant rate of leaving per year that gives these discounted years; 0 if nobody leaves."""
    low, high = 0.0, 1.0
    if years >= annuity(0.0, terms.horizon, terms.discount) * (1 - 1e-12):
        return 0.0
    while annuity(high, terms.horizon, terms.discount) > years:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if annuity(middle, terms.horizon, terms.discount) > years else (low, middle)
    return (low + high) / 2
