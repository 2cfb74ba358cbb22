"""Scores of people by the quarter in which they first answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kuule.insight.answers import Cohort, answer, cohorts
from kuule.insight.answers.beside import Marked, marks_along
from kuule.insight.query import ALL_TIME
from kuule.insight.query.periods import quarter_moments
from kuule.insight.templatetags.insight import address, quarter_word
from kuule.insight.views.asking import Asked, asking_context, read_query
from kuule.insight.views.beside import marks_at
from kuule.insight.views.left_out import handed_out
from kuule.insight.views.pivoting import Box
from kuule.workspaces.auth import MemberRequest, member_page


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort as a line of the table, `blanks` for the quarters that have not come yet, and marks in its quarter."""

    name: str
    total: Box
    boxes: Sequence[Box]
    blanks: range
    marks: tuple[Marked, ...]


@member_page("see_results")
def cohort_page(request: MemberRequest) -> HttpResponse:
    """Show the score of people who first answered in the same quarter, quarter after quarter since then."""
    asked = read_query(request, "cohorts", period=ALL_TIME)
    context = asking_context(request, asked)
    if asked.problems:
        return render(request, "insight/cohorts.html", context, status=HTTPStatus.BAD_REQUEST)
    is_anonymous = asked.families.is_anonymous(asked.query)
    context |= {"is_anonymous": is_anonymous}
    if not (context["hidden"] or is_anonymous):
        slug = request.workspace.slug
        context |= {"handed_out": handed_out(slug, asked)} | _figures(slug, asked)
    return render(request, "insight/cohorts.html", context)


def _figures(slug: str, asked: Asked) -> dict[str, Any]:
    query = asked.query.asking(by="", bucket="")
    surveys = asked.families.of(query)
    found = cohorts(query, among=surveys)
    if found is None:
        return {}
    width, oldest_first = len(found.along), found.cohorts[::-1]
    marks = marks_along(query, [quarter_moments(each.quarter, query.zone) for each in oldest_first])
    rows = [_row(each, width, marks_at(marks, place), slug) for place, each in enumerate(oldest_first)]
    return {
        "answer": answer(query, among=surveys),
        "found": found,
        "rows": rows[::-1],
        "marks": marks,
        "passed": list(range(width)),
        "few_answers": query.few_below,
    }


def _row(cohort: Cohort, width: int, marks: tuple[Marked, ...], slug: str) -> CohortRow:
    total, *boxes = (Box(each, address(slug, "comment_list", each.query)) for each in (cohort.total, *cohort.cells))
    return CohortRow(quarter_word(cohort.quarter), total, boxes, range(width - len(boxes)), marks)
