"""Days of a workspace, and the moments they begin at."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ALL_TIME = "all"
DEFAULT_PERIOD = "90d"
QUARTERS_A_YEAR = 4
EARLIEST, LATEST = date(1970, 1, 2), date(2199, 12, 31)

_PERIOD = re.compile(r"([1-9][0-9]{0,2})([dm])")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) at which a day begins in a zone; where a clock skips midnight, the first one after."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day that a moment belongs to in a zone."""
    return moment.astimezone(zone).date()


def months_later(day: date, months: int) -> date:
    """Return the same day some months later (or earlier), or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_period(text: str) -> bool:
    """Tell whether a text names a period: `90d`, `12m`, `all`."""
    return text == ALL_TIME or _PERIOD.fullmatch(text) is not None


def period_length(period: str) -> tuple[int, str]:
    """Return number and unit (`d` or `m`) of a period such as `90d`. Raises ValueError for others."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(period)
    return int(found[1]), found[2]


def period_moments(period: str, *, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Return when a period begins and ends (exclusive, UTC): so many full days or months, and today. None is open."""
    if period == ALL_TIME:
        return None, None
    today = day_of(now, zone)
    number, unit = period_length(period)
    first = today - timedelta(days=number) if unit == "d" else months_later(today, -number)
    return day_start(first, zone), day_start(today + timedelta(days=1), zone)


def quarter_moments(number: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a quarter, numbered since the year 0, begins and ends (exclusive, UTC)."""
    year, quarter = divmod(number, QUARTERS_A_YEAR)
    first = date(year, quarter * 3 + 1, 1)
    return day_start(first, zone), day_start(months_later(first, 3), zone)


def quarter_from_text(text: str) -> int | None:
    """Read a quarter (`2026-Q1`) as its number since the year 0. Returns None for anything else."""
    found = _QUARTER.fullmatch(text)
    if found is None or not EARLIEST.year <= int(found[1]) <= LATEST.year:
        return None
    return int(found[1]) * QUARTERS_A_YEAR + int(found[2]) - 1


def quarter_as_text(number: int) -> str:
    """Write a quarter so that `quarter_from_text` reads it."""
    year, quarter = divmod(number, QUARTERS_A_YEAR)
    return f"{year}-Q{quarter + 1}"


def moment_from_text(text: str, *, zone: ZoneInfo, is_end: bool = False) -> datetime | None:
    """Read a day (`2026-11-20`, the last one of a period if `is_end`) or an exact moment with its offset.

    Returns the moment in UTC, None for anything else.
    """
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            if not EARLIEST <= day <= LATEST:
                return None
            return day_start(day + timedelta(days=1) if is_end else day, zone)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or not EARLIEST <= moment.date() <= LATEST:
            return None
        return moment.astimezone(UTC)
    except ValueError:
        return None


def moment_as_text(moment: datetime, *, zone: ZoneInfo, is_end: bool = False) -> str:
    """Write a moment so that `moment_from_text` reads it: as a day where it begins or ends one."""
    day = day_of(moment, zone)
    if day_start(day, zone) != moment:
        return moment.astimezone(UTC).isoformat()
    return (day - timedelta(days=1) if is_end else day).isoformat()
