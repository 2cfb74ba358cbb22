"""The calculator: how many to ask, and what their answers will ask of you."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from kuule.insight.answers.planning import (
    Assumptions,
    MarginAnswer,
    answers_for_change,
    answers_for_margin,
    margins_around,
)
from kuule.insight.forms.planning import CalculatorForm
from kuule.insight.query import Query
from kuule.insight.selectors.planning import own_figures
from kuule.workspaces.auth import MemberRequest, member_page

OWN_PERIOD = "12m"


@dataclass(frozen=True, slots=True)
class MarginRow:
    """A margin as a line of the table, with the address that chooses it."""

    found: MarginAnswer
    url: str
    is_chosen: bool


@member_page("see_results")
def calculator(request: MemberRequest) -> HttpResponse:
    """Answer how many answers, invitations and calls a margin or a change takes."""
    form = CalculatorForm(request.GET.dict(), own=own_figures(_own_period(request)))
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "insight/calculator.html", context, status=HTTPStatus.BAD_REQUEST)
    plan, margin = form.assumptions, form.cleaned_data["margin"]
    context |= {
        "plan": plan,
        "for_margin": answers_for_margin(plan, margin),
        "for_change": answers_for_change(plan, form.cleaned_data["change"]),
        "rows": _rows(request, form, plan, margin),
    }
    return render(request, "insight/calculator.html", context)


def _own_period(request: MemberRequest) -> Query:
    query, _problems = Query.from_params(
        {"period": OWN_PERIOD},
        workspace_id=request.workspace.pk,
        timezone=request.workspace.timezone,
        now=timezone.now(),
    )
    return query


def _rows(request: MemberRequest, form: CalculatorForm, plan: Assumptions, margin: float) -> Sequence[MarginRow]:
    here = reverse("calculator", args=[request.workspace.slug])
    return [
        MarginRow(
            found=found,
            url=f"{here}?{urlencode({**form.data, 'margin': f'{found.margin:g}'})}",
            is_chosen=found.margin == margin,
        )
        for found in margins_around(plan, margin)
    ]
