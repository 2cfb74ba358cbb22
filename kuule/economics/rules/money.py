"""What customers brought in a time: of one as a row, of many as columns summed from lines of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from kuule.economics.rules.columns import Flags, Floats, Ints

# What an amount is counted in, so that sums are exact: amounts have four decimals.
DECIMALS, PARTS = 4, 10_000
# After a day, up to and including another.
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Money:
    """What a customer brought in a time, in the currency of the workspace.

    `revenue` is after refunds. Of `known_revenue` the margin is known: it is `known_margin`. `cost` is what serving
    took, `orders` the days with a sale, `products` how many different ones were bought. `lines_without_rate` are in
    no sum.
    """

    revenue: float = 0.0
    known_revenue: float = 0.0
    known_margin: float = 0.0
    cost: float = 0.0
    orders: int = 0
    products: int = 0
    first_sale: date | None = None
    lines_without_rate: int = 0

    def margin(self, share: float) -> float:
        """Return the margin, where `share` is what of the rest of the revenue is margin."""
        return self.known_margin + (self.revenue - self.known_revenue) * share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """n lines of the ledger, (n,) each. Days are as `date.toordinal` counts them, `amount` and `margin` in `PARTS`.

    Both are 0 where nobody knows them, which `has_rate` and `has_margin` tell. `product` is a number for each
    different one, 0 for none.
    """

    customer: Ints
    day: Ints
    amount: Ints
    margin: Ints
    product: Ints
    has_rate: Flags
    has_margin: Flags
    is_sale: Flags
    is_cost: Flags

    def of(self, rows: Flags) -> "Lines":
        """Return some of the lines."""
        return Lines(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MoneyColumns:
    """What each of k customers brought in a time, (k,) each: see `Money`. `first_sale` is 0 for none."""

    revenue: Floats
    known_revenue: Floats
    known_margin: Floats
    cost: Floats
    orders: Ints
    products: Ints
    first_sale: Ints
    lines_without_rate: Ints

    def margin(self, share: float) -> Floats:
        """Return the margins, where `share` is what of the rest of the revenue is margin."""
        margin: Floats = self.known_margin + (self.revenue - self.known_revenue) * share
        return margin

    def of(self, rows: Flags) -> "MoneyColumns":
        """Return what some of the customers brought."""
        return MoneyColumns(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})

    def rows(self) -> list[Money]:
        """Return what each customer brought."""
        columns = {name: getattr(self, name).tolist() for name in self.__dataclass_fields__}
        columns["first_sale"] = [date.fromordinal(day) if day else None for day in columns["first_sale"]]
        return [Money(*each) for each in zip(*columns.values(), strict=True)]


def money_of(lines: Lines, whose: Ints, within: Flags, k: int) -> MoneyColumns:
    """Return what each of k customers brought by the lines that lie `within` a time; `whose` is the place of each."""
    own, place = lines.of(within), whose[within]
    is_paid = ~own.is_cost

    def summed(numbers: Ints, rows: Flags) -> Floats:
        return np.bincount(place[rows], numbers[rows], k) / PARTS

    return MoneyColumns(
        revenue=summed(own.amount, is_paid),
        known_revenue=summed(own.amount, is_paid & own.has_margin),
        known_margin=summed(own.margin, own.has_margin),
        cost=summed(own.amount, own.is_cost),
        orders=_different(place, own.day, own.is_sale & (own.amount > 0), k),
        products=_different(place, own.product, own.is_sale & (own.product > 0), k),
        first_sale=first_days(place[own.is_sale], own.day[own.is_sale], k),
        lines_without_rate=np.bincount(place[~own.has_rate], minlength=k),
    )


def revenue_in(lines: Lines, *, spans: Sequence[Span]) -> dict[int, list[Decimal]]:
    """Return the revenue of each customer after refunds in each of some times; customers without lines are left out.

    A time is after its first day, up to and including its last.
    """
    first, last = min(since for since, _until in spans).toordinal(), max(until for _since, until in spans).toordinal()
    paid = lines.of(lines.has_rate & ~lines.is_cost & (first < lines.day) & (lines.day <= last))
    customers, whose = np.unique(paid.customer, return_inverse=True)
    sums = np.zeros((len(customers), len(spans)), dtype=np.int64)
    for place, (since, until) in enumerate(spans):
        within = (since.toordinal() < paid.day) & (paid.day <= until.toordinal())
        np.add.at(sums[:, place], whose[within], paid.amount[within])
    rows = zip(customers.tolist(), sums.tolist(), strict=True)
    return {customer: [Decimal(parts).scaleb(-DECIMALS) for parts in own] for customer, own in rows}


def first_days(whose: Ints, days: Ints, k: int) -> Ints:
    """Return the first day of each of k customers, 0 for none."""
    first = np.full(k, np.iinfo(np.int64).max)
    np.minimum.at(first, whose, days)
    return np.where(first < np.iinfo(np.int64).max, first, 0)


def last_days(whose: Ints, days: Ints, k: int) -> Ints:
    """Return the last day of each of k customers, 0 for none."""
    last = np.zeros(k, dtype=np.int64)
    np.maximum.at(last, whose, days)
    return last


def _different(whose: Ints, numbers: Ints, rows: Flags, k: int) -> Ints:
    """Return how many different numbers each of k customers has among some rows."""
    if not rows.any():
        return np.zeros(k, dtype=np.int64)
    span = int(numbers[rows].max()) + 1
    return np.bincount(np.unique(whose[rows] * span + numbers[rows]) // span, minlength=k)
