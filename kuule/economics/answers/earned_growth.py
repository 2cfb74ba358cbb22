"""Earned growth: what of a year's growth came because customers stay, buy more and bring others."""

from dataclasses import dataclass
from datetime import date

from kuule import stats
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
from kuule.economics.selectors.ledger import LeftOut, first_sale_day, left_out_of_sums, revenue_in
from kuule.economics.selectors.origins import origins_of_customers
from kuule.workspaces.models import Workspace

# Why there is no figure: nothing was ever sold, the year before is not whole in the ledger, or it brought nothing.
NO_SALES, FIRST_YEAR, NO_PRIOR = "no_sales", "first_year", "no_prior"
# A first sale so many days into a year belongs to a company that began then, or to one that bills once a month.
A_MONTH = 31


@dataclass(frozen=True, slots=True)
class EarnedYear:
    """The twelve months up to `day` against the twelve before; `missing` says why there is no `growth`."""

    day: date
    since: date
    prior_since: date
    years: tuple[CustomerYear, ...]
    sums: EarnedSums
    parts: dict[str, Part]
    left_out: LeftOut
    missing: str = ""
    growth: stats.EarnedGrowth | None = None


@dataclass(frozen=True, slots=True)
class EarnedGrowthAnswer:
    """Earned growth of a year, and of the year before where the ledger reaches so far back.

    `first_sale` is where the ledger begins, `possible_from` the first day for which the figure can be had.
    """

    year: EarnedYear
    before: EarnedYear | None
    first_sale: date | None
    possible_from: date | None


def earned_growth_on(workspace: Workspace, *, day: date) -> EarnedGrowthAnswer:
    """Return earned growth of the twelve months up to and including a day."""
    first = first_sale_day(workspace)
    year = earned_year(workspace, day=day, first=first)
    before = earned_year(workspace, day=year.since, first=first)
    return EarnedGrowthAnswer(
        year=year,
        before=before if before.growth else None,
        first_sale=first,
        possible_from=year_before(first, years=-2) if first else None,
    )


def earned_year(workspace: Workspace, *, day: date, first: date | None) -> EarnedYear:
    """Return the twelve months up to and including a day, where `first` is the day of the first sale of all."""
    since = year_before(day)
    prior_since = year_before(since)
    revenue = revenue_in(workspace, spans=[(prior_since, since), (since, day)])
    years = tuple(
        customer_years(
            {customer: (prior, current) for customer, (prior, current) in revenue.items()},
            origins_of_customers(workspace),
        )
    )
    sums = earned_sums(years)
    missing = _missing(sums, first, prior_since)
    return EarnedYear(
        day=day,
        since=since,
        prior_since=prior_since,
        years=years,
        sums=sums,
        parts=parts_of(years),
        left_out=left_out_of_sums(workspace, since=prior_since, until=day),
        missing=missing,
        growth=None if missing else _growth(sums),
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
