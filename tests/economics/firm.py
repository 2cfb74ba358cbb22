"""A small firm with answers and money, written straight into its tables, for figures computed a second time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kuule.contacts.models import Account, Contact
from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, LedgerEntry
from kuule.economics.rules import BY_FILE, REVENUE
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace
from tests.insight.conftest import Programme


@dataclass(frozen=True)
class Sale:
    """A line of the ledger."""

    day: date
    amount: float
    kind: str = REVENUE
    margin: float | None = None
    product: str = ""
    rate: float | None = 1.0


@dataclass(frozen=True)
class FirmCustomer:
    """A customer company, what its people answered, its money, its contracts and what happened with it."""

    name: str
    answers: Sequence[tuple[date, int]] = ()
    sales: Sequence[Sale] = ()
    contracts: Sequence[dict[str, Any]] = ()
    events: Sequence[tuple[str, date, bool | None]] = ()
    origin: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    is_person: bool = False


def at_noon(day: date, workspace: Workspace) -> datetime:
    """Return the middle of a day of a workspace."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(workspace.timezone))


def settle(programme: Programme, customers: Sequence[FirmCustomer]) -> dict[str, int]:
    """Write customers with all that is known of them; return the number by which each is counted."""
    workspace, codes = programme.workspace, dict[str, int]()
    for each in customers:
        account = None if each.is_person else programme.account(each.name, **each.properties)
        properties = each.properties if each.is_person else {}
        contact = programme.contact(each.name, account=account, **properties)
        codes[each.name] = account.pk if account else -contact.pk
        _write(programme, each, account, contact)
    assert workspace.pk
    return codes


def _write(programme: Programme, each: FirmCustomer, account: Account | None, contact: Contact) -> None:
    workspace = programme.workspace
    whose = {"workspace": workspace, "account": account, "contact": None if account else contact}
    for place, (day, score) in enumerate(each.answers):
        person = contact if place == 0 else programme.contact(f"{each.name} {place}", account=account)
        Response.objects.create(
            workspace=workspace,
            survey=programme.survey,
            version=programme.version,
            contact=person,
            account=account,
            channel="email",
            language="en",
            score=score,
            answered_at=at_noon(day, workspace),
        )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            **whose,
            external_id=f"{each.name} {place}",
            kind=sale.kind,
            day=sale.day,
            amount=Decimal(str(sale.amount)),
            currency="EUR" if sale.rate else "XXX",
            margin=None if sale.margin is None else Decimal(str(sale.margin)),
            converted=Decimal(str(sale.amount)) if sale.rate else None,
            converted_margin=Decimal(str(sale.margin)) if sale.rate and sale.margin is not None else None,
            product=sale.product,
            told_at=programme.now,
        )
        for place, sale in enumerate(each.sales)
    )
    for place, told in enumerate(each.contracts):
        Contract.objects.create(
            **whose,
            external_id=f"{each.name} {place}",
            yearly_value=1200,
            currency="EUR",
            converted=1200,
            told_at=programme.now,
            **told,
        )
    for place, (kind, day, outcome) in enumerate(each.events):
        CustomerEvent.objects.create(
            **whose,
            external_id=f"{each.name} {kind} {place}",
            kind=kind,
            happened_at=at_noon(day, workspace),
            outcome=outcome,
            told_at=programme.now,
        )
    if each.origin:
        CustomerOrigin.objects.create(**whose, origin=each.origin, source=BY_FILE, said_at=programme.now)
