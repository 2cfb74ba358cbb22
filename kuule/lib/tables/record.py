"""One line of a table."""

from typing import NamedTuple


class Record(NamedTuple):
    """One record: the line it begins on (of a sheet, the row) and its cells.

    `is_sound` is False where the quotes do not add up: the cells are then a guess.
    """

    line: int
    cells: list[str]
    is_sound: bool = True
