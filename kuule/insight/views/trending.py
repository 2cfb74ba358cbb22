"""The score over time, whole and by segment, and whether other people answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from kuule.insight.answers import Figure, Point, Segment, answer, rolling, trend
from kuule.insight.answers.beside import marks_along, spans_of
from kuule.insight.answers.mix import Times
from kuule.insight.query import (
    BUCKETS,
    MOST_LINES,
    NO_LINE,
    WINDOW,
    WINDOWS,
    Query,
    TrendQuery,
    line_params,
    segment_of,
    with_mark,
)
from kuule.insight.selectors.choices import unknown_in, usual_dimension
from kuule.insight.templatetags.insight import address, bucket_word
from kuule.insight.views.asking import Asked, asking_context, dimension_context, read_query, segment_words
from kuule.insight.views.beside import drawn_marks, marked_rows
from kuule.insight.views.contrasting import MOST_SEGMENTS
from kuule.insight.views.crowds import segments_or_crowd
from kuule.insight.views.drawing import PointRow, point_rows, trend_of
from kuule.insight.views.left_out import handed_out
from kuule.insight.views.mixing import mix_context
from kuule.ui.clean import visible_text
from kuule.workspaces.auth import MemberRequest, member_page

# A step of time is told from the steps beside it by eye; halves of fewer steps than this are the steps themselves.
LEAST_FOR_HALVES = 4
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One segment over time; `figure` is None where nobody of it answered."""

    name: str
    url: str
    figure: Figure | None
    points: Sequence[PointRow]
    drawing: SafeString | None = None


@member_page("see_results")
def trend_page(request: MemberRequest) -> HttpResponse:
    """Show the score over time by steps or rolling windows, some segments beside it, and what changed in the mix."""
    asked, query = _read(request)
    context = asking_context(request, asked) | {"plain": query}
    if asked.problems:
        return render(request, "insight/trend.html", context, status=HTTPStatus.BAD_REQUEST)
    if context["hidden"]:
        return render(request, "insight/trend.html", context)
    slug = request.workspace.slug
    found = answer(query.asking(by="", bucket=""), among=asked.families.of(query))
    context |= {"answer": found, "handed_out": handed_out(slug, asked)}
    context |= _figures(slug, asked, query) if found.n else {}
    return render(request, "insight/trend.html", context)


def _read(request: MemberRequest) -> tuple[Asked, Query]:
    """Return the question with its way to be drawn, and the plain question."""
    asked = read_query(request, "trend")
    query = asked.query.asking(by=asked.query.by or usual_dimension(asked.choices))
    drawn, problems = TrendQuery.read(request.GET.dict(), query)
    unknown = [each for line in drawn.lines for each in unknown_in(segment_of(query, query.by, line), asked.choices)]
    every = dict.fromkeys([*asked.problems, *problems, *unknown])
    return replace(asked, query=drawn, problems=list(every)), query


def _figures(slug: str, asked: Asked, query: Query) -> dict[str, Any]:
    drawn: TrendQuery = asked.query  # type: ignore[assignment]
    points = _points(query.asking(by=""), drawn.window)
    marks = marks_along(query, spans_of(points))
    rows = marked_rows(point_rows(slug, points), marks)
    found, crowd = segments_or_crowd(asked, query.asking(bucket=""))
    has_windows = bool(points) and points[0].bucket == WINDOW
    names = {row.point.query: row.name for row in rows}
    return {
        "trend": trend_of(rows, marks=drawn_marks(marks)),
        "points": rows,
        "marks": marks,
        "has_windows": has_windows,
        "window": drawn.window,
        "buckets": [] if asked.families.is_anonymous(query) else _steps(slug, drawn, points),
        "unlined": replace(drawn, lines=()),
        **(crowd or _lines(slug, asked, query, points, found)),
        **dimension_context(query, asked.choices),
        **mix_context(asked, _times(query, points), "" if crowd else query.by, names=names),
    }


