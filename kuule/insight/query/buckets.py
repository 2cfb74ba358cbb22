"""Days, weeks, months and quarters of a workspace's own calendar."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kuule.insight.query.periods import day_of, day_start, months_later

DAY, WEEK, MONTH, QUARTER = "day", "week", "month", "quarter"
BUCKETS = (DAY, WEEK, MONTH, QUARTER)
# So many days up to a day, which the next day's share all but one of.
WINDOW = "window"
# More points than this cannot be told apart on a screen, so the next larger bucket is taken.
MOST_POINTS = 400
# Windows overlap, so fewer of them say as much.
MOST_WINDOWS = 120

_MONTHS = {MONTH: 1, QUARTER: 3}
_LONGEST_SPANS = ((timedelta(days=31), DAY), (timedelta(days=182), WEEK), (timedelta(days=3 * 366), MONTH))
_SHORTEST_LENGTHS = {DAY: 1, WEEK: 7, MONTH: 28, QUARTER: 90}


def bucket_start(day: date, bucket: str) -> date:
    """Return the first day of the day, week (Monday), month or quarter that a day lies in."""
    if bucket == DAY:
        return day
    if bucket == WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[bucket]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def later_start(start: date, bucket: str, steps: int = 1) -> date:
    """Return the first day of the bucket that begins so many steps later (or earlier)."""
    if bucket in _MONTHS:
        return months_later(start, steps * _MONTHS[bucket])
    return start + timedelta(days=steps * (7 if bucket == WEEK else 1))


def suited_bucket(span: timedelta) -> str:
    """Return the bucket that cuts a span of time into a readable number of points."""
    return next((bucket for longest, bucket in _LONGEST_SPANS if span <= longest), QUARTER)


def readable_bucket(bucket: str, span: timedelta) -> str:
    """Return the bucket itself, or the smallest larger one that makes no more than `MOST_POINTS`."""
    larger = BUCKETS[BUCKETS.index(bucket) :]
    return next((each for each in larger if span.days / _SHORTEST_LENGTHS[each] <= MOST_POINTS), QUARTER)


def bucket_bounds(since: datetime, until: datetime, *, bucket: str, zone: ZoneInfo) -> list[datetime]:
    """Return the moments (UTC) that cut [since, until) into buckets, both ends included.

    Buckets begin at midnight in the zone, so a day has 23 or 25 hours when clocks change; the first and last may be
    cut short by `since` and `until`. Raises ValueError if the period is empty.
    """
    if since >= until:
        raise ValueError("A period must end after it begins.")
    bounds = [since]
    start = later_start(bucket_start(day_of(since, zone), bucket), bucket)
    while (moment := day_start(start, zone)) < until:
        if moment > bounds[-1]:  # a place that crosses the date line skips a day
            bounds.append(moment)
        start = later_start(start, bucket)
    return [*bounds, until]


def bucket_around(moment: datetime, *, bucket: str, zone: ZoneInfo, back: int = 0) -> datetime:
    """Return when the bucket around a moment begins (UTC), or the one so many steps back."""
    return day_start(later_start(bucket_start(day_of(moment, zone), bucket), bucket, -back), zone)


def window_bounds(since: datetime, until: datetime, *, days: int, zone: ZoneInfo) -> tuple[list[datetime], int]:
    """Return the moments (UTC) that cut a time and so many days before it into equal steps, and the steps of a window.

    A step is a day; in a long time it is as many days as leave a readable number of windows and divide them.
    Raises ValueError if the period is empty.
    """
    if since >= until:
        raise ValueError("A period must end after it begins.")
    after = day_of(until - timedelta(microseconds=1), zone) + timedelta(days=1)
    span = (after - day_of(since, zone)).days
    divisors = [step for step in range(1, days + 1) if days % step == 0]
    step = next((each for each in divisors if span / each <= MOST_WINDOWS), days)
    steps = -(-span // step) + days // step - 1
    bounds = [day_start(after - timedelta(days=step * back), zone) for back in range(steps, -1, -1)]
    return bounds, days // step
