"""Figures as charts whose every part leads to the answers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers import Answer, Figure, Point, Segment
from kuule.insight.query import ACCOUNT, CHANNEL, DAY, LANGUAGE, MONTH, QUARTER, ROLE, WEEK, Query
from kuule.insight.rules import GROUPS, SCORES
from kuule.insight.templatetags.insight import address, channel_word, contact_role_word, group_word
from kuule.ui.formats import language_word

A_YEAR_OF_MONTHS = 13


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment as a line of the table. Few answers have dots, one each, in place of whisker and mix."""

    name: str
    segment: Segment
    url: str
    whisker: SafeString | None = None
    mix: SafeString | None = None

    @property
    def dots(self) -> Sequence[tuple[str, range]]:
        """Return each group with one item per answer."""
        shares = self.segment.shares
        return tuple(zip(GROUPS, map(range, (shares.detractors, shares.passives, shares.promoters)), strict=True))

    @property
    def said(self) -> str:
        """Return the dots in words."""
        return ", ".join(f"{group_word(group)} {len(each)}" for group, each in self.dots)


@dataclass(frozen=True, slots=True)
class PointRow:
    """A bucket as a line of the table under the trend."""

    name: str
    point: Point
    url: str


def gauge_of(answer: Answer) -> SafeString:
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
        )
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
    """Return the buckets of a trend with their names and links."""
    return [PointRow(_name(point), point, address(slug, "comment_list", point.query)) for point in points]


def trend_of(rows: Sequence[PointRow]) -> SafeString:
    """Draw the score over time."""
    with_year = len(rows) > A_YEAR_OF_MONTHS
    return charts.draw(
        charts.Trend(
            points=tuple(
                charts.TrendPoint(
                    label=_label(row.point, with_year=with_year),
                    value=row.point.value,
                    lower=row.point.lower,
                    upper=row.point.upper,
                    n=row.point.n,
                    name=row.name,
                    url=row.url,
                )
                for row in rows
            )
        )
    )


def segment_rows(slug: str, query: Query, found: Sequence[Segment]) -> tuple[list[SegmentRow], SafeString]:
    """Return the lines of a table of segments and the head of its whisker column, on one common axis."""
    enough = [segment for segment in found if not segment.is_few]
    domain = charts.whisker_domain(limit for segment in enough for limit in (segment.lower, segment.upper))
    rows = []
    for segment in found:
        row = SegmentRow(_segment_name(query, segment), segment, address(slug, "comment_list", segment.query))
        drawn = replace(row, whisker=_whisker(segment, domain), mix=split_of(segment, small=True))
        rows.append(row if segment.is_few else drawn)
    return rows, charts.draw(charts.WhiskerScale(domain=domain)) if enough else SafeString("")


def _whisker(segment: Segment, domain: tuple[float, float]) -> SafeString:
    return charts.draw(
        charts.Whisker(value=segment.value, lower=segment.lower, upper=segment.upper, n=segment.n, domain=domain)
    )


def _segment_name(query: Query, segment: Segment) -> str:
    words = {ROLE: contact_role_word, LANGUAGE: language_word, CHANNEL: channel_word}
    if query.by in words:
        return words[query.by](segment.name)
    return segment.name or (_("No account") if query.by == ACCOUNT else _("Not known"))


def _name(point: Point) -> str:
    start = timezone.localtime(point.since)
    if point.bucket == MONTH:
        return date_format(start, _("F Y"))
    if point.bucket == QUARTER:
        return _("Quarter %(number)s of %(year)s") % {"number": (start.month + 2) // 3, "year": start.year}
    day = date_format(start, _("j M Y"))
    last = date_format(timezone.localtime(point.until - timedelta(microseconds=1)), _("j M Y"))
    return _("%(first)s to %(last)s") % {"first": day, "last": last} if point.bucket == WEEK else day


def _label(point: Point, *, with_year: bool) -> str:
    start = timezone.localtime(point.since)
    if point.bucket == QUARTER:
        return _("Q%(number)s %(year)s") % {"number": (start.month + 2) // 3, "year": start.year}
    if point.bucket in (DAY, WEEK):
        return date_format(start, _("j M"))
    return date_format(start, _("M ’y") if with_year else _("M"))
