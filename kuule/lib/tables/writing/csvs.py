"""CSV as RFC 4180 has it, with the mark by which Excel knows that it is UTF-8."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kuule.lib.tables.harmless import BEGINNINGS, harmless
from kuule.lib.tables.writing.base import Cell, Column, as_text


class CsvRows:
    """Writes rows of text. Only texts can be formulas: a number below zero stays one."""

    def __init__(self, out: Any) -> None:
        self._out = out

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        self._out.writerows(map(_written, rows))


def _written(row: Sequence[Cell]) -> list[str | None]:
    # Most texts can be seen at a glance to begin no formula; to ask `harmless` of each takes twice as long.
    return [
        (harmless(cell) if cell[:1] in BEGINNINGS else cell)
        if isinstance(cell, str)
        else (None if cell is None else as_text(cell))
        for cell in row
    ]


@contextmanager
def csv_writer(path: Path, columns: Sequence[Column], room: Path) -> Iterator[CsvRows]:
    """Open a CSV file for writing."""
    del room
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = CsvRows(csv.writer(opened))
        rows.write([[column.header for column in columns]])
        yield rows
