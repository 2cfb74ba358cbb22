"""What separates the cells of a text: the character that cuts the first lines into the most even rows."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Sequence

DELIMITERS = (",", ";", "\t", "|")
# Separates nothing: a table of one column whose cells hold every common delimiter.
NO_DELIMITER = "\x1f"
LINES = 200
_EVEN = 0.8


def told_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that Excel's line `sep=;` names, else nothing."""
    first = lines[0].strip().strip('"') if lines else ""
    is_told = len(first) == 5 and first.lower().startswith("sep=") and first[4] in DELIMITERS
    return first[4] if is_told else ""


def guessed_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter of some first lines; `NO_DELIMITER` where they have one column that holds all of them."""
    found = {delimiter: _evenness(lines, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: found[delimiter])
    if found[best] > (False, 0.0, 1):
        return best
    unused = (delimiter for delimiter in DELIMITERS if not any(delimiter in line for line in lines))
    return next(unused, NO_DELIMITER)


def first_rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the rows of some lines, blank ones left out; a row too strange for csv ends the list."""
    rows: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    with contextlib.suppress(csv.Error):
        rows.extend(row for row in reader if row)
    return rows


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[bool, float, int]:
    """Order delimiters: does it cut the first row at all, how many rows are as wide, and how wide is that."""
    widths = [len(row) for row in first_rows(lines, delimiter)[:LINES]]
    if not widths or widths[0] < 2:
        return False, 0.0, 1
    share = sum(width == widths[0] for width in widths) / len(widths)
    return True, min(share, _EVEN), widths[0]
