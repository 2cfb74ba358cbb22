"""The score over time, in periods of a size that makes a readable number of points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kuule.analysis.figures.daily import Daily
from kuule.analysis.figures.scores import fields_of_many, shares_of
from kuule.analysis.reading.judging import KINDS, PROMOTER
from kuule.analysis.results import Point

MOST_POINTS = 36


class Bucket(NamedTuple):
    """A size of periods: where the one around a day begins, where the next one does, and its short name."""

    name: str
    beginning: Callable[[date], date]
    following: Callable[[date], date]
    title: Callable[[date], str]


def _following_months(months: int) -> Callable[[date], date]:
    def following(day: date) -> date:
        month = day.month - 1 + months
        return date(day.year + month // 12, month % 12 + 1, 1)

    return following


def _week(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


BUCKETS = (
    Bucket("day", lambda day: day, lambda day: day + timedelta(days=1), date.isoformat),
    Bucket("week", lambda day: day - timedelta(days=day.weekday()), lambda day: day + timedelta(days=7), _week),
    Bucket("month", lambda day: day.replace(day=1), _following_months(1), lambda day: f"{day:%Y-%m}"),
    Bucket(
        "quarter",
        lambda day: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        _following_months(3),
        lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    ),
    Bucket("year", lambda day: date(day.year, 1, 1), _following_months(12), lambda day: str(day.year)),
)


def trend_of(daily: Daily, confidence: float) -> tuple[str, tuple[Point, ...]]:
    """Return the size of the periods and the score of each, from the first dated answer to the last.

    The smallest size that makes at most 36 points; years may make more. A period without answers has no score.
    """
    counted = daily.kinds
    answered = [day for day, kinds in counted.items() if sum(kinds[: PROMOTER + 1])]
    if not answered:
        return "", ()
    first, last = min(answered), max(answered)
    bucket = _suited(first, last)
    periods = list(_periods(bucket, first, last))
    by_period: dict[date, list[int]] = {since: [0] * KINDS for since, _until in periods}
    for day, kinds in counted.items():
        into = by_period.get(bucket.beginning(day))
        if into is not None:
            into[:] = map(int.__add__, into, kinds)
    figures = fields_of_many([shares_of(kinds) for kinds in by_period.values()], confidence)
    return bucket.name, tuple(
        Point(period=bucket.title(since), since=since, until=until, **fields)
        for (since, until), fields in zip(periods, figures, strict=True)
    )


def _suited(first: date, last: date) -> Bucket:
    def is_readable(bucket: Bucket) -> bool:
        return sum(1 for _ in zip(_periods(bucket, first, last), range(MOST_POINTS + 1), strict=False)) <= MOST_POINTS

    return next((bucket for bucket in BUCKETS if is_readable(bucket)), BUCKETS[-1])


def _periods(bucket: Bucket, first: date, last: date) -> Iterator[tuple[date, date]]:
    since = bucket.beginning(first)
    while since <= last:
        until = bucket.following(since)
        yield since, until
        since = until
