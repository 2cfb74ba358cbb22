"""Small tables as files, made while somebody waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kuule.lib.tables.writing import Cell, Column, table_writer


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of figures."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def table_file(table: Table, format: str) -> bytes:  # noqa: A002 - what the trade calls it
    """Return a table as `csv` or `xlsx`; no program takes a cell of it for a formula."""
    with TemporaryDirectory(prefix="figures-") as room:
        path = Path(room) / "made"
        with table_writer(path, format, table.columns, room=Path(room)) as writer:
            writer.write(table.rows)
        return path.read_bytes()
