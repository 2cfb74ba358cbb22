"""Texts whose quotes do not hold: read record by record, mended where that is possible, and written again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.limits import MAX_CELL

# Stands after the last line. It comes back alone unless a quote is still open.
_END = "\x1d\n"


@dataclass(slots=True)
class Rewritten:
    """What became of a text. `mended` records were cut at their line ends, the first of them at `mended_line`."""

    records: int = 0
    widths: Counter[int] = field(default_factory=Counter)
    mended: int = 0
    mended_line: int = 0


class _Lines:
    """The lines of a text, remembering those of the record that is being read."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.number += 1
            self.taken.append(line)
            yield line
        self.taken.append(_END)
        yield _END


def rewritten(source: Path, target: Path, delimiter: str, *, codec: str) -> Rewritten:
    """Write a text to `target` with quotes as they should be, without blank lines.

    A quote inside a cell stays a quote. A record of several lines whose quotes are wrong is taken line by line.

    Raises
    ------
    UnreadableTableError
        `unclosed_quote` or `cell_too_long`, with the line where it begins.
    """
    csv.field_size_limit(MAX_CELL)
    told = Rewritten()
    with (
        source.open(encoding=codec, errors="replace", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        out = csv.writer(copy, delimiter=delimiter, lineterminator="\n")
        for row in _records(_Lines(text), delimiter, told):
            told.records += 1
            told.widths[len(row)] += 1
            out.writerow(row)
    return told


def _records(lines: _Lines, delimiter: str, told: Rewritten) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while True:
        begun = lines.number + 1
        lines.taken.clear()
        row = _next_row(reader, begun, lines)
        if row is None:
            return
        if len(lines.taken) == 1 or _is_sound(lines.taken, delimiter):
            if row:
                yield row
            continue
        told.mended += 1
        told.mended_line = told.mended_line or begun
        for line in lines.taken:
            pieces = csv.reader([line.rstrip("\r\n")], delimiter=delimiter, skipinitialspace=True)
            yield from (piece for piece in pieces if piece)


def _next_row(reader: Any, begun: int, lines: _Lines) -> list[str] | None:
    try:
        row: list[str] = next(reader)
    except csv.Error as error:
        reason = "unclosed_quote" if len(lines.taken) > 1 else "cell_too_long"
        raise UnreadableTableError(reason, line=begun, limit=MAX_CELL) from error
    if lines.taken[-1] != _END:
        return row
    if len(lines.taken) > 1:
        raise UnreadableTableError("unclosed_quote", line=begun)
    return None


def _is_sound(lines: list[str], delimiter: str) -> bool:
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))) == 1
    except csv.Error:
        return False
