"""Moments, days and months as the whole numbers that the copy keeps."""

from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()


def micros(moment: datetime) -> int:
    """Return a moment as microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """Return the moment (UTC) of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def day_number(day: date) -> int:
    """Return a day as days since 1970."""
    return day.toordinal() - _FIRST_DAY


def month_number(day: date) -> int:
    """Return the month of a day as months since the year 0."""
    return day.year * 12 + day.month - 1


def week_number(day: date) -> int:
    """Return the week (from Monday) of a day as weeks since the first one of 1970."""
    return (day_number(day) + 3) // 7


def quarter_number(day: date) -> int:
    """Return the quarter of a day as quarters since the year 0."""
    return month_number(day) // 3