def _points(query: Query, window: int) -> list[Point]:
    return (rolling(query, days=window) if window else []) or trend(query)


def _steps(slug: str, drawn: TrendQuery, points: Sequence[Point]) -> list[tuple[str, str, bool]]:
    """Return the steps and windows to choose from, each with its address and whether it is the one that is shown."""
    shown = "" if drawn.window or not points else points[0].bucket
    steps = [
        (bucket_word(each), address(slug, "trend", replace(drawn, bucket=each, window=0)), each == shown)
        for each in BUCKETS
    ]
    windows = [
        (
            ngettext("%(n)s day rolling", "%(n)s days rolling", days) % {"n": days},
            address(slug, "trend", replace(drawn, bucket="", window=days)),
            days == drawn.window,
        )
        for days in WINDOWS
    ]
    return steps + windows


def _lines(slug: str, asked: Asked, query: Query, points: Sequence[Point], found: Sequence[Segment]) -> dict[str, Any]:
    """Return the chosen segments, or those with most answers, over the same time and on the same axis."""
    drawn: TrendQuery = asked.query  # type: ignore[assignment]
    known = {visible_text(each.key): each for each in found}
    chosen = drawn.lines or tuple(known)[:MOST_LINES]
    whole = _same_steps(query, points)
    window = drawn.window if points[0].bucket == WINDOW else 0
    lines = [_line(slug, asked, whole, text, known.get(text), window) for text in chosen]
    limits = [limit for line in lines for row in line.points for limit in (row.point.lower, row.point.upper)]
    scores = [limit for limit in limits if limit is not None]
    return {
        "lines": [replace(line, drawing=trend_of(line.points, title=line.name, scores=scores)) for line in lines],
        "line_rows": [(name[0].name, name) for name in zip(*(line.points for line in lines), strict=False)],
        "line_choices": _choices(asked, chosen, list(known)) if len(known) > 1 or drawn.lines else [],
        "no_line": NO_LINE,
    }


def _same_steps(query: Query, points: Sequence[Point]) -> Query:
    """Return the query for the time of these points, so that any part of its answers has the same ones."""
    first, last = points[0], points[-1]
    if first.bucket != WINDOW:
        return query.between(first.since, last.until).asking(bucket=first.bucket)
    step = points[1].until - first.until if len(points) > 1 else A_DAY
    return query.between(first.until - step, last.until)


def _line(slug: str, asked: Asked, query: Query, text: str, found: Segment | None, window: int) -> Line:
    mine = segment_of(query, query.by, text).asking(bucket=query.bucket)
    rows = point_rows(slug, _points(mine, window))
    name = segment_words(asked, query.by, text)
    return Line(name, address(slug, "comment_list", mine.asking(bucket="")), found, rows)


def _choices(
    asked: Asked, chosen: Sequence[str], known: Sequence[str]
) -> list[tuple[str, int, str, list[tuple[str, str]]]]:
    """Return a field for each line: its parameter, its number, what is chosen, and what can be."""
    offered = list(dict.fromkeys([*chosen, *known[:MOST_SEGMENTS]]))
    options = [(with_mark(text), segment_words(asked, asked.query.by, text)) for text in offered]
    params = line_params()
    return [
        (param, place + 1, with_mark(chosen[place]) if place < len(chosen) else NO_LINE, options)
        for place, param in enumerate(params)
    ]


def _times(query: Query, points: Sequence[Point]) -> list[Times]:
    """Return the two halves of the time, and the last step with the one before it that shares no answer with it."""
    if len(points) < 2:
        return []
    last, whole = points[-1], query.asking(bucket="", by="")
    before = next((each for each in reversed(points) if each.until <= last.since), None)
    times = [(last.query, before.query)] if before else []
    if len(points) < LEAST_FOR_HALVES:
        return times
    first, middle = points[0].since, points[len(points) // 2].since
    return [(whole.between(middle, last.until), whole.between(first, middle)), *times]
