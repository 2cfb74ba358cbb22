"""Care at a touchpoint: its steps, the holdout, and whether it works."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.contacts.selectors import definitions
from kuule.dispatch.selectors.care import care_plan, counts_of_runs
from kuule.dispatch.services import plan_care
from kuule.dispatch.services.care import NO_STEPS, NO_SURVEY, NOT_A_PURPOSE
from kuule.insight.answers.care import care_effect
from kuule.insight.forms.care import CareForm
from kuule.insight.forms.conditions import condition_forms, conditions_in, known_properties
from kuule.surveys.models import Touchpoint
from kuule.surveys.selectors import published_version, touchpoint_of
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("see_results", change="change_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_care(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """Plan what follows when something happened here, and see what it does."""
    touchpoint = touchpoint_of(request.workspace, touchpoint_id=touchpoint_id)
    if touchpoint is None:
        raise Http404
    plan, known = care_plan(touchpoint), known_properties(definitions(request.workspace))
    posted = request.POST if request.method == "POST" else None
    form = CareForm(posted, languages=_languages(request, touchpoint), plan=plan)
    lines = condition_forms(posted, conditions=plan.stop_if if plan else [], known=known)
    if posted is not None and form.is_valid() and lines.is_valid():
        try:
            settings = form.settings(conditions_in(lines))
            plan_care(touchpoint=touchpoint, settings=settings, actor=request.actor, now=timezone.now())
        except Refused as refused:
            form.add_error("is_on", _refusal(refused))
        else:
            messages.success(request, _("The care is saved."))
            return redirect("touchpoint_care", request.workspace.slug, touchpoint_id)
    context = {"touchpoint": touchpoint, "plan": plan, "form": form, "lines": lines, "known": known}
    if plan:
        effect = care_effect(plan, few_below=request.workspace.min_n_shown)
        context |= {"effect": effect, "counts": counts_of_runs(plan)}
    status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "insight/touchpoint_care.html", context, status=status)


def _languages(request: MemberRequest, touchpoint: Touchpoint) -> list[str]:
    version = published_version(request.workspace, survey=touchpoint.survey) if touchpoint.survey else None
    return version.languages if version else [request.workspace.language]


def _refusal(refused: Refused) -> str:
    return {
        NO_SURVEY: _("Choose a published survey for this touchpoint first: else nobody can tell what care does."),
        NO_STEPS: _("Add a step before you switch care on."),
        NOT_A_PURPOSE: _("Your privacy settings say that you do not follow up. Change that first."),
    }[refused.code]
