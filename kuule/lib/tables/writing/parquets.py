"""Parquet: columns with types, gathered in parts and joined without holding them in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kuule.lib.tables.writing.base import BOOLEAN, DATE, MOMENT, NUMBER, Cell, Column, as_text, masked

if TYPE_CHECKING:
    import polars as pl

PART_ROWS = 2_000
# What is read at once by programs, and held at once here.
GROUP_ROWS = 10_000


class ParquetRows:
    """Keeps rows until there are enough for a part, then writes it."""

    def __init__(self, columns: Sequence[Column], room: Path) -> None:
        self._columns, self._room = columns, room
        self._names = unique_names([column.header for column in columns])
        self._waiting: list[Sequence[Cell]] = []
        self._parts: list[Path] = []

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Take rows."""
        self._waiting.extend(rows)
        if len(self._waiting) >= PART_ROWS:
            self._write_part()

    def join(self, path: Path) -> None:
        """Write all parts to one file."""
        import polars as pl

        if self._waiting or not self._parts:
            self._write_part()
        pl.scan_parquet(self._parts).sink_parquet(path, row_group_size=GROUP_ROWS)

    def _write_part(self) -> None:
        import polars as pl

        cells = list(zip(*self._waiting, strict=True)) or [()] * len(self._columns)
        named = zip(self._names, self._columns, cells, strict=True)
        part = self._room / f"part-{len(self._parts):06}.parquet"
        pl.DataFrame([_series(name, column.kind, values) for name, column, values in named]).write_parquet(part)
        self._parts.append(part)
        self._waiting = []


def _series(name: str, kind: str, cells: Sequence[Cell]) -> pl.Series:
    import polars as pl

    types = {NUMBER: pl.Float64(), DATE: pl.Date(), BOOLEAN: pl.Boolean(), MOMENT: pl.Datetime("us", "UTC")}
    if kind in types:
        return pl.Series(name, cells, types[kind], strict=False)
    # As in CSV, most texts can be seen at a glance to need no change.
    texts = [cell or None if isinstance(cell, str) and cell[:1] != "'" else _text(cell) for cell in cells]
    return pl.Series(name, texts, pl.String())


def _text(cell: Cell) -> str | None:
    return None if cell is None else masked(as_text(cell))


def unique_names(headers: Sequence[str]) -> list[str]:
    """Return the headers, those that another column has with a number behind."""
    taken: set[str] = set()
    names = []
    for header in headers:
        name, number = header, 2
        while name in taken:
            name, number = f"{header} {number}", number + 1
        taken.add(name)
        names.append(name)
    return names


@contextmanager
def parquet_writer(path: Path, columns: Sequence[Column], room: Path) -> Iterator[ParquetRows]:
    """Open a Parquet file for writing."""
    rows = ParquetRows(columns, room)
    yield rows
    rows.join(path)
