"""What this room knows of a person: what they bought, cost and agreed to, and what happened with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuule.contacts.models import Contact, ImportChange
from kuule.contacts.services.persons import PersonHolder, Section
from kuule.economics.models import Contract, CustomerEvent, CustomerOrigin, KeptFigures, LedgerEntry, MessageShown
from kuule.economics.rules.kept import SEGMENTS
from kuule.economics.services.kept import forget_figures
from kuule.economics.services.shapes import CONTRACTS, ENTRIES, EVENTS
from kuule.lib.ids import new_uid

_TABLES: dict[str, type[Any]] = {shape.table: shape.model for shape in (ENTRIES, CONTRACTS, EVENTS)}


def _of(model: type[Any], contact: Contact) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(workspace_id=contact.workspace_id, contact=contact)
    return found


def _shown_to(contact: Contact) -> QuerySet[MessageShown]:
    return MessageShown.objects.filter(workspace_id=contact.workspace_id, response__contact=contact)


def _erase(contact: Contact, now: datetime) -> None:
    """Keep the money without the person: sums of past years must not change because somebody is forgotten."""
    del now
    _of(CustomerEvent, contact).update(note="")
    for table, model in _TABLES.items():
        rows = list(_of(model, contact))
        changes = ImportChange.objects.filter(workspace_id=contact.workspace_id, table=table)
        changes.filter(row_id__in=[row.pk for row in rows]).delete()
        for row in rows:
            row.contact, row.external_id = None, f"erased-{new_uid()}"
        model._default_manager.bulk_update(rows, ["contact", "external_id"], batch_size=500)
    _of(CustomerOrigin, contact).delete()
    _shown_to(contact).delete()
    # Segments are called by what properties hold: by words about a person, too.
    forget_figures(contact.workspace, SEGMENTS)


def _export(contact: Contact) -> Sequence[Section]:
    entries = _of(LedgerEntry, contact).order_by("day", "pk").values("day", "kind", "amount", "currency", "product")
    contracts = _of(Contract, contact).order_by("starts_on", "pk")
    agreed = contracts.values("starts_on", "ends_on", "yearly_value", "currency", "product", "outcome", "decided_on")
    events = _of(CustomerEvent, contact).order_by("happened_at", "pk").values("happened_at", "kind", "outcome", "note")
    origins = _of(CustomerOrigin, contact).values("said_at", "origin", "source")
    money = {"amount": _("Amount"), "currency": _("Currency"), "product": _("Product")}
    return [
        Section("money", _("Purchases and costs"), list(entries), {"day": _("Day"), "kind": _("Kind"), **money}),
        Section(
            "contracts",
            _("Contracts"),
            list(agreed),
            {
                "starts_on": _("Starts"),
                "ends_on": _("Ends"),
                "yearly_value": _("Value of a year"),
                **money,
                "outcome": _("Outcome"),
                "decided_on": _("Decided"),
            },
        ),
        Section(
            "customer_events",
            _("What happened with the customer"),
            list(events),
            {"happened_at": _("When"), "kind": _("Kind"), "outcome": _("Outcome"), "note": _("Note")},
        ),
        Section(
            "origin",
            _("What brought the customer"),
            list(origins),
            {"said_at": _("When"), "origin": _("Origin"), "source": _("Source")},
        ),
        _messages(contact),
    ]


def _messages(contact: Contact) -> Section:
    shown = _shown_to(contact).select_related("test").order_by("shown_at", "pk")
    rows = [
        {
            "shown_at": each.shown_at,
            "test": each.test.name,
            "message": next(iter(each.test.messages[each.message - 1]["words"].values())) if each.message else "",
            "tapped_at": each.tapped_at,
        }
        for each in shown
    ]
    words = {
        "shown_at": _("When"),
        "test": _("Message test"),
        "message": _("Message shown"),
        "tapped_at": _("Link followed"),
    }
    return Section("messages", _("Messages shown after an answer"), rows, words)


ECONOMICS_HOLDER = PersonHolder(
    room="economics",
    tables=(LedgerEntry, Contract, CustomerEvent, CustomerOrigin, MessageShown, KeptFigures),
    export=_export,
    erase=_erase,
)
