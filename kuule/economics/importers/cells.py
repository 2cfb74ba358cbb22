"""What one cell of a file about money means."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies

from kuule.contacts.rules import BOOLEAN, NUMBER
from kuule.contacts.rules.moments import UnclearDateError, read_moment
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.economics.rules.imported import DECIMALS, THOUSANDS
from kuule.lib.words import search_words

Reader = Callable[[str], Any]

_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}
_CODE = re.compile(r"[A-Za-z]{3}")
_WITH_CURRENCY = re.compile(r"([A-Za-z]{3}|[€£$¥])?\s*([-+−(]?\s?[\d(][^A-Za-z€£$¥]*)\s*([A-Za-z]{3}|[€£$¥])?")
_ONE_COMMA = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_SURELY_DECIMALS = re.compile(r"[^,]*,\d{1,2}|0,\d+|\d[\d.]*\.\d{3},\d+")
_SURELY_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a cell, and the currency that is written beside it, if one is."""

    value: Decimal
    currency: str = ""


def amount_reader(comma: str) -> Reader:
    """Return a reader of amounts such as `1 234,50 €`, `(12.00)` or `-5`. `comma` says what 1,234 means."""

    def read(text: str) -> Any:
        number, currency = _parted(text)
        is_taken_away = number.startswith("(") and number.endswith(")")
        number = number.strip("()").strip()
        if _ONE_COMMA.fullmatch(number) and comma:
            number = number.replace(",", "" if comma == THOUSANDS else ".")
        value = typed_value(number, NUMBER)
        if isinstance(value, Unreadable):
            return Unreadable("bad_amount" if value.reason == "bad_number" else value.reason, value.detail)
        found = Decimal(str(value))
        return Amount(-found if is_taken_away else found, currency)

    return read


def guessed_comma(texts: Iterable[str]) -> str:
    """Return what the comma of these numbers is, "" if none of them tells."""
    numbers = [_parted(text)[0].replace(" ", "").strip("()-") for text in texts]
    if any(_SURELY_THOUSANDS.fullmatch(number) for number in numbers):
        return THOUSANDS
    return DECIMALS if any(_SURELY_DECIMALS.fullmatch(number) for number in numbers) else ""


def currency(text: str) -> Any:
    """Return the code of a currency that a code or a sign names."""
    code = _SIGNS.get(text, text.upper())
    return code if is_currency(code) else Unreadable("bad_currency")


def is_currency(code: str) -> bool:
    """Tell whether this is the code of a currency (ISO 4217)."""
    return _CODE.fullmatch(code) is not None and code in list_currencies()


def day_reader(*, zone: ZoneInfo, order: str, latest: date | None = None) -> Reader:
    """Return a reader of days; none is after `latest`, if that is given."""

    def read(text: str) -> Any:
        try:
            moment = read_moment(text, zone=zone, order=order)
        except UnclearDateError:
            return Unreadable("unclear_date")
        if moment is None:
            return Unreadable("bad_moment")
        day = moment.astimezone(zone).date()
        return Unreadable("future_date") if latest and day > latest else day

    return read


def rate_reader(comma: str) -> Reader:
    """Return a reader of exchange rates."""
    read_amount = amount_reader(comma or DECIMALS)

    def read(text: str) -> Any:
        found = read_amount(text)
        return found.value if isinstance(found, Amount) else Unreadable("bad_rate")

    return read


def word_reader(words: Mapping[str, str], reason: str) -> Reader:
    """Return a reader of words that mean one of a few things; `words` has them folded, apart by |."""
    known = {word: meaning for meaning, several in words.items() for word in several.split("|")}
    return lambda text: known.get(" ".join(search_words(text))) or Unreadable(reason)


def yes_reader(words: Mapping[bool, str] | None = None) -> Reader:
    """Return a reader of yes and no, and of further words for them, folded."""
    known = {word: meaning for meaning, several in (words or {}).items() for word in several.split("|")}

    def read(text: str) -> Any:
        folded = " ".join(search_words(text))
        return known[folded] if folded in known else typed_value(text, BOOLEAN)

    return read


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day of a moment in a time zone."""
    return moment.astimezone(zone).date()


def _parted(text: str) -> tuple[str, str]:
    """Return a number and the currency that stands before or behind it."""
    found = _WITH_CURRENCY.fullmatch(text)
    if found is None:
        return text, ""
    beside = found[1] or found[3] or ""
    code = _SIGNS.get(beside, beside.upper())
    return (found[2].strip(), code) if not code or is_currency(code) else (text, "")
