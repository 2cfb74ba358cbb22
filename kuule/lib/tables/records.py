"""Tables read record by record, for those who must name the line where something is wrong and need little memory.

`open_table` reads columns and mends what it can; here nothing is mended, and every cell is as it stands in the file.
"""

import codecs
import contextlib
import csv
import io
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Protocol, Self, TextIO

from kuule.lib.tables.copies import unpacked
from kuule.lib.tables.delimiters import guessed_delimiter, told_delimiter
from kuule.lib.tables.encodings import NAMES, Encoding, encoding_of
from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.kinds import DELIMITED, GZIP, JSON, OLD_WORKBOOK, PARQUET, WORKBOOK
from kuule.lib.tables.limits import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_LINE
from kuule.lib.tables.nested import open_objects, unfolded
from kuule.lib.tables.opening import about, kind_of_file
from kuule.lib.tables.parquets import ParquetRecords, open_parquet
from kuule.lib.tables.record import Record
from kuule.lib.tables.workbooks import sheet_as_csv

HEAD = 64 * 1024


class Source(Protocol):
    """Where the records come from."""

    def records(self) -> Iterator[Record]:
        """Yield the records from the first one on, blank ones left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """An opened table. Close it, or use it in a `with` statement: it may keep a copy of the file.

    `format`, `encoding`, `delimiter`, `sheet` and `sheets` are as those of `TableFile`. The first record is the header.
    """

    format: str
    source: Source
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    room: TemporaryDirectory[str]

    def records(self) -> Iterator[Record]:
        """Read from the beginning, as often as it is asked for.

        Raises:
            UnreadableTableError: `unclosed_quote`, `cell_too_long` or `line_too_long`, with the line.
        """
        return self.source.records()

    def close(self) -> None:
        """Remove the copy of the file, if there is one."""
        self.room.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_records(path: Path, *, sheet: str = "", delimiter: str = "", encoding: str = "") -> RecordFile:
    """Open a table as `open_table` does. A `delimiter` or an `encoding` that is told is not guessed.

    Raises:
        UnreadableTableError: with the reason, whatever is wrong with the file; never anything else.
    """
    room = TemporaryDirectory(prefix="records-")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableTableError("not_a_file")
        return _opened(path, room, sheet, delimiter, encoding)
    except (OSError, ValueError) as error:
        room.cleanup()
        raise about(error) from error
    except BaseException:
        room.cleanup()
        raise


def _opened(path: Path, room: TemporaryDirectory[str], sheet: str, delimiter: str, encoding: str) -> RecordFile:
    kind = kind_of_file(path)
    if kind == GZIP:
        path = unpacked(path, Path(room.name) / "unpacked")
        kind = kind_of_file(path)
    if kind == DELIMITED:
        return _delimited(path, room, delimiter, encoding)
    if kind in (WORKBOOK, OLD_WORKBOOK):
        target = Path(room.name) / "sheet.csv"
        found = sheet_as_csv(path, target, sheet=sheet, is_old=kind == OLD_WORKBOOK)
        rows = _Text(target, "utf-8", ",", counts_rows=True)
        return RecordFile(format=found.format, source=unfolded(rows), sheet=found.sheet, sheets=found.sheets, room=room)
    if kind == PARQUET:
        table = open_parquet(path, room)
        source = ParquetRecords(path, table.columns)
        return RecordFile(format=table.format, source=unfolded(_Typed(source)), room=room)
    if kind == JSON:
        return RecordFile(format=kind, source=open_objects(path), room=room)
    raise UnreadableTableError("encrypted" if kind == "encrypted_parquet" else "other_kind", kind=kind)


def _delimited(path: Path, room: TemporaryDirectory[str], delimiter: str, encoding: str) -> RecordFile:
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableTableError("too_large", limit=MAX_BYTES)
    guessed = encoding_of(path)
    # A name such as UTF-16 does not say which byte comes first; where the file agrees with it, the file knows.
    codec = guessed.codec if encoding == guessed.name else _codec_named(encoding) or guessed.codec
    codec = "utf-8-sig" if codec == "utf-8" else codec
    lines = _first_lines(path, codec)
    told = told_delimiter(lines)
    delimiter = delimiter or told or guessed_delimiter(lines)
    return RecordFile(
        format="tsv" if delimiter == "\t" else "csv",
        source=unfolded(_Text(path, codec, delimiter)),
        encoding=Encoding(codec, is_told=False).name,
        delimiter=delimiter,
        room=room,
    )


def _codec_named(name: str) -> str:
    """Return the codec that `Encoding.name` calls so; "" for a name that is none."""
    known = {shown: codec for codec, shown in reversed(NAMES.items())}
    wanted = known.get(name) or name.replace("Windows-", "cp").replace("CP ", "cp").replace(" ", "_")
    try:
        return codecs.lookup(wanted).name if name else ""
    except LookupError:
        return ""


def _first_lines(path: Path, codec: str) -> list[str]:
    with path.open(encoding=codec, errors="replace", newline="") as text:
        head = text.read(HEAD)
        is_whole = not text.read(1)
    lines = list(io.StringIO(head, newline=""))
    # The last line is cut off somewhere, unless it is all there is.
    return lines if is_whole or len(lines) < 2 else lines[:-1]


def _lines(text: TextIO, delimiter: str, taken: list[str]) -> Iterator[str]:
    """Yield the lines of a text, none of them endless, and note each among those that were taken."""
    for number, line in enumerate(iter(partial(text.readline, MAX_LINE + 1), ""), start=1):
        if len(line) > MAX_LINE:
            raise UnreadableTableError("line_too_long", line=number, limit=MAX_LINE)
        if number == 1 and (columns := line.count(delimiter) + 1) > MAX_COLUMNS:
            raise UnreadableTableError("too_many_columns", columns=columns, limit=MAX_COLUMNS)
        taken.append(line)
        yield line


@dataclass(frozen=True, slots=True)
class _Text:
    """The records of a delimited text. With `counts_rows` a record is known by its number, not by its line."""

    path: Path
    codec: str
    delimiter: str
    counts_rows: bool = False

    def records(self) -> Iterator[Record]:
        csv.field_size_limit(MAX_CELL)
        with self.path.open(encoding=self.codec, errors="replace", newline="") as text:
            taken: list[str] = []
            rows = csv.reader(_lines(text, self.delimiter, taken), delimiter=self.delimiter, strict=True)
            is_first, is_sound = True, True
            for number in count(1):
                line = number if self.counts_rows else rows.line_num + 1
                taken.clear()
                try:
                    cells, is_sound = next(rows), True
                except StopIteration:
                    return
                except csv.Error as error:
                    cells, is_sound = self._mended(error, line, taken), False
                if is_first and is_separator_line(cells):
                    continue
                if any(map(str.strip, cells)):
                    is_first = False
                    yield Record(line, cells, is_sound)

    def _mended(self, error: csv.Error, line: int, taken: Sequence[str]) -> list[str]:
        if "unexpected end" in str(error):
            raise UnreadableTableError("unclosed_quote", line=line) from error
        if "larger than field limit" in str(error):
            raise UnreadableTableError("cell_too_long", line=line, limit=MAX_CELL) from error
        return _leniently(taken, self.delimiter)


def _leniently(lines: Sequence[str], delimiter: str) -> list[str]:
    with contextlib.suppress(csv.Error, StopIteration):
        return next(csv.reader(lines, delimiter=delimiter))
    return ["".join(lines).rstrip("\r\n")]


def is_separator_line(cells: list[str]) -> bool:
    """Tell whether a record is the line by which Excel names the delimiter: `sep=;`."""
    return cells[0].lower().startswith("sep=") and len(cells) <= 2 and not any(cells[1:]) if cells else False


@dataclass(frozen=True, slots=True)
class _Typed:
    """The records of a Parquet file, its column names first."""

    rows: ParquetRecords

    def records(self) -> Iterator[Record]:
        yield Record(1, list(self.rows.names))
        for line, cells in enumerate(self.rows, start=2):
            if any(cells):
                yield Record(line, cells)
