"""The score over time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from kuule.insight.answers.figures import Figure, fields_of_many
from kuule.insight.query import Query
from kuule.insight.query.buckets import (
    QUARTER,
    WINDOW,
    bucket_around,
    bucket_bounds,
    readable_bucket,
    suited_bucket,
    window_bounds,
)
from kuule.insight.selectors.counts import counts_by_bucket, first_and_last_answer, joined
from kuule.insight.selectors.matching import Surveys, openness_for, surveys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Figure):
    """The score of one bucket [since, until); `value` is None where nobody answered. `query` asks for its answers."""

    since: datetime
    until: datetime
    bucket: str
    query: Query


def trend(query: Query) -> list[Point]:
    """Return the score of each day, week, month or quarter of the query's time, in the workspace's zone.

    Without `query.bucket` the size that suits the time is taken; one that makes more points than a screen can show
    gives way to the next larger. An open end of the time is where the first or last answer is; without answers the
    list is empty. Anonymous answers have quarters alone, joined where one has too few.
    """
    surveys = surveys_of(query)
    period = closed_period(query, surveys)
    if period is None:
        return []
    since, until = period
    opened = openness_for(query, among=surveys)
    asked = query.bucket or suited_bucket(until - since)
    bucket = readable_bucket(asked if opened is None else QUARTER, until - since)
    bounds = bucket_bounds(*whole_buckets(query, since, until, bucket), bucket=bucket, zone=query.zone)
    if opened is not None:
        bounds = [bounds[0], *(bound for bound in bounds[1:-1] if opened.is_bound(bound)), bounds[-1]]
    figures = fields_of_many(counts_by_bucket(query, bounds=bounds, among=surveys), query)
    whole = query.asking(bucket="", by="")
    return [
        Point(since=start, until=end, bucket=bucket, query=whole.between(start, end), **fields)
        for (start, end), fields in zip(pairwise(bounds), figures, strict=True)
    ]


def rolling(query: Query, *, days: int) -> list[Point]:
    """Return the score of the so many days up to each day of the query's time, or up to each few days of a long one.

    The first windows reach back behind the beginning of the time. Anonymous answers have quarters alone, so for them
    the list is empty.
    """
    surveys = surveys_of(query)
    if openness_for(query, among=surveys) is not None:
        return []
    period = closed_period(query, surveys)
    if period is None:
        return []
    since, until = period
    bounds, reach = window_bounds(since, until, days=days, zone=query.zone)
    reaching = query.between(bounds[0], query.until)
    counted = counts_by_bucket(reaching, bounds=bounds, among=surveys)
    places = range(len(counted) - reach + 1)
    figures = fields_of_many([joined(counted[place : place + reach]) for place in places], query)
    whole = query.asking(bucket="", by="")
    return [
        Point(
            since=bounds[place],
            until=bounds[place + reach],
            bucket=WINDOW,
            query=whole.between(bounds[place], bounds[place + reach]),
            **fields,
        )
        for place, fields in zip(places, figures, strict=True)
    ]


def closed_period(query: Query, surveys: Surveys) -> tuple[datetime, datetime] | None:
    """Return when a query's time begins and ends; an open end is at the first or last answer. None without answers."""
    if query.since and query.until:
        return query.since, query.until
    first, last = first_and_last_answer(query, among=surveys)
    if first is None or last is None:
        return None
    return query.since or first, query.until or last + timedelta(microseconds=1)


def whole_buckets(query: Query, since: datetime, until: datetime, bucket: str) -> tuple[datetime, datetime]:
    """Return a closed period, with the whole bucket around an end that an answer and not the query sets."""
    first = query.since or bucket_around(since, bucket=bucket, zone=query.zone)
    last_moment = until - timedelta(microseconds=1)
    last = query.until or bucket_around(last_moment, bucket=bucket, zone=query.zone, back=-1)
    return first, last
