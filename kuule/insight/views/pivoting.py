"""The score by rows and columns."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kuule.insight.answers import Cell, Pivot, pivot
from kuule.insight.answers.beside import Marked, marks_along
from kuule.insight.answers.pivot import Part
from kuule.insight.query import BUCKETS, PivotQuery, Query
from kuule.insight.rules.crowds import TooManyValuesError
from kuule.insight.selectors.choices import unknown_in, usual_dimension
from kuule.insight.templatetags.insight import address, bucket_word
from kuule.insight.views.asking import (
    Asked,
    asking_context,
    dimension_context,
    read_query,
    segment_words,
)
from kuule.insight.views.beside import marks_at
from kuule.insight.views.crowds import crowd_context
from kuule.insight.views.drawing import time_label, time_name
from kuule.insight.views.left_out import handed_out
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column: its short name, its whole one, its margin, and the marks on its days."""

    label: str
    name: str
    margin: "Box"
    marks: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with the address of its answers, and whether its range lies above or below the score of all."""

    cell: Cell
    url: str
    tint: str = ""


@member_page("see_results")
def pivot_page(request: MemberRequest) -> HttpResponse:
    """Show the score of each pair of two dimensions, or of a dimension and steps of time."""
    asked, query = _read(request)
    context = asking_context(request, asked) | {"plain": query}
    if asked.problems:
        return render(request, "insight/pivot.html", context, status=HTTPStatus.BAD_REQUEST)
    is_anonymous = asked.families.is_anonymous(query)
    context |= _choices(asked) | {"is_anonymous": is_anonymous}
    if not (context["hidden"] or is_anonymous):
        slug = request.workspace.slug
        context |= {"handed_out": handed_out(slug, asked)} | _figures(slug, asked)
    return render(request, "insight/pivot.html", context)


def _read(request: MemberRequest) -> tuple[Asked, Query]:
    """Return the question with its columns, and the plain question."""
    asked = read_query(request, "pivot")
    query = asked.query.asking(by=asked.query.by or usual_dimension(asked.choices), bucket="")
    cut, problems = PivotQuery.read(request.GET.dict(), query)
    unknown = [] if cut.has_times else unknown_in(query.asking(by=cut.columns), asked.choices)
    every = dict.fromkeys([*asked.problems, *problems, *unknown])
    return replace(asked, query=cut, problems=list(every)), query


def _choices(asked: Asked) -> dict[str, Any]:
    return dimension_context(asked.query, asked.choices) | {
        "steps": [(each, bucket_word(each)) for each in BUCKETS],
        "columns": asked.query.to_params()["columns"],
    }


def _figures(slug: str, asked: Asked) -> dict[str, Any]:
    query: PivotQuery = asked.query  # type: ignore[assignment]
    surveys = asked.families.of(query)
    try:
        found = pivot(query, among=surveys)
    except TooManyValuesError as crowd:
        return crowd_context(asked, crowd)
    if found is None:
        return {}
    return {"found": found, "total": _box(slug, found.total, None)} | _table(slug, asked, query, found)


def _table(slug: str, asked: Asked, query: PivotQuery, found: Pivot) -> dict[str, Any]:
    whole = found.total.value
    rows = [_head(slug, asked, query.by, part, whole) for part in found.rows]
    times = [(part.since, part.until) for part in found.columns if part.since and part.until]
    marks = marks_along(query, times)
    columns = [
        replace(_head(slug, asked, query.columns, part, whole, step=found.step), marks=marks_at(marks, place))
        for place, part in enumerate(found.columns)
    ]
    boxes = [[_box(slug, cell, whole) for cell in line] for line in found.cells]
    lines = list(zip(rows, boxes, strict=True))
    return {"heads": columns, "lines": lines, "marks": marks, "few_answers": query.few_below}


def _head(slug: str, asked: Asked, by: str, part: Part, whole: float | None, *, step: str = "") -> Head:
    margin = _box(slug, part.total, whole)
    if part.since and part.until:
        return Head(time_label(part.since, part.until, step), time_name(part.since, part.until, step), margin)
    name = segment_words(asked, by, part.key)
    return Head(name, name, margin)


def _box(slug: str, cell: Cell, whole: float | None) -> Box:
    return Box(cell, address(slug, "comment_list", cell.query), _tint(cell, whole))


def _tint(cell: Cell, whole: float | None) -> str:
    if cell.lower is None or cell.upper is None or whole is None or cell.is_few:
        return ""
    return "above" if cell.lower > whole else "below" if cell.upper < whole else ""
