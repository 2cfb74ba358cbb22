"""Scores of people by the quarter in which they first answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kuule.insight.answers import Cohort, Figure, answer, cohorts
from kuule.insight.query import ALL_TIME
from kuule.insight.views.asking import Asked, asking_context, read_query
from kuule.insight.views.left_out import handed_out
from kuule.workspaces.auth import MemberRequest, member_page

QUARTERS_A_YEAR = 4


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort as a line of the table, `blanks` for the quarters that have not come yet."""

    name: str
    total: Figure
    figures: Sequence[Figure]
    blanks: range


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
        context |= {"handed_out": handed_out(request.workspace.slug, asked)} | _figures(asked)
    return render(request, "insight/cohorts.html", context)


def _figures(asked: Asked) -> dict[str, Any]:
    query = asked.query.asking(by="", bucket="")
    surveys = asked.families.of(query)
    found = cohorts(query, among=surveys)
    if found is None:
        return {}
    width = len(found.along)
    return {
        "answer": answer(query, among=surveys),
        "found": found,
        "rows": [_row(each, width) for each in found.cohorts],
        "passed": list(range(width)),
        "few_answers": query.few_below,
    }


def _row(cohort: Cohort, width: int) -> CohortRow:
    year, quarter = divmod(cohort.quarter, QUARTERS_A_YEAR)
    name = _("Q%(number)s %(year)s") % {"number": quarter + 1, "year": year}
    return CohortRow(name, cohort.total, cohort.figures, range(width - len(cohort.figures)))
