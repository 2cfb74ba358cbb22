"""Writing down what is done to customers, before its effect is looked at."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.contacts.selectors import definitions
from kuule.economics.forms.effects import TreatmentForm
from kuule.economics.models import Treatment
from kuule.economics.selectors.effects import free_annotations, touchpoints_judged, treatments_of
from kuule.economics.services.effects import change_treatment, write_treatment
from kuule.economics.views.condition_words import COMPARISON_LINES, TOUCHED_LINES, known_of_answers, lines_of
from kuule.insight.forms.conditions import conditions_in
from kuule.insight.models import Annotation
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def effect_new(request: MemberRequest) -> HttpResponse:
    """Write down a treatment; the address may name a mark of the time axis that it stands for."""
    mark = free_annotations(request.workspace).filter(pk=row_id(request.GET.get("annotation", "")) or 0).first()
    desk = _desk(request, mark=mark)
    if desk["is_valid"]:
        written = write_treatment(
            workspace=request.workspace,
            plan=_plan(desk),
            annotation=mark,
            member=request.member,
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("It is written down. Later changes will be kept with their day."))
        return redirect("effect_page", request.workspace.slug, written.pk)
    return _shown(request, desk)


@member_page("change_value")
@require_http_methods(["GET", "HEAD", "POST"])
def effect_edit(request: MemberRequest, treatment_id: int) -> HttpResponse:
    """Change what is written about a treatment; what it was stays on record."""
    treatment = get_object_or_404(treatments_of(request.workspace), pk=treatment_id)
    desk = _desk(request, treatment=treatment)
    if desk["is_valid"]:
        change_treatment(
            treatment=treatment, plan=_plan(desk), member=request.member, actor=request.actor, now=timezone.now()
        )
        messages.success(request, _("It is changed. The page says what it was before."))
        return redirect("effect_page", request.workspace.slug, treatment.pk)
    return _shown(request, desk)


def _desk(
    request: MemberRequest, *, treatment: Treatment | None = None, mark: Annotation | None = None
) -> dict[str, Any]:
    posted = request.POST if request.method == "POST" else None
    known = known_of_answers(definitions(request.workspace))
    form = TreatmentForm(
        posted,
        workspace=request.workspace,
        touchpoints=touchpoints_judged(request.workspace),
        treatment=treatment,
        annotation=mark,
    )
    touched = lines_of(TOUCHED_LINES, posted, conditions=treatment.touched if treatment else [], known=known)
    comparison = lines_of(COMPARISON_LINES, posted, conditions=treatment.comparison if treatment else [], known=known)
    return {
        "treatment": treatment,
        "form": form,
        "touched": touched,
        "comparison": comparison,
        "known": known,
        "is_valid": posted is not None and all([form.is_valid(), touched.is_valid(), comparison.is_valid()]),
    }


def _plan(desk: dict[str, Any]) -> Any:
    return desk["form"].plan(touched=conditions_in(desk["touched"]), comparison=conditions_in(desk["comparison"]))


def _shown(request: MemberRequest, desk: dict[str, Any]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "economics/effect_edit.html", desk, status=status)
