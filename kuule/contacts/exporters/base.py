"""What every kind of export offers: its columns, and its rows in pieces."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from kuule.lib.tables.writing import Cell, Column
from kuule.workspaces.models import Workspace

Rows = Callable[[Sequence[int]], Iterable[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A table to be written: which rows there are is settled once, what is in them is read piece by piece.

    `rows` returns what there is of some ids, in their order; one that was deleted meanwhile is passed over.
    """

    columns: Sequence[Column]
    ids: Sequence[int]
    rows: Rows


class Exporter(Protocol):
    """A kind of export. `kind` is kept on jobs, `act` in the audit log; `file_name` begins the name of the file.

    Whoever makes or takes such a file holds all `permissions`.
    """

    kind: str
    title: str | Promise
    act: str
    file_name: str
    permissions: tuple[str, ...]

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return the table that these parameters ask for."""


def ids_of(rows: QuerySet[Any, Any]) -> Sequence[int]:
    """Return the ids of rows in their order; eight bytes each."""
    return array("q", rows.values_list("pk", flat=True).iterator(10_000))


def in_order(rows: QuerySet[Any, dict[str, Any]], ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return the rows with these ids that are still there, in the order of the ids."""
    found = {row["pk"]: row for row in rows.filter(pk__in=list(ids))}
    return [found[key] for key in ids if key in found]
