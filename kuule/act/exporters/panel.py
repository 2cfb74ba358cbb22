"""The customer panel as a file."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.act.selectors.correspondence import panel_of
from kuule.contacts.exporters import Plan
from kuule.contacts.exporters.base import ids_of, in_order
from kuule.lib.tables.writing import MOMENT, Cell, Column
from kuule.workspaces.models import Workspace

PANEL_EXPORT = "panel_export"

_COLUMNS = {
    "contact__name": Column("Name"),
    "contact__email": Column("E-mail"),
    "contact__language": Column("Language"),
    "contact__account__name": Column("Account"),
    "joined_at": Column("Joined at", MOMENT),
}


class PanelExport:
    """Those who are in the panel now, each with when they agreed."""

    kind = PANEL_EXPORT
    title: str | Promise = _("Customer panel")
    act = "panel_exported"
    file_name = "panel"
    permissions: tuple[str, ...] = ("see_all_cases", "export_answers")

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return who is in the panel, those first who were invited last."""
        del params
        joined = panel_of(workspace).filter(joined_at__isnull=False, left_at=None)
        rows = joined.select_related(None).values_list("pk", *_COLUMNS)
        return Plan(list(_COLUMNS.values()), ids_of(joined), partial(_lines, rows, ZoneInfo(workspace.timezone)))


def _lines(rows: QuerySet[Any, Any], zone: ZoneInfo, ids: Sequence[int]) -> Iterator[list[Cell]]:
    for _pk, *cells, joined_at in in_order(rows, ids):
        yield [*cells, joined_at.astimezone(zone)]
