"""What customers paid and cost, summed in the database: one row a customer, however many lines there are."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from kuule.economics.models import LedgerEntry
from kuule.economics.rules import COST, REVENUE
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.workspaces.models import Workspace

_PLACES = ("customer", "account", "contact", "since", "until", "answered", "left_on", "year")
_DAYS = _PLACES[3:]
_STRETCHES = {
    "sqlite": "SELECT "  # noqa: S608 - of constants
    + ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(_PLACES))
    + " FROM json_each(%s)",
    "postgresql": "SELECT "  # noqa: S608 - of constants
    + ", ".join(
        f"(value ->> {place})::{'date' if name in _DAYS else 'bigint'} AS {name}" for place, name in enumerate(_PLACES)
    )
    + " FROM jsonb_array_elements(%s::jsonb)",
}
_LINE = "customer, kind, day, converted, converted_margin, product, answered, left_on, year"
# The stretches stand in memory first: each is then one look into the index of its customer. The plus keeps the database
# from finding people by their missing account: with all lines of people for each of them that would never end.
_LINES = f"""
WITH stretch AS MATERIALIZED ({{stretches}}),
line AS (
    SELECT {_LINE} FROM stretch CROSS JOIN economics_ledgerentry entry
    WHERE entry.workspace_id = %s AND entry.account_id = stretch.account AND day > since AND day <= until
    UNION ALL
    SELECT {_LINE} FROM stretch CROSS JOIN economics_ledgerentry entry
    WHERE entry.workspace_id = %s AND +entry.account_id IS NULL AND entry.contact_id = stretch.contact
    AND day > since AND day <= until
)
SELECT customer, {{sums}} FROM line GROUP BY customer
"""  # noqa: S608 - of constants
# What is summed of the lines on some days.
_SUMS = """
    COALESCE(SUM(CASE WHEN {when} AND kind <> '{cost}' THEN converted END), 0),
    COALESCE(SUM(CASE WHEN {when} AND kind <> '{cost}' AND converted_margin IS NOT NULL THEN converted END), 0),
    COALESCE(SUM(CASE WHEN {when} THEN converted_margin END), 0),
    COALESCE(SUM(CASE WHEN {when} AND kind = '{cost}' THEN converted END), 0),
    {counts},
    MIN(CASE WHEN {when} AND kind = '{revenue}' THEN day END),
    SUM(CASE WHEN {when} AND converted IS NULL THEN 1 ELSE 0 END)
"""
# Counting what differs costs more than all sums together: only where somebody asks for it.
_COUNTS = """
    COUNT(DISTINCT CASE WHEN {when} AND kind = '{revenue}' AND converted > 0 THEN day END),
    COUNT(DISTINCT CASE WHEN {when} AND kind = '{revenue}' AND product <> '' THEN product END)
