"""The very words and cases behind an initiative."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuule.act.selectors.evidence import cases_shown, evidence_answers, evidence_cases, evidence_of
from kuule.act.views.initiatives import initiative_shown
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page

ON_A_PAGE = 50
CASES_SHOWN = 200


@member_page("see_improvements")
@require_safe
def initiative_evidence(request: MemberRequest, initiative_id: int) -> HttpResponse:
    """Show the answers behind an initiative, the newest first, and those of its cases that the member may see."""
    initiative = initiative_shown(request, initiative_id)
    page = page_number(request)
    answers = evidence_answers(initiative).select_related("contact", "account", "survey")
    found = list(answers.order_by("-answered_at", "-pk")[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    cases = cases_shown(initiative, member=request.member).select_related("contact", "account", "owner__user")
    pins = initiative.pins.values_list("response_id", "case_id", "pk")
    context = {
        "initiative": initiative,
        "evidence": evidence_of(initiative),
        "answers": found[:ON_A_PAGE],
        "cases": cases.order_by("-opened_at", "-pk")[:CASES_SHOWN] if page == 1 else (),
        "cases_hidden": evidence_cases(initiative).count() - cases.count(),
        "pinned_answers": {response: pk for response, _case, pk in pins if response is not None},
        "pinned_cases": {case: pk for _response, case, pk in pins if case is not None},
        "previous_url": f"?page={page - 1}" if page > 1 else "",
        "next_url": f"?page={page + 1}" if len(found) > ON_A_PAGE else "",
    }
    return render(request, "act/initiative_evidence.html", context)
