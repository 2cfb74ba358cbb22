"""Tables to files: CSV, XLSX and Parquet, a few rows at a time, so that memory does not grow with the table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from kuule.lib.tables.writing.base import BOOLEAN, DATE, MOMENT, NUMBER, TEXT, Cell, Column, TableTooLargeError, Writer
from kuule.lib.tables.writing.csvs import csv_writer
from kuule.lib.tables.writing.parquets import parquet_writer
from kuule.lib.tables.writing.workbooks import workbook_writer

__all__ = [
    "BOOLEAN",
    "DATE",
    "FORMATS",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "Cell",
    "Column",
    "TableTooLargeError",
    "Writer",
    "table_writer",
]

Opener = Callable[[Path, Sequence[Column], Path], AbstractContextManager[Writer]]

FORMATS: Mapping[str, Opener] = {"csv": csv_writer, "xlsx": workbook_writer, "parquet": parquet_writer}


@contextmanager
def table_writer(path: Path, format: str, columns: Sequence[Column], *, room: Path) -> Iterator[Writer]:  # noqa: A002
    """Write a table to `path`; the file is whole when the `with` block has ended without an error.

    Parameters
    ----------
    path : Path
        Where to.
    format : str
        `csv`, `xlsx` or `parquet`.
    columns : Sequence[Column]
        Their headers, and what their cells are.
    room : Path
        A folder for what is needed meanwhile. Whoever made it removes it.

    Raises
    ------
    TableTooLargeError
        If a cell is longer, or the table wider, than the format can hold.
    """
    with FORMATS[format](path, columns, room) as writer:
        yield writer
