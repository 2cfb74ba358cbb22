"""Reading the fields of a request: what is wrong with each is gathered, and told all at once."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from kuule.connect.rules.faults import BLANK, INVALID, NOT_WHOLE, RequestError
from kuule.connect.rules.params import as_mapping

LONGEST_TEXT, LONGEST_KEY, MOST_PROPERTIES = 100_000, 200, 200
LARGEST = 10**15
_YES, _NO = frozenset({"true", "1", "t", "yes"}), frozenset({"false", "0", "f", "no"})
# From the first to the last moment that every database and program can hold.
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class Reader:
    """Reads typed values from what a request says. Forms send all of them as text, JSON as what they are."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        """Begin to read a request."""
        self.params, self.faults = params, dict[str, list[str]]()

    def has(self, field: str) -> bool:
        """Tell whether the request names a field, even with nothing in it."""
        return field in self.params

    def fault(self, field: str, words: str) -> None:
        """Note what is wrong with a field."""
        self.faults.setdefault(field, []).append(words)

    def check(self) -> None:
        """Raise RequestError where something was wrong."""
        if self.faults:
            raise RequestError(422, self.faults, message="Unprocessable Entity")

    def text(self, field: str, *, longest: int = LONGEST_TEXT) -> str:
        """Return a text without spaces around it; "" where there is none."""
        value = self.params.get(field)
        if value is None:
            return ""
        if not isinstance(value, str | int | float) or isinstance(value, bool) or not is_storable(str(value)):
            self.fault(field, INVALID)
            return ""
        text = str(value).strip()
        if len(text) > longest:
            self.fault(field, f"is too long (maximum is {longest} characters)")
            return ""
        return text

    def whole(self, field: str) -> int | None:
        """Return a whole number, or None where there is none or what is there is no whole number."""
        value = self.params.get(field)
        if value is None or value == "":
            return None
        number = whole_number(value)
        if number is None:
            self.fault(field, NOT_WHOLE)
        return number

    def flag(self, field: str, *, default: bool) -> bool:
        """Return true or false; forms send the words."""
        value = self.params.get(field)
        if value is None or value == "":
            return default
        word = str(value).strip().lower()
        if word not in _YES | _NO:
            self.fault(field, "must be true or false")
        return word in _YES

    def one_of(self, field: str, known: Collection[str], *, default: str) -> str:
        """Return one of the values that are known."""
        value = self.text(field) or default
        if value not in known:
            self.fault(field, "is not included in the list")
            return default
        return value

    def moment(self, field: str) -> datetime | None:
        """Return a moment that is told in seconds since 1970."""
        seconds = self.whole(field)
        if seconds is None:
            return None
        if not _EARLIEST.timestamp() <= seconds <= _LATEST.timestamp():
            self.fault(field, INVALID)
            return None
        return datetime.fromtimestamp(seconds, UTC)

    def row(self, field: str) -> int | None:
        """Return the id of a row, written as a number or as a text, or inside an object as its `id`."""
        value = self.params.get(field)
        value = value.get("id") if isinstance(value, dict) else value
        if value is None or value == "":
            return None
        number = whole_number(value)
        if number is None or number < 0:
            self.fault(field, INVALID)
        return number

    def properties(self, field: str) -> dict[str, Any]:
        """Return a map of plain values: texts, numbers, true and false. What is null is left out."""
        found = as_mapping(self.params.get(field))
        if found is None:
            self.fault(field, "must be a map of keys and values")
            return {}
        if len(found) > MOST_PROPERTIES:
            self.fault(field, f"are too many (maximum is {MOST_PROPERTIES})")
        if any(not key or len(key) > LONGEST_KEY or not is_storable(key) for key in found):
            self.fault(field, f"need keys of 1 to {LONGEST_KEY} characters")
        if any(not _is_plain(value) for value in found.values()):
            self.fault(field, "must be texts, numbers, true or false")
        return {key: value for key, value in found.items() if value is not None}

    def several(self, field: str) -> list[str]:
        """Return a list of words, also where only one was sent."""
        value = self.params.get(field)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [str(each) for each in values]

    def required(self, field: str, value: object) -> None:
        """Note that a field is missing, unless something else is wrong with it."""
        if value in (None, "") and field not in self.faults:
            self.fault(field, BLANK)


def whole_number(value: object) -> int | None:
    """Return a whole number that was sent as one, as a text or as 9.0; None for anything else.

    >>> whole_number("9"), whole_number(9.0), whole_number("9.5"), whole_number(True)
    (9, 9, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < LARGEST else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < LARGEST else None
    if isinstance(value, str):
        digits = value.strip()
        unsigned = digits.removeprefix("-")
        is_whole = unsigned.isascii() and unsigned.isdecimal() and len(unsigned) <= len(str(LARGEST)) - 1
        return int(digits) if is_whole else None
    return None


def is_storable(text: str) -> bool:
    """Tell whether every database can keep a text: no half letters, no NUL."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and is_storable(value)
    return value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < LARGEST)
