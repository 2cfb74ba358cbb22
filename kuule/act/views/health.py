"""How the programme is doing: twenty checks beside each other, one with what is behind it, and the company's lines."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuule.act.answers.evidence import named_rows
from kuule.act.answers.health import check_of, health_of
from kuule.act.checks import CHECK_BY_KEY
from kuule.act.forms.health import HealthLineForm
from kuule.act.rules.health import HALVES
from kuule.act.selectors.health import lines_of, readings_of
from kuule.act.services.health import draw_health_line
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

# The permission that the page of a next step asks for; without it the step is only said.
STEP_PERMISSIONS: Mapping[str, str] = {
    "wave_list": "see_surveys",
    "survey_list": "see_surveys",
    "limit_list": "see_surveys",
    "coverage": "see_people",
    "coverage_plan": "see_people",
    "contact_list": "see_people",
    "review_list": "see_comments",
    "calculator": "see_results",
    "loop_list": "see_value",
    "effect_list": "see_value",
    "goal_list": "see_improvements",
    "initiative_list": "see_improvements",
    "huddle_list": "see_huddles",
    "case_list": "see_cases",
    "cause_list": "see_cases",
    "member_list": "see_members",
}


@member_page("see_improvements")
@require_safe
def health(request: MemberRequest) -> HttpResponse:
    """Show every check as it stands now, in two columns."""
    checks = health_of(request.workspace, now=timezone.now())
    halves = [(half, [each for each in checks if each.check.half == half]) for half in HALVES]
    return render(request, "act/health.html", {"checks": checks, "halves": halves, "open_pages": _open_pages(request)})


@member_page("see_improvements", change="change_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def health_check(request: MemberRequest, key: str) -> HttpResponse:
    """Show what is behind one check, how it went, and its line; draw the line elsewhere."""
    check = CHECK_BY_KEY.get(key)
    if check is None:
        raise Http404
    now = timezone.now()
    line = lines_of(request.workspace).get(key, check.line)
    form = HealthLineForm(request.POST if request.method == "POST" else None, check=check, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            draw_health_line(workspace=request.workspace, key=key, line=form.line, actor=request.actor, now=now)
        except Refused:
            form.add_error(
                None, _("This line is turned round, or beyond what there can be. The usual one shows the way.")
            )
        else:
            messages.success(request, _("The line is drawn."))
            return redirect("health_check", request.workspace.slug, key)
    checked = check_of(request.workspace, check, now=now)
    context = {
        "checked": checked,
        "form": form,
        "rows": named_rows(request.workspace, checked.finding.rows) if request.may("see_people") else [],
        "readings": readings_of(request.workspace, key=key),
        "open_pages": _open_pages(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "act/health_check.html", context, status=status)


def _open_pages(request: MemberRequest) -> list[str]:
    return [page for page, permission in STEP_PERMISSIONS.items() if request.may(permission)]
