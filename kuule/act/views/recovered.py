"""Who came back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.act.answers.recovered import drift_of_others, recovered_customers
from kuule.workspaces.auth import MemberRequest, member_page

LISTED = 100


@member_page("see_cases")
@require_safe
def recovered_list(request: MemberRequest) -> HttpResponse:
    """Show the unhappy who were reached and are no detractors any more, beside the drift of comparable others."""
    found = recovered_customers(request.member, now=timezone.now())
    context = {
        "found": found,
        "came_back": found.came_back[:LISTED],
        "not_back": found.not_back[:LISTED],
        "others": drift_of_others(request.workspace, day=timezone.localdate()),
    }
    return render(request, "act/recovered_list.html", context)
