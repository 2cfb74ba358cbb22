"""When something was, as files write it: pure, the same for the first line and the millionth."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kuule.contacts.rules.properties import Unreadable

DAY_FIRST, MONTH_FIRST = "day", "month"
EARLIEST = 1970
# A day without an hour means its middle, so that no time zone makes it another day.
NOON = time(12)
A_DAY = timedelta(days=1)

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(.*)")
_NUMBERS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(.*)")
_DAY_NAME = re.compile(r"(?:[A-Za-z]+\.?,?\s+)?(\d{1,2})[-. ]+([A-Za-z]{3})[a-z]*\.?[-,. ]+(\d{4})(.*)")
_NAME_DAY = re.compile(r"(?:[A-Za-z]+,\s+)?([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(.*)")
_TIME = re.compile(
    r"[T ,]*(?:(?:at|klo|kl\.?)\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
# As programs write it, with all its digits: Python itself reads this, several times as fast.
_IN_FULL = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ](?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{3}(?:\d{3})?)?)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII
)
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?|\d{10}|\d{13}")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_SPREADSHEET_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock
_PLAUSIBLE_DAYS = (25_569, 80_000)


class UnclearDateError(ValueError):
    """A date such as 3/4/2026, of which nobody said whether the day or the month comes first."""


def read_moment(text: str, *, zone: ZoneInfo, order: str = "") -> datetime | None:
    """Return the moment that a text names, None if it names none. Without a zone of its own it is in `zone`.

    Raises:
        UnclearDateError: it is two moments, depending on what comes first, and `order` does not say.
    """
    text = text.strip()
    try:
        return _in_full(text, zone) or _pieced_together(text, zone, order)
    except OverflowError:  # the last hours of the year 9999, which stand for "never"
        return None


def past_moments(*, zone: ZoneInfo, order: str, now: datetime) -> Callable[[str], datetime | Unreadable]:
    """Return a reader of moments, of which none is after `now`; what it cannot read is `Unreadable`."""
    # A day without an hour is its middle, which may still be ahead of us today.
    latest = now + A_DAY

    def read(text: str) -> datetime | Unreadable:
        try:
            moment = read_moment(text, zone=zone, order=order)
        except UnclearDateError:
            return Unreadable("unclear_date")
        if moment is None:
            return Unreadable("bad_moment")
        return moment if moment <= latest else Unreadable("future_date")

    return read


def _in_full(text: str, zone: ZoneInfo) -> datetime | None:
    if not _IN_FULL.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year < EARLIEST:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _pieced_together(text: str, zone: ZoneInfo, order: str) -> datetime | None:
    if _NUMBER.fullmatch(text):
        return _counted(text.replace(",", "."), zone)
    found = _day_and_rest(text, order)
    if found is None:
        return None
    day, rest = found
    return _at(day, rest, zone)


def _day_and_rest(text: str, order: str) -> tuple[date, str] | None:
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _dated(found[1], found[2], found[3], found[4])
    if found := _NUMBERS.fullmatch(text):
        day, month = _ordered(int(found[1]), int(found[3]), "." if found[2] == "." else "", order)
        return _dated(_full_year(found[4]), month, day, found[5])
    if (found := _DAY_NAME.fullmatch(text)) and found[2].lower() in _MONTHS:
        return _dated(found[3], _MONTHS[found[2].lower()], found[1], found[4])
    if (found := _NAME_DAY.fullmatch(text)) and found[1].lower() in _MONTHS:
        return _dated(found[3], _MONTHS[found[1].lower()], found[2], found[4])
    return None


def _ordered(first: int, second: int, separator: str, order: str) -> tuple[int, int]:
    """Return day and month of two numbers."""
    if separator == "." or order == DAY_FIRST or first > 12:
        return (first, second) if order != MONTH_FIRST or separator or first > 12 else (second, first)
    if order == MONTH_FIRST or second > 12 or first == second:
        return second, first
    raise UnclearDateError


def _full_year(year: str) -> str:
    return year if len(year) == 4 else f"{'20' if year < '70' else '19'}{year}"


def _dated(year: str | int, month: str | int, day: str | int, rest: str) -> tuple[date, str] | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return (found, rest) if found.year >= EARLIEST else None


def _at(day: date, rest: str, zone: ZoneInfo) -> datetime | None:
    if not rest.strip(" ,T"):
        return datetime.combine(day, NOON, zone).astimezone(UTC)
    found = _TIME.fullmatch(rest.strip())
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[5][0] in "Pp" else 0)
    try:
        clock = time(hour, minute, second, int((found[4] or "")[:6].ljust(6, "0")))
    except ValueError:
        return None
    return _in_zone(datetime.combine(day, clock), found[6] or "", zone)


def _in_zone(wall: datetime, offset: str, zone: ZoneInfo) -> datetime | None:
    if not offset:
        return wall.replace(tzinfo=zone).astimezone(UTC)
    if offset[0] not in "+-":
        return wall.replace(tzinfo=UTC)
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if away >= timedelta(hours=24):
        return None
    return (wall - away if offset[0] == "+" else wall + away).replace(tzinfo=UTC)


def _counted(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment of a number that counts days as spreadsheets do, or seconds or milliseconds since 1970."""
    number = float(text)
    if len(text.partition(".")[0]) > 5:
        return datetime.fromtimestamp(number / 1000 if number >= 1e11 else number, UTC)
    if not _PLAUSIBLE_DAYS[0] <= number <= _PLAUSIBLE_DAYS[1]:
        return None
    wall = _SPREADSHEET_DAY_0 + timedelta(seconds=round(number * 86_400))
    wall = wall.replace(hour=NOON.hour) if number.is_integer() else wall
    return wall.replace(tzinfo=zone).astimezone(UTC)


def guessed_order(texts: Iterable[str]) -> str:
    """Return what comes first in these dates, "" if none of them tells."""
    days = months = 0
    for text in texts:
        if found := _NUMBERS.fullmatch(text.strip()):
            days += int(found[1]) > 12 or found[2] == "."
            months += int(found[3]) > 12
    return DAY_FIRST if days > months else MONTH_FIRST if months > days else ""
