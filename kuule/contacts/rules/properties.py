"""The four types of properties: what a text means as one of them, and which type a column of texts has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kuule.contacts.rules import BOOLEAN, DATE, NUMBER, TEXT

MAX_TEXT = 1_000

_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.{0,20})?")
_DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YES = frozenset({"true", "yes", "y", "1", "x", "on", "kyllä", "k", "tosi", "ja", "j", "sant", "sann", "có", "đúng"})
_NO = frozenset({"false", "no", "n", "0", "off", "ei", "e", "epätosi", "nej", "nei", "usant", "falskt", "không", "sai"})
_SURELY_BOOLEAN = frozenset({"true", "false", "yes", "no", "kyllä", "ei", "ja", "nej", "nei", "tosi", "epätosi"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is not a value of the wanted type; `reason` is a kind of problem."""

    reason: str
    detail: str = ""


def typed_value(text: str, kind: str) -> Any:
    """Return a text as a value of a type: str, int or float, an ISO date as str, bool; or `Unreadable`.

    >>> typed_value("1 234,5", "number"), typed_value("7.11.2026", "date"), typed_value("Kyllä", "boolean")
    (1234.5, '2026-11-07', True)
    """
    return _READERS[kind](text)


def guess_kind(texts: Iterable[str]) -> str:
    """Return the type that fits every one of these texts; text if there are none, or if they are codes like 00120."""
    seen = [text for text in texts if text]
    if not seen:
        return TEXT
    if all(text.lower() in _SURELY_BOOLEAN for text in seen):
        return BOOLEAN
    if all(_reads(text, NUMBER) and not _looks_like_a_code(text) for text in seen):
        return NUMBER
    return DATE if all(_reads(text, DATE) for text in seen) else TEXT


def _reads(text: str, kind: str) -> bool:
    return not isinstance(typed_value(text, kind), Unreadable)


def _looks_like_a_code(text: str) -> bool:
    digits = text.lstrip("-")
    return (digits.startswith("0") and digits[1:2].isdigit()) or (digits.isdigit() and len(digits) > 9)


def _text(text: str) -> Any:
    return text if len(text) <= MAX_TEXT else Unreadable("too_long", str(MAX_TEXT))


def _number(text: str) -> Any:
    plain = text.replace("−", "-").replace(" ", "").replace("'", "").removeprefix("+")
    commas, dots = plain.count(","), plain.count(".")
    if commas and dots:  # whichever stands last is the decimal mark
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "").replace(",", ".")
    elif commas == 1:
        if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", plain):  # 1,234: a thousand to some, a little over one to others
            return Unreadable("unclear_number")
        plain = plain.replace(",", ".")
    elif commas > 1 or dots > 1:
        plain = plain.replace(",", "").replace(".", "")
    if not _PLAIN_NUMBER.fullmatch(plain) or not plain.isascii():
        return Unreadable("bad_number")
    value = float(plain)
    return int(plain) if "." not in plain else int(value) if value.is_integer() else value


def _date(text: str) -> Any:
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DOTTED_DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return Unreadable("bad_date")
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return Unreadable("bad_date")


def _boolean(text: str) -> Any:
    folded = text.casefold()
    return True if folded in _YES else False if folded in _NO else Unreadable("bad_boolean")


_READERS = {TEXT: _text, NUMBER: _number, DATE: _date, BOOLEAN: _boolean}
