"""The names of the columns: from the first row, or their numbers where the first row is no header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kuule.lib.tables.limits import MAX_NAME

_NUMBER = re.compile(r"\s*[-+]?[0-9]+(?:[.,][0-9]+)?\s*%?\s*")
_YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}\s*")
_DAY = re.compile(
    r"\s*(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4})(?:[T ][0-9:.]+.*)?\s*"
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """One name for each column, all different. `is_given`: the file has them; `renamed` had the name of another."""

    names: tuple[str, ...]
    is_given: bool = True
    renamed: tuple[str, ...] = ()


def header_of(first: Sequence[str], others: Sequence[Sequence[str]]) -> Header:
    """Return the names of the columns, given the first row and some of those that follow."""
    if not is_header(first, others):
        return Header(tuple(str(number) for number in range(1, len(first) + 1)), is_given=False)
    names: list[str] = []
    renamed: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(first, start=1):
        name = wanted = " ".join(_UNSEEN.sub(" ", cell).split())[:MAX_NAME] or str(number)
        copy = 1
        while name in taken:
            copy += 1
            name = f"{wanted} ({copy})"
        if copy > 1:
            renamed.append(name)
        taken.add(name)
        names.append(name)
    return Header(tuple(names), renamed=tuple(renamed))


def is_header(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row names the columns: it has no number or date, or a word above a column of numbers or dates."""
    columns = [
        (cell, [row[place] for row in others if place < len(row) and row[place].strip()])
        for place, cell in enumerate(first)
    ]
    if not any(_is_value(cell) and not _is_year_above(cell, below) for cell, below in columns):
        return True
    return any(
        cell.strip() and not _is_value(cell) and len(below) > 1 and all(map(_is_value, below))
        for cell, below in columns
    )


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _DAY.fullmatch(cell))


def _is_year_above(cell: str, below: Sequence[str]) -> bool:
    """Tell whether a cell is a year above numbers that are none: then it is a name."""
    return bool(_YEAR.fullmatch(cell)) and bool(below) and not any(map(_YEAR.fullmatch, below))
