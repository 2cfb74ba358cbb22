"""Workbooks: texts stay texts, numbers numbers and days days; what does not fit on one sheet goes on on the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kuule.lib.tables.harmless import harmless
from kuule.lib.tables.writing.base import Cell, Column, TableTooLargeError, as_text, masked

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_CELL = 32_767
# Spreadsheet programs count days from here on; earlier ones are only text to them.
FIRST_DAY = date(1900, 3, 1)
COLUMN_WIDTH = 18


class SheetRows:
    """Writes rows to the sheets of a workbook, the header on each."""

    def __init__(self, workbook: Workbook, columns: Sequence[Column]) -> None:
        self._workbook = workbook
        self._headers = [column.header for column in columns]
        self._bold = workbook.add_format({"bold": True})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        # As if an apostrophe had been typed before it: even when the cell is edited, it does not become a formula.
        self._quoted = workbook.add_format({"quote_prefix": True})
        self._begin_sheet()

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows."""
        for row in rows:
            if self._row == MAX_ROWS:
                self._begin_sheet()
            for place, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._put(place, cell)
            self._row += 1

    def _begin_sheet(self) -> None:
        self._sheet = self._workbook.add_worksheet()
        self._sheet.set_column(0, max(len(self._headers) - 1, 0), COLUMN_WIDTH)
        self._sheet.freeze_panes(1, 0)
        for place, header in enumerate(self._headers):
            self._sheet.write_string(0, place, header, self._bold)
        self._row = 1

    def _put(self, place: int, cell: Cell) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, int | float) and _is_exact(cell):
            sheet.write_number(row, place, cell)
        elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= FIRST_DAY:
            sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), self._day)  # noqa: DTZ001
        else:
            self._put_text(place, cell if isinstance(cell, str) else as_text(cell))

    def _put_text(self, place: int, text: str) -> None:
        shown, look = masked(text), self._quoted if harmless(text) != text else None
        # Spreadsheet programs count an emoji as two characters, as the writer does: it cuts what is longer.
        if len(shown) > MAX_CELL or self._sheet.write_string(self._row, place, shown, look):
            raise TableTooLargeError("cell_too_long", MAX_CELL)


def _is_exact(number: float) -> bool:
    # A workbook keeps sixteen digits of a number. One that needs more goes in as text rather than as another number.
    return float(f"{number:.16G}") == number


@contextmanager
def workbook_writer(path: Path, columns: Sequence[Column], room: Path) -> Iterator[SheetRows]:
    """Open a workbook for writing.

    Raises
    ------
    TableTooLargeError
        If there are more columns than a sheet can have.
    """
    from xlsxwriter import Workbook

    if len(columns) > MAX_COLUMNS:
        raise TableTooLargeError("too_many_columns", MAX_COLUMNS)
    # No `with`: the parts of a workbook that nobody wants any more would be joined, which takes minutes.
    workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": str(room), "use_zip64": True})
    yield SheetRows(workbook, columns)
    workbook.close()
