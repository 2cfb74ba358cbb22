"""What every format of a written table shares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from kuule.lib.tables.harmless import harmless

TEXT, NUMBER, DATE, BOOLEAN, MOMENT = "text", "number", "date", "boolean", "moment"

# A moment is aware of its zone; None is an empty cell.
Cell = str | int | float | bool | date | datetime | None


class TableTooLargeError(Exception):
    """A table that a format cannot hold. `reason` is `cell_too_long` or `too_many_columns`, `limit` how much it can."""

    def __init__(self, reason: str, limit: int) -> None:
        super().__init__(reason)
        self.reason, self.limit = reason, limit


@dataclass(frozen=True, slots=True)
class Column:
    """A header, and what the cells below it are."""

    header: str
    kind: str = TEXT


class Writer(Protocol):
    """Takes the rows of a table."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows below those that are there; each has a cell for every column."""


def masked(text: str) -> str:
    """Return a text for a format that knows texts from formulas.

    Only one that begins like a text that `harmless` changed is changed too, because whoever reads undoes that.
    """
    return harmless(text) if text.startswith("'") else text


def as_text(cell: Cell) -> str:
    """Return a cell as people write it, and as imports read it: 10, 0.5, true, 2026-11-20, a moment with its zone."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