"""
_NO_COUNTS = "0, 0"
_ALWAYS = "1 = 1"
_BEFORE, _WATCHED = "day <= answered", "day > answered AND day <= left_on"
_YEAR_AFTER = "day > answered AND day <= year"
_FIGURES = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time to sum the money of a customer in: after `since`, up to and including `until`."""

    customer: int
    since: date
    until: date


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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines that no sum holds: their currency has no rate on their day, or nobody knows whose they are."""

    without_rate: int
    without_customer: int


NOTHING = Money()
NO_MONEY = Decimal(0)
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Around:
    """The money of a customer in the year before its answer, while it was watched, and in the year after.

    Orders and products are counted in the year after alone.
    """

    before: Money = NOTHING
    watched: Money = NOTHING
    year: Money = NOTHING


def money_in(workspace: Workspace, *, stretches: Iterable[Stretch]) -> dict[int, Money]:
    """Return the money of customers, each in a time of its own. Those without any line are not among them."""
    spans = ((each.customer, (each.since, each.until)) for each in stretches)
    return {customer: _money(figures) for customer, figures in _summed(workspace, spans, (_ALWAYS,))}


def money_around(workspace: Workspace, *, stretches: Iterable[Stretch], year: timedelta) -> dict[int, Around]:
    """Return the money of customers around an answer, `since`; they were watched `until` a day.

    Those without any line are not among them. The lines are read once for all three times.
    """
    spans = (
        (
            each.customer,
            (each.since - year, max(each.until, each.since + year), each.since, each.until, each.since + year),
        )
        for each in stretches
    )
    found = _summed(workspace, spans, (_BEFORE, _WATCHED, _YEAR_AFTER))
    return {
        customer: Around(*(_money(figures[first : first + _FIGURES]) for first in range(0, len(figures), _FIGURES)))
        for customer, figures in found
    }


def paying_customers(workspace: Workspace, *, since: date, until: date) -> set[int]:
    """Return the customers with any line of money after a day, up to and including another."""
    lines = LedgerEntry.objects.filter(workspace=workspace, day__gt=since, day__lte=until).order_by()
    merged = merged_accounts(workspace)
    pairs = lines.values_list("account_id", "contact_id").distinct()
    codes = (customer_code(account_id, contact_id, merged) for account_id, contact_id in pairs)
    return {code for code in codes if code is not None}


def sale_days(workspace: Workspace, *, until: date) -> dict[int, tuple[date, date]]:
    """Return the first and the last day on which each customer bought something, up to a day."""
    sales = LedgerEntry.objects.filter(workspace=workspace, kind=REVENUE, day__lte=until).order_by()
    rows = sales.values_list("account_id", "contact_id").annotate(first=Min("day"), last=Max("day"))
    merged, found = merged_accounts(workspace), dict[int, tuple[date, date]]()
    for account_id, contact_id, first, last in rows.iterator(chunk_size=20_000):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            known = found.get(customer, (first, last))
            found[customer] = (min(known[0], first), max(known[1], last))
    return found


def revenue_in(workspace: Workspace, *, spans: Sequence[Span]) -> dict[int, list[Decimal]]:
    """Return the revenue of each customer after refunds in each of some times; customers without lines are left out.

    A time is after its first day, up to and including its last.
    """
    lines, sums = _revenue_lines(workspace, spans)
    rows = lines.order_by().values_list("account_id", "contact_id").annotate(**sums)
    merged, found = merged_accounts(workspace), dict[int, list[Decimal]]()
    for account_id, contact_id, *amounts in rows.iterator(chunk_size=20_000):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            known = found.setdefault(customer, [NO_MONEY] * len(spans))
            found[customer] = [one + (other or NO_MONEY) for one, other in zip(known, amounts, strict=True)]
    return found


def revenue_totals(workspace: Workspace, *, spans: Sequence[Span]) -> list[Decimal]:
    """Return the revenue of all customers together after refunds in each of some times."""
    lines, sums = _revenue_lines(workspace, spans)
    return [amount or NO_MONEY for amount in lines.aggregate(**sums).values()]


def left_out_of_sums(workspace: Workspace, *, since: date, until: date) -> LeftOut:
    """Return how many lines of sales and refunds of a time are in no sum, and why."""
    lines = LedgerEntry.objects.filter(workspace=workspace, day__gt=since, day__lte=until).exclude(kind=COST)
    counted = lines.aggregate(
        without_rate=Count("pk", filter=Q(converted=None)),
        without_customer=Count("pk", filter=Q(account=None, contact=None, converted__isnull=False)),
    )
    return LeftOut(**counted)


def first_sale_day(workspace: Workspace) -> date | None:
    """Return the day of the first sale in the ledger, None while it is empty."""
    sales = LedgerEntry.objects.filter(workspace=workspace, kind=REVENUE)
    first: date | None = sales.aggregate(first=Min("day"))["first"]
    return first


def _revenue_lines(workspace: Workspace, spans: Sequence[Span]) -> tuple[QuerySet[LedgerEntry], dict[str, Sum]]:
    lines = LedgerEntry.objects.filter(workspace=workspace, day__gt=min(since for since, _until in spans))
    lines = lines.filter(day__lte=max(until for _since, until in spans), converted__isnull=False).exclude(kind=COST)
    sums = {
        f"in_{place}": Sum("converted", filter=Q(day__gt=since, day__lte=until))
        for place, (since, until) in enumerate(spans)
    }
    return lines, sums


def _summed(
    workspace: Workspace, spans: Iterable[tuple[int, tuple[date, ...]]], whens: Sequence[str]
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    wanted = json.dumps(list(_rows(spans, _members(merged_accounts(workspace)))))
    sums = ",".join(_sums(when) for when in whens)
    with connection.cursor() as cursor:
        cursor.execute(
            _LINES.format(stretches=_STRETCHES[connection.vendor], sums=sums), [wanted, workspace.pk, workspace.pk]
        )
        for row in cursor.fetchall():
            yield row[0], row[1:]


def _sums(when: str) -> str:
    counts = _COUNTS.format(when=when, revenue=REVENUE) if when in (_ALWAYS, _YEAR_AFTER) else _NO_COUNTS
    return _SUMS.format(when=when, cost=COST, revenue=REVENUE, counts=counts)


def _rows(spans: Iterable[tuple[int, tuple[date, ...]]], members: Mapping[int, list[int]]) -> Iterator[tuple[Any, ...]]:
    for customer, days in spans:
        written = tuple(day.isoformat() for day in days)
        if customer < 0:
            yield customer, None, -customer, *written
            continue
        for account in (customer, *members.get(customer, ())):
            yield customer, account, None, *written


def _members(merged: Mapping[int, int]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for account, into in merged.items():
        members.setdefault(into, []).append(account)
    return members


def _money(row: tuple[Any, ...]) -> Money:
    revenue, known_revenue, known_margin, cost, orders, products, first, without_rate = row
    first_sale = date.fromisoformat(first) if isinstance(first, str) else first
    sums = (float(revenue), float(known_revenue), float(known_margin), float(cost))
    return Money(*sums, orders, products, first_sale, without_rate)
