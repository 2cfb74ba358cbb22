"""What of a year's growth was earned: what every customer did to the revenue of the year before."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kuule.economics.rules import EARNED, ORIGINS

# What a customer did to the revenue of last year. Whoever had no revenue last year is new, by what brought them.
GONE, LESS, SAME, MORE, NEW = "gone", "less", "same", "more", "new"
CHANGES = (GONE, LESS, SAME, MORE)
# Nobody said what brought a new customer.
UNKNOWN = ""
PARTS = (*CHANGES, *(f"{NEW}_{origin}" for origin in ORIGINS), NEW)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class CustomerYear:
    """What a customer brought last year and this year, after refunds, and what once brought it."""

    customer: int
    prior: Decimal
    current: Decimal
    origin: str = UNKNOWN

    @property
    def is_new(self) -> bool:
        """Tell whether it had no revenue last year; who only got money back in this one is no newcomer."""
        return self.prior == NOTHING and self.current > NOTHING

    @property
    def part(self) -> str:
        """Return what it did to the revenue of last year: one of `PARTS`."""
        if self.is_new:
            return f"{NEW}_{self.origin}" if self.origin else NEW
        if self.current <= NOTHING:
            return GONE
        change = self.current - self.prior
        return SAME if change == NOTHING else MORE if change > NOTHING else LESS

    @property
    def change(self) -> Decimal:
        """Return by how much the revenue of this year differs because of it."""
        return self.current - self.prior


@dataclass(frozen=True, slots=True)
class Part:
    """How many customers did the same thing to the revenue, and what that was together."""

    customers: int
    change: Decimal


@dataclass(frozen=True, slots=True)
class EarnedSums:
    """What earned growth is computed from."""

    prior: Decimal
    returning: Decimal
    new_earned: Decimal
    new_bought: Decimal
    new_unknown: Decimal

    @property
    def current(self) -> Decimal:
        """Return the revenue of this year."""
        return self.returning + self.new_earned + self.new_bought + self.new_unknown


def customer_years(revenue: Mapping[int, tuple[Decimal, Decimal]], origins: Mapping[int, str]) -> list[CustomerYear]:
    """Return what each customer with revenue in one of two years (last, this) brought."""
    return [
        CustomerYear(customer, prior, current, origins.get(customer, UNKNOWN))
        for customer, (prior, current) in revenue.items()
        if prior or current
    ]


def earned_sums(years: Iterable[CustomerYear]) -> EarnedSums:
    """Add up what earned growth is computed from; who was recommended is earned, other known origins are bought."""
    found = list(years)
    new = [each for each in found if each.is_new]
    return EarnedSums(
        prior=_sum(each.prior for each in found),
        returning=_sum(each.current for each in found if not each.is_new),
        new_earned=_sum(each.current for each in new if each.origin in EARNED),
        new_bought=_sum(each.current for each in new if each.origin and each.origin not in EARNED),
        new_unknown=_sum(each.current for each in new if not each.origin),
    )


def parts_of(years: Iterable[CustomerYear]) -> dict[str, Part]:
    """Return the parts of the growth in the order of `PARTS`; those that nobody is in are left out."""
    found: dict[str, list[Decimal]] = {}
    for each in years:
        found.setdefault(each.part, []).append(each.change)
    return {part: Part(len(found[part]), _sum(found[part])) for part in PARTS if part in found}


def year_before(day: date, years: int = 1) -> date:
    """Return the day so many years before; the last day of a month leads to the last day of that month."""
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    last = calendar.monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, last if is_last else min(day.day, last))


def month_ends(day: date, *, first: date) -> list[date]:
    """Return the last days of the whole months up to a day, the newest first, none before `first`."""
    found, end = [], (day + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    while end >= first:
        found.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return found


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
