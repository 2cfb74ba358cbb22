"""Telling of money in few words, for the tests of this room."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kuule.contacts.rules.rows import PersonRow
from kuule.dispatch.rules.occurrences import Recorded
from kuule.economics.rules import INCIDENT, REVENUE
from kuule.economics.rules.told import ContractTold, EntryTold, EventTold, RateTold
from kuule.economics.services.contracts import record_contracts
from kuule.economics.services.events import record_events
from kuule.economics.services.ledger import record_entries
from kuule.economics.services.rates import record_rates
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW

DAY = date(2026, 10, 1)
FJORD = PersonRow(0, account_name="Fjord Shipping")
KARI = PersonRow(0, email="kari@fjord.example")


def entry(external_id: str, amount: str = "100", *, who: PersonRow = FJORD, **told: Any) -> EntryTold:
    """Return a line of money."""
    values = {"kind": REVENUE, "day": DAY, "currency": "EUR", **told}
    return EntryTold(external_id, who, amount=Decimal(amount), **values)


def contract(external_id: str, value: str = "1200", *, who: PersonRow = FJORD, **told: Any) -> ContractTold:
    """Return a contract of a year."""
    values = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "currency": "EUR", **told}
    return ContractTold(external_id, who, yearly_value=Decimal(value), **values)


def event(external_id: str, kind: str = INCIDENT, *, who: PersonRow = FJORD, **told: Any) -> EventTold:
    """Return something that happened with a customer."""
    values = {"happened_at": datetime(2026, 10, 1, 12, tzinfo=UTC), **told}
    return EventTold(external_id, who, kind, **values)


def tell_entries(workspace: Workspace, *items: EntryTold) -> list[Recorded]:
    """Keep lines of money."""
    return record_entries(workspace=workspace, items=items, actor=SYSTEM, now=NOW)


def tell_contracts(workspace: Workspace, *items: ContractTold) -> list[Recorded]:
    """Keep contracts."""
    return record_contracts(workspace=workspace, items=items, actor=SYSTEM, now=NOW)


def tell_events(workspace: Workspace, *items: EventTold) -> list[Recorded]:
    """Keep what happened with customers."""
    return record_events(workspace=workspace, items=items, actor=SYSTEM, now=NOW)


def tell_rates(workspace: Workspace, *items: tuple[str, str, str], base: str = "") -> list[Recorded]:
    """Keep exchange rates, each as currency, day and rate."""
    told = [RateTold(currency, date.fromisoformat(day), Decimal(rate), base) for currency, day, rate in items]
    return record_rates(workspace=workspace, items=told, actor=SYSTEM, now=NOW)


def outcomes(told: list[Recorded]) -> list[str]:
    """Return what became of each, the code of the fault where it was refused."""
    return [each.faults[0].code if each.faults else each.outcome for each in told]
