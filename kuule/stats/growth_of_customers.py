"""Earned growth from a row for each customer, so that chance is known: a like year might have come out otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kuule.stats.amounts import Amount, amount_difference, amount_of, no_amount
from kuule.stats.columns import Codes, Column, Rows, label_column, number_column, refuse, require_same_length
from kuule.stats.design import clusters_of
from kuule.stats.growth import EarnedGrowth, earned_growth
from kuule.stats.inputs import Floats, RejectedInput, normal_quantile
from kuule.stats.results import Caution

ORIGINS = ("earned", "bought", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGrowth:
    """Earned growth with its chance interval, besides the range that unknown origins make.

    `nrr`, `enc` and `earned_growth_rate` count new customers of unknown origin as bought;
    `earned_growth_rate_if_earned` counts them as earned. From the lower limit of the one to the upper of the other is
    what both chance and the unknown leave open. `totals` are the figures of `earned_growth`.
    """

    nrr: Amount
    enc: Amount
    earned_growth_rate: Amount
    earned_growth_rate_if_earned: Amount
    totals: EarnedGrowth
    customers: int
    new: int


def earned_growth_of_customers(
    prior: Column, current: Column, origin: Column, clusters: Column | None = None, *, confidence: float = 0.95
) -> CustomerGrowth:
    """Compute earned growth from the revenue of each customer in two years, with what chance does to it.

    Parameters
    ----------
    prior, current : array_like, shape (k,)
        Revenue of last year and of this year, from 0 up, 0 where the customer bought nothing. Who bought last year is
        a returning customer, who did not is a new one.
    origin : array_like, shape (k,)
        "earned", "bought" or "unknown" for new customers; missing is unknown. Not looked at for returning ones.
    clusters : array_like, shape (k,), optional
        Who decides together, such as the companies of one group.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    CustomerGrowth
        Proportions of last year's revenue. Undefined without revenue last year; without an interval for fewer than 4
        customers.

    Raises
    ------
    RejectedInput
        If a revenue is missing, negative or no number, an origin is none of the three, or lengths differ.

    Notes
    -----
    NRR, ENC and their sum are ratios of totals; the error is that of a ratio by linearisation over customers, with t,
    and the interval is made on the logarithmic scale of NRR + ENC. It answers "would a like year have come out
    otherwise?", and takes customers to decide independently: a fall of the whole market is not in it. With a few large
    customers it is wide, and rightly so.

    References
    ----------
    Reichheld F, Darnell D, Burns M (2021) Winning on Purpose, App. B. Cochran W (1977) Sampling Techniques, ch. 6.
    """
    normal_quantile(confidence)
    year = _read(prior, current, origin, clusters)
    kept, won, unknown = year.returning, year.won_as("earned"), year.won_as("unknown")
    return CustomerGrowth(
        nrr=_ratio(year, kept, confidence),
        enc=_ratio(year, won, confidence),
        earned_growth_rate=_less_one(_ratio(year, kept | won, confidence)),
        earned_growth_rate_if_earned=_less_one(_ratio(year, kept | won | unknown, confidence)),
        totals=_totals(year),
        customers=len(year.prior),
        new=int((~kept).sum()),
    )


def earned_growth_change(
    before: Column,
    prior: Column,
    current: Column,
    origin_prior: Column,
    origin_current: Column,
    clusters: Column | None = None,
    *,
    confidence: float = 0.95,
) -> Amount:
    """Compute how much the earned growth rate of this year lies above that of last year, with its interval.

    Parameters
    ----------
    before, prior, current : array_like, shape (k,)
        Revenue of each customer in the year before last, last year and this year, 0 where nothing was bought.
    origin_prior, origin_current : array_like, shape (k,)
        What brought those who were new last year, and those who are new this year; as in `earned_growth_of_customers`.
    clusters : array_like, shape (k,), optional
        Who decides together.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    Amount
        A difference of proportions, unknown origins counted as bought in both years, with the p-value of no change.
        Undefined if a year had no revenue.

    Raises
    ------
    RejectedInput
        As `earned_growth_of_customers`.

    Notes
    -----
    A good year is followed by a worse rate all by itself: last year's revenue is above in the one and below in the
    other. The error reckons with that, as it follows each customer through all three years. Misleads if more new
    customers were asked what brought them in one year than in the other.

    References
    ----------
    Zou G, Donner A (2008) Stat Med 27:1693-1702.
    """
    normal_quantile(confidence)
    earlier, later = _read(before, prior, origin_prior, clusters), _read(prior, current, origin_current, clusters)
    require_same_length({"before": earlier.prior, "current": later.current})
    rates = [_ratio(year, year.returning | year.won_as("earned"), confidence) for year in (earlier, later)]
    if any(rate.value is None for rate in rates):
        return amount_difference(rates[1], rates[0])
    parts = [
        np.bincount(year.places, _influence(year, year.returning | year.won_as("earned")), year.units)
        for year in (earlier, later)
    ]
    covariance = float(parts[0] @ parts[1]) * earlier.units / max(earlier.units - 1, 1)
    found = amount_difference(rates[1], rates[0], covariance=covariance)
    return replace(found, n=len(earlier.prior), units=earlier.units)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Year:
    """Revenue of k customers last year and this year, what brought each (-1 unknown), and clusters from 0."""

    prior: Floats
    current: Floats
    origin: Codes
    places: Codes

    @property
    def returning(self) -> Rows:
        return self.prior > 0

    @property
    def units(self) -> int:
        return int(self.places.max(initial=-1)) + 1

    def won_as(self, origin: str) -> Rows:
        won: Rows = (self.prior == 0) & (self.current > 0) & (self.origin == ORIGINS.index(origin))
        return won


def _read(prior: Column, current: Column, origin: Column, clusters: Column | None) -> _Year:
    columns = {"Prior": number_column(prior, "Prior"), "Current": number_column(current, "Current")}
    for name, column in columns.items():
        refuse(np.isnan(column), column, f"{name} must hold a revenue for each customer, 0 where nothing was bought")
        refuse(column < 0, column, f"{name} must be 0 or more: subtract refunds before")
    labels = label_column(origin, "Origin")
    strange = [name for name in labels.names if name not in ORIGINS]
    if strange:
        raise RejectedInput(f"Origin must be one of {', '.join(ORIGINS)}, or missing, not {strange[0]!r:.40}.")
    # A missing origin has code -1, the last of the list.
    codes = np.array([*(ORIGINS.index(str(name)) for name in labels.names), ORIGINS.index("unknown")], dtype=np.intp)
    origins = codes[labels.codes]
    places = np.arange(len(origins)) if clusters is None else clusters_of(clusters, "Clusters")
    require_same_length(
        {"prior": columns["Prior"], "current": columns["Current"], "origin": origins, "clusters": places}
    )
    return _Year(
        prior=columns["Prior"],
        current=columns["Current"],
        origin=origins,
        places=np.unique(places, return_inverse=True)[1].reshape(-1),
    )


def _ratio(year: _Year, counted: Rows, confidence: float) -> Amount:
    """Return this year's revenue of those counted over all revenue of last year."""
    whole = float(year.prior.sum())
    if whole == 0:
        return no_amount(
            len(year.prior), year.units, method="ratio", confidence=confidence, warnings=(Caution.NOT_ESTIMABLE,)
        )
    return amount_of(
        float(year.current[counted].sum()) / whole,
        _influence(year, counted),
        year.prior / whole,
        year.places,
        year.units,
        method="ratio",
        confidence=confidence,
        positive=True,
    )


def _influence(year: _Year, counted: Rows) -> Floats:
    whole = float(year.prior.sum())
    part = np.where(counted, year.current, 0.0)
    influence: Floats = (part - year.prior * (float(part.sum()) / whole)) / whole
    return influence


def _less_one(ratio: Amount) -> Amount:
    """Return the growth of a ratio: less the whole of last year."""
    if ratio.value is None:
        return ratio
    return replace(
        ratio,
        value=ratio.value - 1,
        lower=None if ratio.lower is None else ratio.lower - 1,
        upper=None if ratio.upper is None else ratio.upper - 1,
    )


def _totals(year: _Year) -> EarnedGrowth:
    return earned_growth(
        float(year.prior.sum()),
        float(year.current[year.returning].sum()),
        *(float(year.current[year.won_as(origin)].sum()) for origin in ("earned", "bought")),
        current_revenue_new_unknown=float(year.current[year.won_as("unknown")].sum()),
    )
