"""The trend of the overview with what stands beside it: marks on days, and one other series below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuule.insight import charts
from kuule.insight.answers import trend
from kuule.insight.answers.beside import Marked, marks_along, series_along, spans_of
from kuule.insight.models import Series
from kuule.insight.query import BUCKETS, Problem, Query
from kuule.insight.query.beside import BesideQuery
from kuule.insight.query.reading import LONGEST_SHOWN
from kuule.insight.selectors.beside import series_by_key, series_to_choose
from kuule.insight.templatetags.beside import value_words
from kuule.insight.templatetags.insight import address, bucket_word
from kuule.insight.views.asking import Asked
from kuule.insight.views.drawing import PointRow, label_of, point_rows, trend_of
from kuule.workspaces.auth import MemberRequest


@dataclass(frozen=True, slots=True)
class TrendRow(PointRow):
    """A bucket with the marks that lie in it and the value of the other series."""

    marks: tuple[Marked, ...] = ()
    value: float | None = None
    value_words: str = ""


@dataclass(frozen=True, slots=True)
class TrendBeside:
    """A trend, its marks, and the other series that was chosen."""

    rows: Sequence[TrendRow]
    marks: Sequence[Marked]
    series: Series | None

    @property
    def drawn_marks(self) -> tuple[charts.Mark, ...]:
        """Return the marks as charts draw them."""
        return drawn_marks(self.marks)


def read_beside(request: MemberRequest, asked: Asked) -> tuple[Asked, Series | None]:
    """Read which series the address asks for; the question that comes back carries it along."""
    key = request.GET.get("series", "").replace("\0", "")
    if not key:
        return asked, None
    series = series_by_key(request.workspace, key=key)
    if series is None:
        problem = Problem("unknown_series", "series", key[:LONGEST_SHOWN])
        return replace(asked, problems=[*asked.problems, problem]), None
    return replace(asked, query=BesideQuery.of(asked.query, key)), series


def trend_beside(slug: str, query: Query, series: Series | None) -> TrendBeside:
    """Return the trend of a question with its marks and, where one is chosen, a series."""
    # Of the history that was added to a period, what came before the first answer is no gap in the data.
    points = list(dropwhile(lambda point: query.period and not point.n, trend(query.with_history())))
    spans = spans_of(points)
    marks = marks_along(query, spans)
    rows = marked_rows(point_rows(slug, points), marks)
    if series:
        values = series_along(series, spans, query.zone)
        rows = [
            replace(row, value=value, value_words=value_words(value, series))
            for row, value in zip(rows, values, strict=True)
        ]
    return TrendBeside(rows, marks, series)


def marked_rows(rows: Sequence[PointRow], marks: Sequence[Marked]) -> list[TrendRow]:
    """Return the buckets with the marks that lie in each."""
    return [
        TrendRow(row.name, row.point, row.url, row.change, marks=marks_at(marks, place))
        for place, row in enumerate(rows)
    ]


def marks_at(marks: Sequence[Marked], place: int) -> tuple[Marked, ...]:
    """Return the marks in one place of a time axis."""
    return tuple(mark for mark in marks if mark.place == place)


def drawn_marks(marks: Sequence[Marked]) -> tuple[charts.Mark, ...]:
    """Return marks as charts draw them."""
    return tuple(
        charts.Mark(number=each.number, x=each.x, day=day_words(each), name=each.annotation.name) for each in marks
    )


def beside_context(request: MemberRequest, asked: Asked, found: TrendBeside) -> dict[str, Any]:
    """Return what the card of the trend needs; `asked` carries the series along."""
    slug, query = request.workspace.slug, asked.query
    bucket = found.rows[0].point.bucket if found.rows else ""
    is_anonymous = asked.families.is_anonymous(query)
    return {
        "trend": trend_of(found.rows, marks=found.drawn_marks),
        "points": found.rows,
        "marks": found.marks,
        "series": found.series,
        "series_chart": series_chart(found) if found.series else "",
        "all_series": series_to_choose(request.workspace),
        "buckets": []
        if is_anonymous
        else [
            (bucket_word(each), address(slug, "overview", query.asking(bucket=each)), each == bucket)
            for each in BUCKETS
        ],
    }


def series_chart(found: TrendBeside, theme: charts.Theme | None = None) -> SafeString:
    """Draw the series below the trend, on the same time axis."""
    name = found.series.name if found.series else ""
    spots = tuple(
        charts.SeriesSpot(
            label=label_of(row.point, among=len(found.rows)), name=row.name, value=row.value, words=row.value_words
        )
        for row in found.rows
    )
    title = _("%(name)s over time") % {"name": name}
    return charts.draw(charts.SeriesLine(title=title, spots=spots, marks=found.drawn_marks), theme)


def day_words(mark: Marked) -> str:
    """Return the day of a mark."""
    return date_format(mark.annotation.day, _("j M Y"))
