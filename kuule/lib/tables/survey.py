"""One pass over the bytes of a delimited text, before anybody parses it: rows, widths, quotes, overlong lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuule.lib.tables.errors import UnreadableTableError
from kuule.lib.tables.limits import MAX_COLUMNS, MAX_LINE, MAX_ROWS

CHUNK = 1 << 22
_QUOTE, _LINE_FEED, _RETURN = ord('"'), ord("\n"), ord("\r")
_WIDEST = MAX_COLUMNS + 1

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(slots=True)
class Survey:
    """What a delimited text holds.

    `records` counts the lines outside of quotes, `blank` are the numbers of those that are empty, `widths` says how
    many have how many cells. `quotes_hold`: each quote opens or closes an entire cell, or is doubled inside of one.
    """

    records: int = 0
    blank: Places = field(default_factory=lambda: np.empty(0, np.int64))
    widths: Counter[int] = field(default_factory=Counter)
    first_width: int = 0
    quotes_hold: bool = True


def surveyed(path: Path, delimiter: str, *, skip: int = 0) -> Survey:
    """Survey a text in an encoding that extends ASCII, such as UTF-8, from its byte number `skip`.

    Raises
    ------
    UnreadableTableError
        `line_too_long`, `too_many_rows` or `too_many_columns`.
    """
    state = _State(ord(delimiter))
    with path.open("rb") as opened:
        opened.seek(skip)
        while chunk := opened.read(CHUNK):
            state.take(np.frombuffer(chunk, np.uint8))
    state.end()
    return state.survey


class _State:
    """Where the pass is: what the bytes so far leave open."""

    def __init__(self, delimiter: int) -> None:
        self.survey = Survey()
        self._delimiter = delimiter
        self._inside = False
        self._last = _LINE_FEED
        self._record_bytes = 0
        self._record_cells = 0
        self._line_bytes = 0
        self._lines = 0
        self._blank: list[Places] = []

    def take(self, chunk: Bytes) -> None:
        """Go on with the next bytes."""
        feeds = np.flatnonzero(chunk == _LINE_FEED)
        delimiters = np.flatnonzero(chunk == self._delimiter)
        self._measure_lines(feeds, len(chunk))
        quotes = np.flatnonzero(chunk == _QUOTE)
        self._judge_quotes(chunk, quotes)
        if self._inside or len(quotes):
            feeds, delimiters = self._outside(feeds, quotes), self._outside(delimiters, quotes)
            self._inside ^= bool(len(quotes) % 2)
        self._count_records(chunk, feeds, delimiters)
        self._last = int(chunk[-1])

    def end(self) -> None:
        """Count the last line where no line feed ends it."""
        if self._inside:
            self.survey.quotes_hold = False
        if self._record_bytes:
            self._add(np.array([self._record_cells]), np.array([self._record_bytes]))
        self.survey.blank = np.concatenate((self.survey.blank, *self._blank))

    def _measure_lines(self, feeds: Places, size: int) -> None:
        ends = np.concatenate(([-1 - self._line_bytes], feeds))
        gaps = np.diff(ends)
        rest = size - 1 - int(ends[-1])
        if rest > MAX_LINE or (len(gaps) and gaps.max() > MAX_LINE):
            number = self._lines + (int(gaps.argmax()) if len(gaps) and gaps.max() > MAX_LINE else len(gaps)) + 1
            raise UnreadableTableError("line_too_long", line=number, limit=MAX_LINE)
        self._line_bytes = rest
        self._lines += len(feeds)

    def _outside(self, places: Places, quotes: Places) -> Places:
        is_outside: Flags = (np.searchsorted(quotes, places) + self._inside) % 2 == 0
        return places[is_outside]

    def _judge_quotes(self, chunk: Bytes, quotes: Places) -> None:
        if self._last == _QUOTE and not self._inside and not self._is_edge(chunk[:1]).all():
            self.survey.quotes_hold = False
        opening = (np.arange(len(quotes)) + self._inside) % 2 == 0
        before = np.where(quotes > 0, chunk[quotes - 1], self._last)
        after = np.where(quotes + 1 < len(chunk), chunk[np.minimum(quotes + 1, len(chunk) - 1)], _LINE_FEED)
        if not self._is_edge(np.where(opening, before, after)).all():
            self.survey.quotes_hold = False

    def _is_edge(self, byte: Bytes) -> Flags:
        return np.isin(byte, (self._delimiter, _LINE_FEED, _RETURN, _QUOTE))

    def _count_records(self, chunk: Bytes, feeds: Places, delimiters: Places) -> None:
        if not len(feeds):
            self._record_cells += len(delimiters)
            self._record_bytes += len(chunk)
            return
        cells = np.diff(np.searchsorted(delimiters, feeds), prepend=0)
        cells[0] += self._record_cells
        sizes = np.diff(feeds, prepend=-1) - 1
        sizes[0] += self._record_bytes
        returns = np.where(feeds > 0, chunk[feeds - 1], self._last) == _RETURN
        self._add(cells, sizes - returns)
        self._record_cells = len(delimiters) - int(np.searchsorted(delimiters, feeds[-1]))
        self._record_bytes = len(chunk) - 1 - int(feeds[-1])

    def _add(self, cells: Places, sizes: Places) -> None:
        survey = self.survey
        some = sizes > 0
        if not survey.first_width and some.any():
            survey.first_width = int(cells[some][0]) + 1
            if survey.first_width > MAX_COLUMNS:
                raise UnreadableTableError("too_many_columns", columns=survey.first_width, limit=MAX_COLUMNS)
        if not some.all():
            self._blank.append(survey.records + np.flatnonzero(~some))
        counted = np.bincount(np.minimum(cells[some] + 1, _WIDEST))
        survey.widths.update({int(width): int(counted[width]) for width in np.flatnonzero(counted)})
        survey.records += len(cells)
        if survey.records > MAX_ROWS:
            raise UnreadableTableError("too_many_rows", limit=MAX_ROWS)
