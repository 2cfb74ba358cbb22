"""Cases and initiatives as files, one a line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.act.models import Case, Initiative
from kuule.contacts.exporters import Plan
from kuule.contacts.exporters.base import ids_of, in_order
from kuule.lib.tables.writing import BOOLEAN, DATE, MOMENT, NUMBER, Cell, Column
from kuule.workspaces.models import Workspace

CASES_EXPORT, INITIATIVES_EXPORT = "cases_export", "initiatives_export"

_CASES = {
    "id": Column("Case", NUMBER),
    "state": Column("State"),
    "reason": Column("Reason"),
    "score": Column("Score", NUMBER),
    "opened_at": Column("Opened at", MOMENT),
    "due_at": Column("Due at", MOMENT),
    "contacted_at": Column("Contacted at", MOMENT),
    "closed_at": Column("Closed at", MOMENT),
    "outcome": Column("Outcome"),
    "root_cause__name": Column("Root cause"),
    "owner__user__name": Column("Owner"),
    "team__name": Column("Team"),
    "account__name": Column("Account"),
    "account__external_id": Column("Account id"),
    "contact__external_id": Column("Contact id"),
    "contact__name": Column("Name"),
    "contact__email": Column("E-mail"),
    "value": Column("Bought in twelve months", NUMBER),
    "response__external_id": Column("Answer id"),
    "response__verbatim": Column("Comment"),
}
_INITIATIVES = {
    "id": Column("Initiative", NUMBER),
    "title": Column("Title"),
    "state": Column("State"),
    "state_since": Column("State since", MOMENT),
    "cause": Column("Cause"),
    "if_we": Column("If we"),
    "then_it": Column("Then"),
    "for_whom": Column("For"),
    "root_cause__name": Column("Root cause"),
    "touchpoint__name": Column("Touchpoint"),
    "owner__user__name": Column("Owner"),
    "sponsor__user__name": Column("Sponsor"),
    "team__name": Column("Team"),
    "proposed_at": Column("Proposed at", MOMENT),
    "planned_start": Column("Planned start", DATE),
    "planned_end": Column("Planned end", DATE),
    "started_at": Column("Started at", MOMENT),
    "done_at": Column("Done at", MOMENT),
    "asked": Column("Asked for", NUMBER),
    "granted": Column("Granted", NUMBER),
    "spent": Column("Spent", NUMBER),
    "verdict": Column("Effect"),
    "is_public": Column("Public", BOOLEAN),
}


@dataclass(slots=True)
class WholeExport:
    """All rows of one kind that a workspace has, the newest first."""

    kind: str
    title: str | Promise
    act: str
    file_name: str
    model: type[Model]
    columns: Mapping[str, Column]
    permissions: tuple[str, ...]

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return the rows."""
        del params
        rows = self.model._default_manager.filter(workspace=workspace)
        wanted = rows.values_list("pk", *self.columns)
        zone = ZoneInfo(workspace.timezone)
        return Plan(list(self.columns.values()), ids_of(rows.order_by("-pk")), partial(_lines, wanted, zone))


def _lines(rows: QuerySet[Any, Any], zone: ZoneInfo, ids: Sequence[int]) -> Iterator[list[Cell]]:
    for _pk, *cells in in_order(rows, ids):
        yield [_cell(cell, zone) for cell in cells]


def _cell(value: Any, zone: ZoneInfo) -> Cell:
    if isinstance(value, Decimal):
        return float(value)
    return value.astimezone(zone) if isinstance(value, datetime) else value


cases_export = WholeExport(
    CASES_EXPORT, _("Cases"), "cases_exported", "cases", Case, _CASES, ("export_answers", "see_all_cases", "see_value")
)
initiatives_export = WholeExport(
    INITIATIVES_EXPORT,
    _("Initiatives"),
    "initiatives_exported",
    "initiatives",
    Initiative,
    _INITIATIVES,
    ("export_answers", "see_improvements", "see_value"),
)
