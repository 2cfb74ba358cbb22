"""Marks and other series on the time axis of a trend."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kuule.insight.answers.trend import Point
from kuule.insight.models import Annotation, Series
from kuule.insight.query import Query
from kuule.insight.rules import summarised
from kuule.insight.selectors.beside import annotations_between, values_between

# Of a day without an hour its middle is meant, so that no change of clocks makes it another day.
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark of a trend: its number from the left, where it lies (a share of the axis), and in which bucket."""

    number: int
    x: float
    place: int
    annotation: Annotation


def marks_along(query: Query, points: Sequence[Point]) -> list[Marked]:
    """Return the marks within a trend, numbered in the order of time."""
    if not points:
        return []
    first, last = _days(points, query.zone)
    found = annotations_between(query.workspace_id, family=query.family, first=first, last=last)
    placed = [(place, each) for each in found if (place := _place(each.day, points, query.zone)) is not None]
    return [
        Marked(number, (place + _part(each.day, points[place], query.zone)) / len(points), place, each)
        for number, (place, each) in enumerate(placed, 1)
    ]


def series_along(series: Series, points: Sequence[Point], zone: ZoneInfo) -> list[float | None]:
    """Return what each bucket of a trend shows of a series; None where it has no value."""
    if not points:
        return []
    values: list[list[float]] = [[] for _point in points]
    first, last = _days(points, zone)
    for day, value in values_between(series, first=first, last=last):
        place = _place(day, points, zone)
        if place is not None:
            values[place].append(value)
    return [summarised(each, series.summary) for each in values]


def _days(points: Sequence[Point], zone: ZoneInfo) -> tuple[date, date]:
    last_moment = points[-1].until - timedelta(microseconds=1)
    return points[0].since.astimezone(zone).date(), last_moment.astimezone(zone).date()


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, NOON, zone).astimezone(UTC)


def _place(day: date, points: Sequence[Point], zone: ZoneInfo) -> int | None:
    # The first and the last bucket may begin or end within a day, which is still theirs.
    moment = min(max(_noon(day, zone), points[0].since), points[-1].until - timedelta(microseconds=1))
    place = bisect_right([point.since for point in points], moment) - 1
    return place if moment < points[place].until else None


def _part(day: date, point: Point, zone: ZoneInfo) -> float:
    whole = (point.until - point.since) / timedelta(seconds=1)
    return min(max((_noon(day, zone) - point.since) / timedelta(seconds=1) / whole, 0.0), 1.0)
