"""Figures as charts whose every part leads to the answers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers import Answer, Difference, Figure, Point, changes_along
from kuule.insight.query import DAY, MONTH, QUARTER, WEEK, WINDOW, Query
from kuule.insight.rules import SCORES
from kuule.insight.templatetags.insight import address

A_YEAR_OF_MONTHS = 13


@dataclass(frozen=True, slots=True)
class PointRow:
    """A bucket as a line of the table under the trend; `change` is against the bucket before it."""

    name: str
    point: Point
    url: str
    change: Difference | None = None


def gauge_of(answer: Answer, theme: charts.Theme | None = None) -> SafeString:
    """Draw the score."""
    title = _("Net Promoter Score")
    return charts.draw(
        charts.Gauge(
            value=answer.value,
            lower=answer.lower,
            upper=answer.upper,
            n=answer.n,
            confidence=answer.confidence,
            title=title,
        ),
        theme,
    )


def split_of(figure: Figure, *, small: bool = False) -> SafeString:
    """Draw detractors, passives and promoters as one bar."""
    shares = figure.shares
    return charts.draw(
        charts.SplitBar(detractors=shares.detractors, passives=shares.passives, promoters=shares.promoters, small=small)
    )


def scores_of(slug: str, query: Query, answer: Answer) -> SafeString:
    """Draw how many gave each score; few answers one by one."""
    if answer.is_few:
        return charts.draw(charts.Dots(scores=tuple(s for s in SCORES for _n in range(answer.histogram[s]))))
    urls = tuple(address(slug, "comment_list", query.asking(score=score, group="")) for score in SCORES)
    return charts.draw(charts.Histogram(counts=answer.histogram, urls=urls))


def point_rows(slug: str, points: Sequence[Point]) -> list[PointRow]:
    """Return the buckets of a trend with their names, links and changes, read among all of them.

    Windows share answers with their neighbours, so none of them has a change.
    """
    overlap = bool(points) and points[0].bucket == WINDOW
    changes = [None] * len(points) if overlap or not points else changes_along(points, points[0].confidence)
    return [
        PointRow(_name(point), point, address(slug, "comment_list", point.query), change)
        for point, change in zip(points, changes, strict=True)
    ]


def trend_of(
    rows: Sequence[PointRow],
    *,
    title: str = "",
    scores: Sequence[float] = (),
    marks: tuple[charts.Mark, ...] = (),
    theme: charts.Theme | None = None,
) -> SafeString:
    """Draw the score over time, with marks on days, and with these scores on its axis too."""
    return charts.draw(
        charts.Trend(
            points=tuple(
                charts.TrendPoint(
                    label=label_of(row.point, among=len(rows)),
                    value=row.point.value,
                    lower=row.point.lower,
                    upper=row.point.upper,
                    n=row.point.n,
                    name=row.name,
                    url=row.url,
                )
                for row in rows
            ),
            title=title,
            scores=tuple(scores),
            marks=marks,
        ),
        theme,
    )


def _name(point: Point) -> str:
    return time_name(point.since, point.until, point.bucket)


def time_name(since: datetime, until: datetime, bucket: str) -> str:
    """Return the whole name of a step of time or a window: `November 2026`, `2 Nov 2026 to 8 Nov 2026`."""
    start = timezone.localtime(since)
    if bucket == MONTH:
        return date_format(start, _("F Y"))
    if bucket == QUARTER:
        return _("Quarter %(number)s of %(year)s") % {"number": (start.month + 2) // 3, "year": start.year}
    day = date_format(start, _("j M Y"))
    last = date_format(_last_moment(until), _("j M Y"))
    return day if bucket == DAY else _("%(first)s to %(last)s") % {"first": day, "last": last}


def label_of(point: Point, *, among: int) -> str:
    """Return the short name of a bucket below a chart of so many."""
    return time_label(point.since, point.until, point.bucket, with_year=among > A_YEAR_OF_MONTHS)


def time_label(since: datetime, until: datetime, bucket: str, *, with_year: bool = True) -> str:
    """Return the short name of a step of time for an axis or the head of a column; a window is named by its end."""
    start = timezone.localtime(since)
    if bucket == QUARTER:
        return _("Q%(number)s %(year)s") % {"number": (start.month + 2) // 3, "year": start.year}
    if bucket == WINDOW:
        return date_format(_last_moment(until), _("j M"))
    if bucket in (DAY, WEEK):
        return date_format(start, _("j M"))
    return date_format(start, _("M ’y") if with_year else _("M"))


def _last_moment(until: datetime) -> datetime:
    return timezone.localtime(until - timedelta(microseconds=1))
