"""What there is of each kind of row: how many, since when, until when, and of how many customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Min, Q

from kuule.contacts.models import Account
from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, LedgerEntry
from kuule.economics.rules import ENTRY_KINDS, EVENT_KINDS
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class KindHeld:
    """Rows of one kind: `customers` and `accounts` are how many have such rows."""

    kind: str
    rows: int
    first: date
    last: date
    customers: int
    accounts: int


def entries_held(workspace: Workspace) -> Sequence[KindHeld]:
    """Return what there is of revenue, refunds and costs; kinds without rows are left out."""
    rows = LedgerEntry.objects.filter(workspace=workspace).values(key=F("kind"))
    found: list[Any] = list(rows.annotate(**_counts("day")).order_by())
    return _in_order(ENTRY_KINDS, [_held(**row) for row in found])


def events_held(workspace: Workspace) -> Sequence[KindHeld]:
    """Return what there is of each kind of event; kinds without rows are left out."""
    rows = CustomerEvent.objects.filter(workspace=workspace).values(key=F("kind"))
    zone = ZoneInfo(workspace.timezone)
    found: list[Any] = list(rows.annotate(**_counts("happened_at")).order_by())
    days = [{name: row[name].astimezone(zone).date() for name in ("first", "last")} for row in found]
    return _in_order(EVENT_KINDS, [_held(**{**row, **both}) for row, both in zip(found, days, strict=True)])


def contracts_held(workspace: Workspace) -> KindHeld | None:
    """Return what there is of contracts, by when they start; None without any."""
    row = Contract.objects.filter(workspace=workspace).aggregate(**_counts("starts_on"))
    return _held(key="contract", **row) if row["rows"] else None


def origins_held(workspace: Workspace) -> int:
    """Return of how many customers it is known what brought them."""
    return CustomerOrigin.objects.filter(workspace=workspace).count()


def accounts_total(workspace: Workspace) -> int:
    """Return how many accounts there are, archived ones excluded."""
    return Account.objects.filter(workspace=workspace, archived_at=None).count()


def _counts(day: str) -> dict[str, Count | Min | Max]:
    return {
        "rows": Count("pk"),
        "first": Min(day),
        "last": Max(day),
        "accounts": Count("account", distinct=True),
        "people": Count("contact", distinct=True, filter=Q(account=None)),
    }


def _held(*, key: str, rows: int, first: date, last: date, accounts: int, people: int) -> KindHeld:
    return KindHeld(key, rows, first, last, accounts + people, accounts)


def _in_order(kinds: Sequence[str], found: Sequence[KindHeld]) -> list[KindHeld]:
    return sorted(found, key=lambda each: kinds.index(each.kind))
