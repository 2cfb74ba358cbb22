"""What waits for whoever is signed in, and the part of the company that is theirs."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.act.answers.part import parts_of
from kuule.act.selectors.initiatives import initiatives_owned_by
from kuule.act.waiting import waiting_for
from kuule.insight.query import Query
from kuule.insight.selectors.responses import has_responses
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_results")
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    """Show what waits; in a workspace without an answer, lead to the steps to the first one."""
    now = timezone.now()
    parts = waiting_for(request.member, now=now)
    if not parts and not _is_begun(request):
        return redirect("programme_setup", request.workspace.slug)
    return render(request, "act/today.html", {"parts": parts, "now": now, "waits": any(each.waits for each in parts)})


@member_page("see_huddles")
@require_safe
def my_part(request: MemberRequest) -> HttpResponse:
    """Show the touchpoints, teams and initiatives of whoever is signed in."""
    context = {
        "parts": parts_of(request.member, now=timezone.now()),
        "initiatives": initiatives_owned_by(request.member) if request.may("see_improvements") else (),
    }
    return render(request, "act/my_part.html", context)


def _is_begun(request: MemberRequest) -> bool:
    return has_responses(Query(workspace_id=request.workspace.pk, timezone=request.workspace.timezone))
