"""Earlier times to compare with: the one just before, and the same one a year ago."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.insight.query.base import Query
from kuule.insight.query.periods import EARLIEST, day_of, day_start, months_later, period_length

A_DAY = timedelta(days=1, hours=2)


def time_before(query: Query, *, now: datetime) -> Query | None:
    """Return this query for the time just before its own: as many days, or months where whole months are meant.

    An open end is the end of today. None where the time has no beginning, or has not begun.
    """
    until = _end(query, now)
    if query.since is None or query.since >= until:
        return None
    return query.between(_earlier_start(query, query.since, until), query.since)


def a_year_before(query: Query, *, now: datetime) -> Query | None:
    """Return this query for the same days a year ago. None where that cannot be: no beginning, or more than a year.

    Of a period of twelve months, which has today on top, the two times would share a day: the earlier one gives way.
    """
    until = _end(query, now)
    if query.since is None or query.since >= until:
        return None
    since, until = (_months_before(moment, 12, query.zone) for moment in (query.since, until))
    if until - query.since > A_DAY:
        return None
    return query.between(since, min(until, query.since))


def _end(query: Query, now: datetime) -> datetime:
    return query.until or day_start(day_of(now, query.zone) + timedelta(days=1), query.zone)


def _earlier_start(query: Query, since: datetime, until: datetime) -> datetime:
    first, last = day_of(since, query.zone), day_of(until, query.zone)
    if query.period:
        number, unit = period_length(query.period)
        return _day(first - timedelta(days=number) if unit == "d" else months_later(first, -number), query.zone)
    if day_start(first, query.zone) != since or day_start(last, query.zone) != until:
        return since - (until - since)
    if first.day == last.day == 1:
        return _day(months_later(first, (first.year - last.year) * 12 + first.month - last.month), query.zone)
    return _day(first - (last - first), query.zone)


def _months_before(moment: datetime, months: int, zone: ZoneInfo) -> datetime:
    day = day_of(moment, zone)
    return _day(months_later(day, -months), zone) + (moment - day_start(day, zone))


def _day(day: date, zone: ZoneInfo) -> datetime:
    # What an address cannot say must not become a question.
    return day_start(max(day, EARLIEST), zone)
