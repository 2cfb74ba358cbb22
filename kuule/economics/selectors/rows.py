"""The rows of money, contracts, events and origins that somebody asks for."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from kuule.economics.models import AccountMerge, Contract, CustomerEvent, CustomerOrigin, LedgerEntry
from kuule.economics.rules import REVENUE
from kuule.economics.rules.asked import MERGED, NEGATIVE, OVERLAPPING, WITHOUT_CUSTOMER, WITHOUT_RATE, RowsAsked
from kuule.economics.selectors.agreements import overlapping_contracts
from kuule.economics.selectors.customers import merged_accounts
from kuule.workspaces.models import Workspace


def entries_asked(workspace: Workspace, *, asked: RowsAsked) -> QuerySet[LedgerEntry]:
    """Return lines of money, the newest day first."""
    rows = _of_customer(LedgerEntry.objects.filter(workspace=workspace), workspace, asked)
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    rows = _in_currency(_between(rows, "day", asked), asked)
    if asked.odd == NEGATIVE:
        rows = rows.filter(kind=REVENUE, amount__lt=0)
    return rows.order_by("-day", "-pk")


def contracts_asked(workspace: Workspace, *, asked: RowsAsked) -> QuerySet[Contract]:
    """Return contracts, those that end last first."""
    rows = _of_customer(Contract.objects.filter(workspace=workspace), workspace, asked)
    rows = rows.filter(outcome="" if asked.kind == "open" else asked.kind) if asked.kind else rows
    rows = _in_currency(_between(rows, "ends_on", asked), asked)
    if asked.odd == OVERLAPPING:
        rows = rows.filter(pk__in=overlapping_contracts(workspace).values("pk"))
    return rows.order_by(F("ends_on").desc(nulls_first=True), "-pk")


def events_asked(workspace: Workspace, *, asked: RowsAsked) -> QuerySet[CustomerEvent]:
    """Return what happened with customers, the newest first."""
    rows = _of_customer(CustomerEvent.objects.filter(workspace=workspace), workspace, asked)
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    return _on_days(rows, "happened_at", workspace, asked).order_by("-happened_at", "-pk")


def origins_asked(workspace: Workspace, *, asked: RowsAsked) -> QuerySet[CustomerOrigin]:
    """Return what brought customers, what was said last first."""
    rows = _of_customer(CustomerOrigin.objects.filter(workspace=workspace), workspace, asked)
    rows = rows.filter(origin=asked.kind) if asked.kind else rows
    return _on_days(rows, "said_at", workspace, asked).order_by("-said_at", "-pk")


def currencies_in_use(workspace: Workspace) -> list[str]:
    """Return the currencies that lines of money and contracts are in, by their codes."""
    found: set[str] = set()
    for model in (LedgerEntry, Contract):
        rows = model._default_manager.filter(workspace=workspace).order_by()
        found.update(rows.values_list("currency", flat=True).distinct())
    return sorted(found)


def _on_days(rows: QuerySet[Any], moment: str, workspace: Workspace, asked: RowsAsked) -> QuerySet[Any]:
    zone = ZoneInfo(workspace.timezone)
    if asked.since:
        rows = rows.filter(**{f"{moment}__gte": datetime.combine(asked.since, time(), zone)})
    if asked.until:
        rows = rows.filter(**{f"{moment}__lt": datetime.combine(asked.until + timedelta(days=1), time(), zone)})
    return rows


def _of_customer(rows: QuerySet[Any], workspace: Workspace, asked: RowsAsked) -> QuerySet[Any]:
    if asked.account:
        merged = merged_accounts(workspace)
        rows = rows.filter(account__in=[asked.account, *(was for was, into in merged.items() if into == asked.account)])
    if asked.contact:
        rows = rows.filter(contact=asked.contact)
    if asked.odd == WITHOUT_CUSTOMER:
        rows = rows.filter(account=None, contact=None)
    if asked.odd == MERGED:
        rows = rows.filter(account__in=AccountMerge.objects.filter(workspace=workspace).values("account"))
    return rows


def _in_currency(rows: QuerySet[Any], asked: RowsAsked) -> QuerySet[Any]:
    rows = rows.filter(currency=asked.currency) if asked.currency else rows
    return rows.filter(converted=None) if asked.odd == WITHOUT_RATE else rows


def _between(rows: QuerySet[Any], day: str, asked: RowsAsked) -> QuerySet[Any]:
    limits = Q(**{f"{day}__gte": asked.since}) if asked.since else Q()
    return rows.filter(limits & Q(**{f"{day}__lte": asked.until}) if asked.until else limits)
