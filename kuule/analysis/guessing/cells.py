"""What one cell says: an answer, nothing, or something that is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 40
MISSING = frozenset({"", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?"})
_WHOLE = re.compile(r"\+?([0-9]{1,3})(?:[.,]0*)?")
_LEADING = re.compile(r"([0-9]{1,2})(?:\s*[-–—:=(]|\s+[^\W\d_]|\s*/\s*[0-9]+\s*$)")
_QUICK = {str(number): number for number in range(11)}


def is_missing(text: str | None) -> bool:
    """Tell whether a cell says that there is no answer: it is empty, `NA`, `null`, `-` and the like."""
    return text is None or (len(text) < LONGEST and text.strip().casefold() in MISSING)


def whole_number(text: str | None) -> int | None:
    """Return the whole number of a cell: `9`, ` 9 `, `9.0` and `9,0` are 9; 6.5 is None, as is `9 - likely`."""
    if text is None or len(text) > LONGEST:
        return None
    quick = _QUICK.get(text)
    if quick is not None:
        return quick
    found = _WHOLE.fullmatch(text.strip())
    return int(found[1]) if found else None


def leading_number(text: str) -> int | None:
    """Return the number that a cell begins with, followed by words, as in `10 - extremely likely` or `8/10`."""
    found = _LEADING.match(text[:LONGEST].strip())
    return int(found[1]) if found else None


def whole_numbers(texts: Iterable[str | None]) -> tuple[list[int], int]:
    """Return the whole numbers among cells, and how many cells are neither that nor missing."""
    present = [text for text in texts if not is_missing(text)]
    numbers = [number for number in map(whole_number, present) if number is not None]
    return numbers, len(present) - len(numbers)
