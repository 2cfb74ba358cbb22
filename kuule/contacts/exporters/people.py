"""People and their accounts as a file, in the columns that the import of people knows again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.contacts.exporters.base import Plan, as_written, ids_of, in_order, json_reader
from kuule.contacts.models import Contact, PropertyDefinition
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules import DATE
from kuule.contacts.rules.columns import PUT_AWAY
from kuule.contacts.rules.headers import OWN_FIELDS, property_headers
from kuule.contacts.selectors import contacts_matching, definitions
from kuule.contacts.selectors.people import archived_contacts
from kuule.contacts.selectors.properties import known_properties
from kuule.lib.tables.writing import BOOLEAN, Cell, Column
from kuule.workspaces.models import Workspace

FIELDS = {
    "external_id": "external_id",
    "name": "name",
    "email": "email",
    "phone": "phone",
    "role": "role",
    "title": "title",
    "language": "language",
    "timezone": "timezone",
    "group": "grouping__key",
    "account": "account__name",
    "account_id": "account__external_id",
}


WISH_COLUMNS = {
    "preference__channel": "Preferred channel",
    "preference__quiet_from": "Quiet from",
    "preference__quiet_until": "Quiet until",
}


class PeopleExport:
    """The people of a filter, as it is kept on a job; with `archived` also those who were put away."""

    kind = "contacts_export"
    title: str | Promise = _("People")
    act = "contacts_exported"
    file_name = "people"
    permissions: tuple[str, ...] = ("export_answers", "see_people")

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return the people by name, with a column for each property that the workspace knows."""
        found = contacts_matching(workspace, filter=ContactFilter.from_json(params.get("filter", {})))
        ids = ids_of(found.order_by("name_key", "pk"))
        if params.get("archived"):
            ids.extend(ids_of(archived_contacts(workspace).order_by("name_key", "pk")))
        properties = list(definitions(workspace))
        named = [(each.of, each.key, each.label) for each in properties]
        headers = property_headers(named, known_properties(workspace))
        columns = [
            *(Column(header) for header in (*OWN_FIELDS.values(), *WISH_COLUMNS.values())),
            *(Column(header, each.kind) for header, each in zip(headers, properties, strict=True)),
            Column(PUT_AWAY, BOOLEAN),
        ]
        rows = Contact.objects.filter(workspace=workspace)
        return Plan(columns, ids, partial(_rows, rows, properties, json_reader()))


def _rows(
    rows: QuerySet[Contact],
    properties: Sequence[PropertyDefinition],
    read_json: Callable[[str], Any],
    ids: Sequence[int],
) -> Iterator[list[Cell]]:
    fields = (*(FIELDS[field] for field in OWN_FIELDS), *WISH_COLUMNS)
    wanted = rows.values_list("pk", "archived_at", as_written("properties"), as_written("account__properties"), *fields)
    for _pk, archived_at, of_contact, of_account, *cells in in_order(wanted, ids):
        own = {"contact": read_json(of_contact), "account": read_json(of_account or "{}")}
        *facts, channel, quiet_from, quiet_until = cells
        yield [
            *facts,
            channel or "",
            *(each.strftime("%H:%M") if each else "" for each in (quiet_from, quiet_until)),
            *(typed_cell(own[each.of].get(each.key), each.kind) for each in properties),
            archived_at is not None,
        ]


def typed_cell(value: Any, kind: str) -> Cell:
    """Return a property as a cell: days are kept as texts, and become days."""
    if kind == DATE and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
