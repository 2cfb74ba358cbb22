"""Parquet: typed columns, read as the text that people would write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.limits import MAX_COLUMNS, MAX_ROWS
from kuule.lib.tables.table import TableFile

if TYPE_CHECKING:
    import polars as pl

MAGIC = b"PAR1"
ROWS = 10_000


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """The columns of a Parquet file."""

    path: Path
    names: tuple[str, ...]

    def read(self, places: Sequence[int], limit: int | None = None) -> pl.DataFrame:
        """Return the columns at these places as text."""
        import polars as pl

        try:
            scan = pl.scan_parquet(self.path, glob=False).select(self.names[place] for place in places)
            frame = (scan if limit is None else scan.head(limit)).collect()
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise UnreadableTableError("broken", kind="parquet") from error
        columns = (as_text(frame[self.names[place]]).alias(str(place)) for place in places)
        return pl.DataFrame(list(columns))


@dataclass(frozen=True, slots=True)
class ParquetRecords:
    """The rows of a Parquet file, a few at a time."""

    path: Path
    names: tuple[str, ...]

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the cells of each row as text; what has no text is empty."""
        import polars as pl

        try:
            for part in pl.scan_parquet(self.path, glob=False).collect_batches(chunk_size=ROWS, maintain_order=True):
                text = pl.DataFrame([as_text(part[name]).alias(name) for name in self.names])
                yield from (["" if cell is None else cell for cell in row] for row in text.iter_rows())
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise UnreadableTableError("broken", kind="parquet") from error


def open_parquet(path: Path, room: TemporaryDirectory[str]) -> TableFile:
    """Open a Parquet file.

    Raises
    ------
    UnreadableTableError
        If it is damaged, or has too many rows or columns.
    """
    import polars as pl

    with path.open("rb") as opened:
        opened.seek(-min(path.stat().st_size, len(MAGIC)), 2)
        if opened.read() != MAGIC:
            raise UnreadableTableError("broken", kind="parquet")
    try:
        scan = pl.scan_parquet(path, glob=False)
        names = tuple(scan.collect_schema())
        rows = int(scan.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise UnreadableTableError("broken", kind="parquet") from error
    if len(names) > MAX_COLUMNS:
        raise UnreadableTableError("too_many_columns", columns=len(names), limit=MAX_COLUMNS)
    if rows > MAX_ROWS:
        raise UnreadableTableError("too_many_rows", limit=MAX_ROWS)
    if not names or not rows:
        raise UnreadableTableError("only_header" if names else "empty", columns=names)
    return TableFile(format="parquet", columns=names, rows=rows, source=ParquetRows(path, names), room=room)


def as_text(column: pl.Series) -> pl.Series:
    """Return a column as text: 10.0 is 10, a day is 2026-11-20, and what has no text is null.

    A moment of which the zone is known keeps it: a clock elsewhere would make another moment of it.
    """
    import polars as pl

    kind = column.dtype
    if kind.is_float() or kind.is_decimal():
        return _plain_numbers(column.cast(pl.Float64))
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        return column.dt.strftime("%Y-%m-%d %H:%M:%S%.f%:z")
    if isinstance(kind, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    if kind.is_nested() or kind in (pl.Object, pl.Null, pl.Binary):
        return pl.Series([None] * len(column), dtype=pl.String)
    text = column.cast(pl.String, strict=False)
    return text.to_frame("text").select(pl.when(pl.col("text") != "").then(pl.col("text"))).to_series()


def _plain_numbers(column: pl.Series) -> pl.Series:
    import polars as pl

    number = pl.col("number")
    is_whole = (number == number.floor()) & (number.abs() < 1e15)
    plain = (
        pl.when(is_whole).then(number.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(number.cast(pl.String))
    )
    return column.to_frame("number").select(pl.when(number.is_not_nan()).then(plain)).to_series()
