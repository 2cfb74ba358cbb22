"""Earned growth: what of a year's growth came because customers stay, buy more and bring others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kuule import stats
from kuule.economics.rules import EARNED
from kuule.economics.rules.earned import (
    NOTHING,
    CustomerYear,
    EarnedSums,
    Part,
    customer_years,
    earned_sums,
    parts_of,
    year_before,
)
from kuule.economics.rules.money import Lines, revenue_in
from kuule.economics.selectors.ledger import LeftOut, first_sale_day, left_out_of_sums
from kuule.economics.selectors.lines import ledger_lines
from kuule.economics.selectors.origins import origins_of_customers
from kuule.workspaces.models import Workspace

CONFIDENCE = 0.95
# Why there is no figure: nothing was ever sold, the year before is not whole in the ledger, or it brought nothing.
NO_SALES, FIRST_YEAR, NO_PRIOR = "no_sales", "first_year", "no_prior"
# A first sale so many days into a year is no gap: many bill once a month.
A_MONTH = 31
_Revenue = Mapping[int, tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedYear:
    """The twelve months up to and including `day`, against the twelve before them.

    `growth` has the range that unknown origins make, `chance` the interval besides; both are None where `missing` says
    why there is no figure. The years begin after `since` and after `prior_since`.
    """

    day: date
    since: date
    prior_since: date
    customers: tuple[CustomerYear, ...]
    sums: EarnedSums
    parts: dict[str, Part]
    missing: str
    growth: stats.EarnedGrowth | None
    chance: stats.CustomerGrowth | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedGrowthAnswer:
    """Earned growth of a year, of the year before where the ledger reaches so far back, and the difference of both.

    `possible_from` is the first day for which there is a figure, None while nothing was sold.
    """

    year: EarnedYear
    before: EarnedYear | None
    change: stats.Amount | None
    left_out: LeftOut
    first_sale: date | None
    possible_from: date | None


def earned_growth_on(workspace: Workspace, *, day: date, lines: Lines | None = None) -> EarnedGrowthAnswer:
    """Return earned growth of the twelve months up to and including a day. Accounts that became one are one.

    `lines` is what `ledger_lines` gave, for whoever asks for several figures.
    """
    since, first = year_before(day), first_sale_day(workspace)
    prior_since = year_before(since)
    spans = [(year_before(prior_since), prior_since), (prior_since, since), (since, day)]
    revenue, origins = revenue_in(lines or ledger_lines(workspace), spans=spans), origins_of_customers(workspace)
    this = {customer: (last, now) for customer, (_before, last, now) in revenue.items()}
    earlier = {customer: (before, last) for customer, (before, last, _now) in revenue.items()}
    year = _year(day, this, origins, first)
    before = _year(since, earlier, origins, first)
    has_both = year.growth is not None and before.growth is not None
    return EarnedGrowthAnswer(
        year=year,
        before=before if has_both else None,
        change=_change(revenue, origins) if has_both else None,
        left_out=left_out_of_sums(workspace, since=prior_since, until=day),
        first_sale=first,
        possible_from=year_before(first - timedelta(days=1), years=-2) if first else None,
    )


def _year(day: date, revenue: _Revenue, origins: Mapping[int, str], first: date | None) -> EarnedYear:
    customers = tuple(customer_years(revenue, origins))
    since, sums = year_before(day), earned_sums(customers)
    prior_since = year_before(since)
    missing = _missing(sums, first, prior_since)
    return EarnedYear(
        day=day,
        since=since,
        prior_since=prior_since,
        customers=customers,
        sums=sums,
        parts=parts_of(customers),
        missing=missing,
        growth=None if missing else _growth(sums),
        chance=None if missing else _chance(customers),
    )


def _missing(sums: EarnedSums, first: date | None, prior_since: date) -> str:
    if first is None:
        return NO_SALES
    if (first - prior_since).days > A_MONTH:
        return FIRST_YEAR
    return NO_PRIOR if sums.prior <= NOTHING or sums.returning < NOTHING else ""


def _growth(sums: EarnedSums) -> stats.EarnedGrowth:
    return stats.earned_growth(
        sums.prior,
        sums.returning,
        sums.new_earned,
        sums.new_bought,
        current_revenue_new_unknown=sums.new_unknown,
    )


def _chance(customers: Iterable[CustomerYear]) -> stats.CustomerGrowth:
    rows = [(_from_zero(each.prior), _from_zero(each.current), _origin(each.origin)) for each in customers]
    prior, current, origin = zip(*rows, strict=True)
    return stats.earned_growth_of_customers(prior, current, origin, confidence=CONFIDENCE)


def _change(revenue: Mapping[int, list[Decimal]], origins: Mapping[int, str]) -> stats.Amount:
    before, prior, current = zip(*([*map(_from_zero, each)] for each in revenue.values()), strict=True)
    origin = [_origin(origins.get(customer, "")) for customer in revenue]
    return stats.earned_growth_change(before, prior, current, origin, origin, confidence=CONFIDENCE)


def _from_zero(amount: Decimal) -> float:
    # Who got back more than it paid adds nothing to what chance can do; the sums have it as it is.
    return max(float(amount), 0.0)


def _origin(origin: str) -> str:
    return ("earned" if origin in EARNED else "bought") if origin else "unknown"
