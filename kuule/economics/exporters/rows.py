"""Lines of money, contracts, events and origins as files, in the columns that their imports know again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.contacts.exporters import Plan
from kuule.contacts.exporters.base import ids_of, in_order
from kuule.economics.rules.asked import RowsAsked
from kuule.economics.rules.imported import CONVERTED, CONVERTED_MARGIN
from kuule.economics.selectors.rows import contracts_asked, entries_asked, events_asked, origins_asked
from kuule.lib.tables.writing import BOOLEAN, DATE, MOMENT, NUMBER, Cell, Column
from kuule.workspaces.models import Workspace

LEDGER_EXPORT, CONTRACTS_EXPORT, EVENTS_EXPORT = "ledger_export", "contracts_export", "customer_events_export"
ORIGINS_EXPORT = "origins_export"

_WHO = {
    "account__name": Column("Account"),
    "account__external_id": Column("Account id"),
    "contact__external_id": Column("Contact id"),
    "contact__email": Column("E-mail"),
}
_LEDGER = {
    "external_id": Column("Line id"),
    "day": Column("Day", DATE),
    "kind": Column("Kind"),
    "amount": Column("Amount", NUMBER),
    "margin": Column("Margin", NUMBER),
    "currency": Column("Currency"),
    "product": Column("Product"),
    **_WHO,
    "converted": Column(CONVERTED, NUMBER),
    "converted_margin": Column(CONVERTED_MARGIN, NUMBER),
}
_CONTRACTS = {
    "external_id": Column("Contract id"),
    "starts_on": Column("Start", DATE),
    "ends_on": Column("End", DATE),
    "yearly_value": Column("Value of a year", NUMBER),
    "currency": Column("Currency"),
    "product": Column("Product"),
    "outcome": Column("Outcome"),
    "decided_on": Column("Decided on", DATE),
    **_WHO,
    "converted": Column(CONVERTED, NUMBER),
}
_EVENTS = {
    "external_id": Column("Event id"),
    "happened_at": Column("Happened at", MOMENT),
    "kind": Column("Kind"),
    "outcome": Column("Outcome", BOOLEAN),
    "at_random": Column("At random", BOOLEAN),
    "note": Column("Note"),
    **_WHO,
}
_ORIGINS = {
    "origin": Column("Origin"),
    "said_at": Column("Said at", MOMENT),
    "source": Column("Told by"),
    **_WHO,
}


@dataclass(slots=True)
class RowsExport:
    """Rows of one kind, as `RowsAsked` wrote them down on a job; everything where it did not."""

    kind: str
    title: str | Promise
    act: str
    file_name: str
    columns: Mapping[str, Column]
    asked: Callable[..., QuerySet[Any]]
    permissions: tuple[str, ...] = ("export_answers", "see_value")

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return the rows in the order of their page."""
        rows = self.asked(workspace, asked=RowsAsked.from_json(params.get("asked", {})))
        wanted = rows.model._default_manager.filter(workspace=workspace).values_list("pk", *self.columns)
        return Plan(list(self.columns.values()), ids_of(rows), partial(_lines, wanted, ZoneInfo(workspace.timezone)))


def _lines(rows: QuerySet[Any, Any], zone: ZoneInfo, ids: Sequence[int]) -> Iterator[list[Cell]]:
    for _pk, *cells in in_order(rows, ids):
        yield [_cell(cell, zone) for cell in cells]


def _cell(value: Any, zone: ZoneInfo) -> Cell:
    if isinstance(value, Decimal):
        return float(value)
    return value.astimezone(zone) if isinstance(value, datetime) else value


ledger_export = RowsExport(LEDGER_EXPORT, _("Ledger"), "ledger_exported", "ledger", _LEDGER, entries_asked)
contracts_export = RowsExport(
    CONTRACTS_EXPORT, _("Contracts"), "contracts_exported", "contracts", _CONTRACTS, contracts_asked
)
events_export = RowsExport(
    EVENTS_EXPORT, _("Customer events"), "customer_events_exported", "customer-events", _EVENTS, events_asked
)
origins_export = RowsExport(ORIGINS_EXPORT, _("Origins"), "origins_exported", "origins", _ORIGINS, origins_asked)
