"""Counting in months."""

from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo


def months_before(moment: datetime, months: int, zone: ZoneInfo) -> datetime:
    """Return when the day began that lies so many months before; a month without such a day ends with its last."""
    local = moment.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return datetime(year, month + 1, day, tzinfo=zone)
