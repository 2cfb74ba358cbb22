"""What every kind of export offers: its columns, and its rows in pieces."""

import json
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise

from kuule.lib.tables.writing import Cell, Column
from kuule.workspaces.models import Workspace

# What is longer hardly comes twice.
SHORT_JSON = 200

Rows = Callable[[Sequence[int]], Iterable[Sequence[Cell]]]
# Is told how many rows are done, of how many; returns whether to go on.
Progress = Callable[[int, int], bool]


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


class TableExporter(Exporter, Protocol):
    """An export that is a table, in each of the formats of tables."""

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return the table that these parameters ask for."""


@runtime_checkable
class FileExporter(Exporter, Protocol):
    """An export that writes a file of its own, in one of its `formats`."""

    formats: tuple[str, ...]

    def write(self, workspace: Workspace, path: Path, *, goes_on: Progress) -> int | None:
        """Write the file; return how many rows it has, None when `goes_on` said to stop."""


def ids_of(rows: QuerySet[Any, Any]) -> "array[int]":
    """Return the ids of rows in their order; eight bytes each."""
    return array("q", rows.values_list("pk", flat=True).iterator(10_000))


def in_order(rows: QuerySet[Any, tuple[Any, ...]], ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return the rows with these ids that are still there, in the order of the ids. The id is the first value."""
    found = {row[0]: row for row in rows.filter(pk__among=ids)}
    return [found[key] for key in ids if key in found]


def as_written(column: str) -> Cast:
    """Return what reads a column as it is written, which is much faster; for `json_reader`, `from_moment` or `UUID`."""
    return Cast(column, TextField())


def json_reader() -> Callable[[str], Any]:
    """Return what reads the JSON columns of one export; nobody may change what it returns: many rows hold the same."""
    recent = lru_cache(1_000)(json.loads)
    return lambda text: recent(text) if len(text) <= SHORT_JSON else json.loads(text)


def from_moment(text: str) -> datetime:
    """Return a moment that a database has written in UTC, with its zone or without."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
