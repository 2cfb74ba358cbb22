"""What happened at a touchpoint, and what was decided about asking."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.dispatch.rules.occurrences import OCCURRENCE_STATES
from kuule.dispatch.selectors.occurrences import OCCURRENCES_PAGE, occurrences_of, touchpoint_of
from kuule.dispatch.views.told_words import choices_of_states
from kuule.ui.paging import page_number
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_people")
@require_safe
def occurrence_list(request: MemberRequest, touchpoint_id: int) -> HttpResponse:
    """List what happened at a touchpoint, the newest first, each with how it stands and why."""
    touchpoint = touchpoint_of(request.workspace, touchpoint_id=touchpoint_id)
    if touchpoint is None:
        raise Http404
    page = page_number(request)
    state = request.GET.get("show", "")
    state = state if state in OCCURRENCE_STATES else ""
    begin = (page - 1) * OCCURRENCES_PAGE
    found = occurrences_of(request.workspace, touchpoint=touchpoint, state=state)[begin : begin + OCCURRENCES_PAGE + 1]
    lines = list(found)
    context = {
        "touchpoint": touchpoint,
        "now": timezone.now(),
        "lines": lines[:OCCURRENCES_PAGE],
        "show": state,
        "choices": choices_of_states(),
        "previous_url": f"?show={state}&page={page - 1}" if page > 1 else "",
        "next_url": f"?show={state}&page={page + 1}" if len(lines) > OCCURRENCES_PAGE else "",
    }
    return render(request, "dispatch/occurrence_list.html", context)
