"""What customers paid and cost, summed in the database: one row a customer, however many lines there are."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, Sum

from kuule.economics.models import LedgerEntry
from kuule.economics.rules import COST, REVENUE
from kuule.economics.rules.money import Money, Span
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.workspaces.models import Workspace

_PLACES = ("customer", "account", "contact", "since", "until")
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
_LINE = "customer, kind, day, converted, converted_margin, product"
# What is summed of the lines of a customer.
_SUMS = f"""
    COALESCE(SUM(CASE WHEN kind <> '{COST}' THEN converted END), 0),
    COALESCE(SUM(CASE WHEN kind <> '{COST}' AND converted_margin IS NOT NULL THEN converted END), 0),
    COALESCE(SUM(converted_margin), 0),
    COALESCE(SUM(CASE WHEN kind = '{COST}' THEN converted END), 0),
    COUNT(DISTINCT CASE WHEN kind = '{REVENUE}' AND converted > 0 THEN day END),
    COUNT(DISTINCT CASE WHEN kind = '{REVENUE}' AND product <> '' THEN product END),
    MIN(CASE WHEN kind = '{REVENUE}' THEN day END),
    SUM(CASE WHEN converted IS NULL THEN 1 ELSE 0 END)
"""
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
SELECT customer, {_SUMS} FROM line GROUP BY customer
"""  # noqa: S608 - of constants


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time to sum the money of a customer in: after `since`, up to and including `until`."""

    customer: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines that no sum holds: their currency has no rate on their day, or nobody knows whose they are."""

    without_rate: int
    without_customer: int


NO_MONEY = Decimal(0)


def money_in(workspace: Workspace, *, stretches: Iterable[Stretch]) -> dict[int, Money]:
    """Return the money of customers, each in a time of its own. Those without any line are not among them."""
    wanted = json.dumps(list(_rows(stretches, _members(merged_accounts(workspace)))))
    with connection.cursor() as cursor:
        statement = _LINES.format(stretches=_STRETCHES[connection.vendor])
        cursor.execute(statement, [wanted, workspace.pk, workspace.pk])
        return {customer: _money(figures) for customer, *figures in cursor.fetchall()}


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


def revenue_totals(workspace: Workspace, *, spans: Sequence[Span]) -> list[Decimal]:
    """Return the revenue of all customers together after refunds in each of some times."""
    lines = LedgerEntry.objects.filter(workspace=workspace, day__gt=min(since for since, _until in spans))
    lines = lines.filter(day__lte=max(until for _since, until in spans), converted__isnull=False).exclude(kind=COST)
    sums = {
        f"in_{place}": Sum("converted", filter=Q(day__gt=since, day__lte=until))
        for place, (since, until) in enumerate(spans)
    }
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


def _rows(stretches: Iterable[Stretch], members: Mapping[int, list[int]]) -> Iterator[tuple[Any, ...]]:
    for each in stretches:
        days = (each.since.isoformat(), each.until.isoformat())
        if each.customer < 0:
            yield each.customer, None, -each.customer, *days
            continue
        for account in (each.customer, *members.get(each.customer, ())):
            yield each.customer, account, None, *days


def _members(merged: Mapping[int, int]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for account, into in merged.items():
        members.setdefault(into, []).append(account)
    return members


def _money(row: Sequence[Any]) -> Money:
    revenue, known_revenue, known_margin, cost, orders, products, first, without_rate = row
    first_sale = date.fromisoformat(first) if isinstance(first, str) else first
    sums = (float(revenue), float(known_revenue), float(known_margin), float(cost))
    return Money(*sums, orders, products, first_sale, without_rate)
