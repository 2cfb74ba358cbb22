"""The names of periods: in full for tables, short for the axis of a chart."""

from datetime import date, timedelta
from functools import partial

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kuule.analysis.results import Point

DAY, WEEK, MONTH, QUARTER, YEAR = "day", "week", "month", "quarter", "year"
_A_YEAR_OF_MONTHS = 13


def period_name(point: Point, bucket: str) -> str:
    """Return a period in full: `20 Nov 2026`, `16 Nov 2026 to 22 Nov 2026`, `November 2026`, `2026`."""
    if bucket == YEAR:
        return str(point.since.year)
    if bucket == QUARTER:
        return _("Quarter %(number)s of %(year)s") % _quarter(point.since)
    if bucket == MONTH:
        return date_format(point.since, _("F Y"))
    first = day_name(point.since)
    return _span(first, day_name(_last_day(point))) if bucket == WEEK else first


def period_label(point: Point, bucket: str, *, periods: int) -> str:
    """Return a period as short as an axis needs it; months of more than a year say which year."""
    if bucket == YEAR:
        return str(point.since.year)
    if bucket == QUARTER:
        return _("Q%(number)s %(year)s") % _quarter(point.since)
    if bucket == MONTH:
        return date_format(point.since, _("M ’y") if periods > _A_YEAR_OF_MONTHS else _("M"))
    return date_format(point.since, _("j M"))


def time_span(trend: tuple[Point, ...], bucket: str) -> str:
    """Return the time that a trend covers, `September 2026 to November 2026`; nothing without a trend."""
    if not trend:
        return ""
    first, last = trend[0], trend[-1]
    if bucket == WEEK:
        return _span(day_name(first.since), day_name(_last_day(last)))
    if bucket == MONTH and first.since.year == last.since.year and first is not last:
        return _span(str(MONTHS[first.since.month]), period_name(last, bucket))
    named = partial(period_label, periods=1) if bucket == QUARTER else period_name
    names = named(first, bucket), named(last, bucket)
    return names[0] if names[0] == names[1] else _span(*names)


def day_name(day: date) -> str:
    """Return a day: `20 Nov 2026`."""
    return date_format(day, _("j M Y"))


def _span(first: str, last: str) -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _last_day(point: Point) -> date:
    return point.until - timedelta(days=1)


def _quarter(day: date) -> dict[str, int]:
    return {"number": (day.month + 2) // 3, "year": day.year}
