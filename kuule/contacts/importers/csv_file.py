"""CSV as it comes: with or without a byte-order mark, any of three delimiters, and all that can be wrong with it."""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from kuule.contacts.importers.base import UnreadableFileError
from kuule.contacts.rules.columns import MAX_COLUMNS
from kuule.ui.clean import visible_text

DELIMITERS = (",", ";", "\t")
MAX_CELL = 1_000_000
MAX_HEADER = 200
_CHUNK = 1 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it begins on, and its cells, or None if its quotes do not add up."""

    line: int
    cells: list[str] | None


def require_utf8(file: IO[Any]) -> None:
    """Raise `UnreadableFileError` with the line where a file stops being UTF-8, or if it is empty."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = size = 0
    while chunk := file.read(_CHUNK):
        if not size and chunk.startswith(_UTF_16):
            raise UnreadableFileError("utf16")
        if not size and chunk.startswith(_WORKBOOKS):
            raise UnreadableFileError("workbook")
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            raise UnreadableFileError("not_utf8", lines + good.count(b"\n") + 1) from error
        size += len(chunk)
        lines += chunk.count(b"\n")
    if decoder.getstate()[0]:
        raise UnreadableFileError("not_utf8", lines + 1)
    if not size:
        raise UnreadableFileError("empty")


def records(file: IO[Any], delimiter: str) -> Iterator[Record]:
    """Yield the rows of a file in UTF-8, blank ones left out. The first is the header.

    Excel's `sep=;` line is passed over. The file stays open.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from _records(csv.reader(text, delimiter=delimiter, strict=True))
    finally:
        with contextlib.suppress(ValueError):  # closed meanwhile: there is nothing left to keep open
            text.detach()


def _records(rows: Any) -> Iterator[Record]:
    is_first = True
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise UnreadableFileError("unclosed_quote", line) from error
            if "larger than field limit" in str(error):
                raise UnreadableFileError("huge_cell", line) from error
            yield Record(line, None)
            continue
        if is_first and is_separator_line(cells):
            continue
        if any(map(str.strip, cells)):
            is_first = False
            yield Record(line, cells)


def is_separator_line(cells: list[str]) -> bool:
    """Tell whether a row is the line by which Excel names the delimiter: `sep=;`."""
    return cells[0].lower().startswith("sep=") and len(cells) <= 2 and not any(cells[1:]) if cells else False


def guess_delimiter(file: IO[Any]) -> str:
    """Return the delimiter that gives the header the most cells; the comma if there is only one column."""
    counted = {delimiter: _header_width(file, delimiter) for delimiter in DELIMITERS}
    return max(counted, key=lambda delimiter: counted[delimiter])


def _header_width(file: IO[Any], delimiter: str) -> int:
    try:
        header = next(records(file, delimiter), None)
    except UnreadableFileError:
        return 0
    return len(header.cells) if header and header.cells else 0


def require_header(header: Record | None) -> tuple[str, ...]:
    """Return the header's cells without spaces around them and what nobody can see, at most 200 characters each.

    Raises:
        UnreadableFileError: there is none, its quotes do not add up, it has too many columns, or it looks like data.
    """
    if header is None:
        raise UnreadableFileError("empty")
    if header.cells is None:
        raise UnreadableFileError("unclosed_quote", header.line)
    names = tuple(" ".join(visible_text(cell).split())[:MAX_HEADER] for cell in header.cells)
    while names and not names[-1]:
        names = names[:-1]
    if len(names) > MAX_COLUMNS:
        raise UnreadableFileError("too_many_columns", header.line, str(MAX_COLUMNS))
    if _is_data(names):
        raise UnreadableFileError("no_header", header.line)
    return names


def _is_data(names: tuple[str, ...]) -> bool:
    has_address = any("@" in name and "." in name.partition("@")[2] for name in names)
    return has_address or not any(name and not name.replace(".", "").isdigit() for name in names)
