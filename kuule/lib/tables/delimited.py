"""CSV and its kin: encoding, delimiter, quotes and header found out, the cells read by polars."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kuule.lib.tables.copies import utf8_copy
from kuule.lib.tables.delimiters import NO_DELIMITER, first_rows, guessed_delimiter, told_delimiter
from kuule.lib.tables.encodings import Encoding, encoding_of
from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.headers import Header, header_of
from kuule.lib.tables.limits import MAX_BYTES, MAX_LINE
from kuule.lib.tables.quotes import rewritten
from kuule.lib.tables.survey import surveyed
from kuule.lib.tables.table import TableFile

if TYPE_CHECKING:
    import polars as pl

HEAD = 64 * 1024
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class DelimitedRows:
    """Records of a text in UTF-8 whose quotes hold. Those numbered in `left_out`, in rising order, are no rows."""

    path: Path
    delimiter: str
    width: int
    left_out: NDArray[np.int64]

    def read(self, places: Sequence[int], limit: int | None = None) -> pl.DataFrame:
        """Return the columns at these places as text; a cell that is not there is null."""
        import polars as pl

        try:
            frame = pl.read_csv(
                self.path,
                has_header=False,
                schema={str(place): pl.String for place in range(self.width)},
                columns=list(places),
                separator=self.delimiter,
                truncate_ragged_lines=True,
                extra_columns="ignore",
                missing_columns="insert",
                n_rows=None if limit is None else limit + len(self.left_out),
                glob=False,
            )
        except pl.exceptions.PolarsError as error:
            raise UnreadableTableError("broken", kind="delimited") from error
        rows = self._without_left_out(frame)
        rows = rows if limit is None else rows.head(limit)
        return rows.with_columns(pl.when(pl.all() != "").then(pl.all()))

    def _without_left_out(self, frame: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        leading = len(self.left_out)
        if np.array_equal(self.left_out, np.arange(leading)):
            return frame.slice(leading)
        kept = np.ones(frame.height, np.bool_)
        kept[self.left_out[self.left_out < frame.height]] = False
        return frame.filter(pl.Series(kept))


@dataclass(slots=True)
class _Text:
    """A text on its way to a table."""

    path: Path
    delimiter: str
    records: int
    blank: NDArray[np.int64]
    widths: Counter[int]
    remarks: dict[str, int]


def open_delimited(path: Path, room: TemporaryDirectory[str]) -> TableFile:
    """Open a delimited text.

    Raises
    ------
    UnreadableTableError
        If there is nothing in it, it is no text, too large, or its quotes do not add up.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableTableError("too_large", limit=MAX_BYTES)
    encoding = encoding_of(path)
    remarks = {"nul_bytes": encoding.nul_bytes} if encoding.nul_bytes else {}
    source = path
    if not encoding.is_clean:
        source = Path(room.name) / "text"
        if unreadable := utf8_copy(path, source, encoding):
            remarks["unreadable_letters"] = unreadable
    lines = _first_lines(source)
    told = told_delimiter(lines)
    text = _sound_text(source, told or guessed_delimiter(lines[bool(told) :]), remarks, Path(room.name))
    return _table(text, encoding, room, told=told)


def open_clean_csv(path: Path, room: TemporaryDirectory[str]) -> TableFile:
    """Open a text of which encoding and delimiter are known: UTF-8 and commas."""
    return _table(_sound_text(path, ",", {}, Path(room.name)), Encoding("utf-8", is_told=True), room, told="")


def _first_lines(path: Path, size: int = HEAD) -> list[str]:
    with path.open("rb") as opened:
        head = opened.read(size)
        is_whole = not opened.read(1)
    lines = list(io.StringIO(head.removeprefix(UTF8_MARK).decode("utf-8", "replace"), newline=""))
    # The last line is cut off somewhere, unless it is all there is.
    return lines if is_whole or len(lines) < 2 else lines[:-1]


def _sound_text(source: Path, delimiter: str, remarks: dict[str, int], room: Path) -> _Text:
    with source.open("rb") as opened:
        skip = len(UTF8_MARK) if opened.read(len(UTF8_MARK)) == UTF8_MARK else 0
    survey = surveyed(source, delimiter, skip=skip)
    if survey.quotes_hold:
        return _Text(source, delimiter, survey.records, survey.blank, survey.widths, remarks)
    target = room / "rewritten"
    told = rewritten(source, target, delimiter, codec="utf-8-sig")
    if told.mended:
        remarks |= {"mended_records": told.mended, "mended_line": told.mended_line}
    return _Text(target, delimiter, told.records, np.empty(0, np.int64), told.widths, remarks)


def _table(text: _Text, encoding: Encoding, room: TemporaryDirectory[str], *, told: str) -> TableFile:
    rows = _first_records(text)
    if told:
        text.widths[len(rows.pop(0))] -= 1
    if not rows:
        raise UnreadableTableError("empty")
    header = header_of(rows[0], rows[1:])
    left_out = _left_out(text, header, is_told=bool(told))
    count = text.records - len(left_out)
    if not count:
        raise UnreadableTableError("only_header", columns=header.names)
    return TableFile(
        format="tsv" if text.delimiter == "\t" else "csv",
        columns=header.names,
        rows=count,
        source=DelimitedRows(text.path, text.delimiter, len(header.names), left_out),
        encoding=encoding.name,
        delimiter="" if text.delimiter == NO_DELIMITER or len(header.names) == 1 else text.delimiter,
        told=frozenset(["encoding"] * encoding.is_told + ["delimiter"] * bool(told)),
        has_header=header.is_given,
        remarks={**text.remarks, **_ragged(text.widths, len(header.names))},
        renamed_columns=header.renamed,
        room=room,
    )


def _first_records(text: _Text) -> list[list[str]]:
    rows = first_rows(_first_lines(text.path), text.delimiter)
    if len(rows) < 2:
        rows = first_rows(_first_lines(text.path, MAX_LINE), text.delimiter)
    return rows


def _left_out(text: _Text, header: Header, *, is_told: bool) -> NDArray[np.int64]:
    """Return the numbers of the records that are no rows: blank ones, the line `sep=;`, the header."""
    heads = int(is_told) + int(header.is_given)
    if not heads:
        return text.blank
    first = np.setdiff1d(np.arange(len(text.blank) + heads), text.blank)[:heads]
    return np.union1d(text.blank, first)


def _ragged(widths: Counter[int], width: int) -> dict[str, int]:
    counted = {
        "extra_cells": sum(count for each, count in widths.items() if each > width),
        "missing_cells": sum(count for each, count in widths.items() if each < width),
    }
    return {name: count for name, count in counted.items() if count}
