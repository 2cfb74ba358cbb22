"""A series as people paste it or save it from a spreadsheet: a day and a value on each line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kuule.contacts.rules import DATE, NUMBER
from kuule.contacts.rules.properties import typed_value
from kuule.insight.rules import EARLIEST_DAY, LARGEST_VALUE, LATEST_DAY, MOST_POINTS_AT_ONCE

# A comma separates cells only where nothing else does: in Europe it stands inside numbers.
DELIMITERS = ("\t", ";", ",")
LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class RowFault:
    """A line that cannot be read: its number, why, and what stands there."""

    row: int
    code: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ReadSeries:
    """What was read: a value for each day, or what is wrong."""

    values: dict[date, float]
    faults: list[RowFault]


def decoded(content: bytes) -> str | None:
    """Return the text of a file; None for what is no text."""
    if content.startswith((b"PK", b"\xd0\xcf")):
        return None
    codec = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return None if "\0" in text else text


def read_series(text: str) -> ReadSeries:
    """Read lines of a day and a value. A first line without a day names the columns; empty lines say nothing."""
    values: dict[date, float] = {}
    faults: list[RowFault] = []
    rows = list(_rows(text))
    if rows and isinstance(read_day(rows[0][1][0]), str) and isinstance(_value(rows[0][1][-1]), str):
        rows = rows[1:]
    for number, cells in rows:
        point = _point(number, cells)
        if isinstance(point, RowFault):
            faults.append(point)
        elif point[0] in values:
            faults.append(RowFault(number, "twice", cells[0]))
        else:
            values[point[0]] = point[1]
    if len(values) > MOST_POINTS_AT_ONCE:
        faults.append(RowFault(0, "too_many"))
    elif not rows:
        faults.append(RowFault(0, "empty"))
    return ReadSeries(values, faults)


def read_day(text: str) -> date | str:
    """Return a day written as 2026-10-01, 1.10.2026 or 2026-10 (its first day), else a code for why it is none."""
    text = f"{text}-01" if len(text) == len("2026-10") and text[4] == "-" else text
    found = typed_value(text, DATE)
    if not isinstance(found, str):
        return "bad_day"
    day = date.fromisoformat(found)
    return day if EARLIEST_DAY <= day <= LATEST_DAY else "far_day"


def _value(text: str) -> float | str:
    number = typed_value(text.removesuffix("%").strip().replace("\u00a0", "").replace("\u202f", ""), NUMBER)
    if isinstance(number, int | float):
        return float(number) if abs(number) <= LARGEST_VALUE else "too_large"
    return "unclear_value" if number.reason == "unclear_number" else "bad_value"


def _point(number: int, cells: list[str]) -> tuple[date, float] | RowFault:
    if len(cells) != 2:
        return RowFault(number, "not_two", str(len(cells)))
    day, value = read_day(cells[0]), _value(cells[1])
    if isinstance(day, str):
        return RowFault(number, day, cells[0][:LONGEST_CELL])
    return (day, value) if isinstance(value, float) else RowFault(number, value, cells[1][:LONGEST_CELL])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((each for each in DELIMITERS if each in first), ",")
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells
