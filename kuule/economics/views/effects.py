"""What was done to customers and what came of it: a list, a page for each, and the answers behind its figures."""

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.contacts.selectors import definitions
from kuule.economics.answers.effects import PERIODS, SIDES, effect_of
from kuule.economics.exporters.treated import treated_table
from kuule.economics.models import Treatment
from kuule.economics.rules.effects import Windows, windows_of
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.treated import TreatedAnswer, answer_rows, treated_answers
from kuule.economics.selectors.effects import changes_of, treatments_of
from kuule.economics.templatetags.effects import domain_of
from kuule.economics.views.condition_words import condition_lines
from kuule.insight import charts
from kuule.insight.exporters.tables import table_file
from kuule.insight.services.downloads import note_download
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page

ON_A_PAGE = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@member_page("see_value")
@require_safe
def effect_list(request: MemberRequest) -> HttpResponse:
    """Show what was done, the newest start first."""
    page = page_number(request)
    found = list(treatments_of(request.workspace)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    context = {
        "rows": found[:ON_A_PAGE],
        "today": timezone.localdate(),
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    return render(request, "economics/effect_list.html", context)


@member_page("see_value")
@require_safe
def effect_page(request: MemberRequest, treatment_id: int) -> HttpResponse:
    """Show what can be said of the effect, beside what was written before it could be seen."""
    treatment = _treatment(request, treatment_id)
    answer = effect_of(treatment, day=timezone.localdate())
    known = definitions(request.workspace)
    context = {
        "treatment": treatment,
        "answer": answer,
        "touched_lines": condition_lines(treatment.touched, known),
        "comparison_lines": condition_lines(treatment.comparison, known),
        "listed": treatment.accounts.count(),
        "changes": list(changes_of(treatment)),
        "domain": domain_of(answer),
        "chart": _chart(answer.effect),
        "currency": money_settings(request.workspace).currency,
    }
    return render(request, "economics/effect_page.html", context)


@member_page("export_answers")
@require_safe
def effect_rows(request: MemberRequest, treatment_id: int) -> HttpResponse:
    """Show the answers behind the figures, all of them or those of one cell, the newest first."""
    treatment = _treatment(request, treatment_id)
    side, window = _cell(request)
    found = _behind(treatment, side, window)
    page = page_number(request)
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    cell = f"side={side}&window={window}&" if side else ""
    context = {
        "treatment": treatment,
        "side": side,
        "window": window,
        "n": len(found),
        "rows": answer_rows(request.workspace, shown),
        "previous_url": f"?{cell}page={page - 1}" if page > 1 else "",
        "next_url": f"?{cell}page={page + 1}" if len(found) > page * ON_A_PAGE else "",
    }
    return render(request, "economics/effect_rows.html", context)


@member_page("export_answers")
@require_POST
def effect_export(request: MemberRequest, treatment_id: int) -> HttpResponse:
    """Hand out the answers behind the figures as a table."""
    treatment = _treatment(request, treatment_id)
    side, window = _cell(request)
    found = _behind(treatment, side, window)
    form = request.POST.get("format", "")
    if form not in TYPES or not found:
        messages.error(request, _("There is nothing to download here."))
        return redirect("effect_page", request.workspace.slug, treatment.pk)
    made = table_file(treated_table(answer_rows(request.workspace, found)), form)
    note_download(workspace=request.workspace, actor=request.actor, now=timezone.now())
    name = f"effect-{treatment.pk}-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=TYPES[form], headers=headers)


def _treatment(request: MemberRequest, treatment_id: int) -> Treatment:
    return get_object_or_404(treatments_of(request.workspace), pk=treatment_id)


def _cell(request: MemberRequest) -> tuple[str, str]:
    side, window = request.GET.get("side", ""), request.GET.get("window", "")
    return (side, window) if side in SIDES and window in PERIODS else ("", "")


def _behind(treatment: Treatment, side: str, window: str) -> list[TreatedAnswer]:
    found = treated_answers(treatment, _windows(treatment))
    wanted = [each for each in found if each.window in PERIODS and (not side or (each.side, each.window) == (side, window))]
    return sorted(wanted, key=lambda answer: (answer.day, answer.response), reverse=True)
