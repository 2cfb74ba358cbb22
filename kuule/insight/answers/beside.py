"""Marks and other series on a time axis, such as that of a trend."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from kuule.insight.answers.trend import Point
from kuule.insight.models import Annotation, Series
from kuule.insight.query import WINDOW, Query
from kuule.insight.rules import summarised
from kuule.insight.selectors.beside import annotations_between, values_between

# Of a day without an hour its middle is meant, so that no change of clocks makes it another day.
NOON = time(12)
A_DAY = timedelta(days=1)

# When a place on the axis begins and ends.
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark: its number in the order of time, where it lies (a share of the axis), and in which place of the axis."""

    number: int
    x: float
    place: int
    annotation: Annotation


def spans_of(points: Sequence[Point]) -> list[Span]:
    """Return the time that each dot of a trend stands for on the axis; a window for the days it adds alone."""
    if not points or points[0].bucket != WINDOW:
        return [(point.since, point.until) for point in points]
    ends = [point.until for point in points]
    step = ends[1] - ends[0] if len(ends) > 1 else A_DAY
    return list(pairwise([ends[0] - step, *ends]))


def marks_along(query: Query, spans: Sequence[Span]) -> list[Marked]:
    """Return the marks within these times, which are in order, numbered in the order of time."""
    if not spans:
        return []
    first, last = _days(spans, query.zone)
    found = annotations_between(query.workspace_id, family=query.family, first=first, last=last)
    placed = [(place, each) for each in found if (place := _place(each.day, spans, query.zone)) is not None]
    return [
        Marked(number, (place + _part(each.day, spans[place], query.zone)) / len(spans), place, each)
        for number, (place, each) in enumerate(placed, 1)
    ]


def series_along(series: Series, spans: Sequence[Span], zone: ZoneInfo) -> list[float | None]:
    """Return what each of these times, which are in order, shows of a series; None where it has no value."""
    if not spans:
        return []
    values: list[list[float]] = [[] for _span in spans]
    first, last = _days(spans, zone)
    for day, value in values_between(series, first=first, last=last):
        place = _place(day, spans, zone)
        if place is not None:
            values[place].append(value)
    return [summarised(each, series.summary) for each in values]


def _days(spans: Sequence[Span], zone: ZoneInfo) -> tuple[date, date]:
    last_moment = spans[-1][1] - timedelta(microseconds=1)
    return spans[0][0].astimezone(zone).date(), last_moment.astimezone(zone).date()


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, NOON, zone).astimezone(UTC)


def _place(day: date, spans: Sequence[Span], zone: ZoneInfo) -> int | None:
    # The first and the last of them may begin or end within a day, which is still theirs.
    moment = min(max(_noon(day, zone), spans[0][0]), spans[-1][1] - timedelta(microseconds=1))
    place = bisect_right([since for since, _until in spans], moment) - 1
    return place if moment < spans[place][1] else None


def _part(day: date, span: Span, zone: ZoneInfo) -> float:
    since, until = span
    return min(max((_noon(day, zone) - since) / (until - since), 0.0), 1.0)
