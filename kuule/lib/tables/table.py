"""A table in a file, opened: what it looks like, and its columns as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import polars as pl


class Rows(Protocol):
    """Where the cells come from."""

    def read(self, places: Sequence[int], limit: int | None = None) -> pl.DataFrame:
        """Return the columns at these places as text, named by their place; the first `limit` rows, or all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """An opened table. Close it, or use it in a `with` statement: it may keep a copy of the file.

    `format` is `csv`, `tsv`, `xlsx`, `xls`, `ods`, `xlsb` or `parquet`. `encoding` and `delimiter` are of text only,
    `sheet` is the one of a workbook's `sheets` that was read; `told` names those of the three that nobody had to
    guess. `columns` are all different; `has_header` is False where they are numbers because the first row has values.

    `remarks` counts what is odd about the file: rows with `extra_cells` or `missing_cells`, `nul_bytes` left out,
    `unreadable_letters` replaced, records with wrong quotes (`mended_records`, the first at `mended_line`);
    `renamed_columns` are those whose name another column had.
    """

    format: str
    columns: tuple[str, ...]
    rows: int
    source: Rows
    encoding: str = ""
    delimiter: str = ""
    told: frozenset[str] = frozenset()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    has_header: bool = True
    remarks: Mapping[str, int] = field(default_factory=dict)
    renamed_columns: tuple[str, ...] = ()
    room: TemporaryDirectory[str] | None = None

    def read(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns as text in the order of the file; an empty cell is null.

        Raises
        ------
        KeyError
            If there is no such column.
        UnreadableTableError
            `broken` where the file turns out to be damaged only now.
        """
        return self._read(columns, None)

    def head(self, rows: int) -> pl.DataFrame:
        """Return the first rows of all columns."""
        return self._read(self.columns, rows)

    def _read(self, columns: Sequence[str], limit: int | None) -> pl.DataFrame:
        places = {name: place for place, name in enumerate(self.columns)}
        wanted = [places[name] for name in columns]
        found = self.source.read(sorted(set(wanted)), limit)
        return found.select(str(place) for place in wanted).rename({str(places[name]): name for name in columns})

    def close(self) -> None:
        """Remove the copy of the file, if there is one."""
        if self.room:
            self.room.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
