"""What the causes that were removed are worth."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.economics.answers.causes import causes_removed
from kuule.economics.selectors.settings import money_settings
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_value")
@require_safe
def causes_page(request: MemberRequest) -> HttpResponse:
    """Show each cause with its effect, and what the shown ones are worth together; hopes apart."""
    context = {
        "found": causes_removed(request.workspace, day=timezone.localdate()),
        "settings": money_settings(request.workspace),
    }
    return render(request, "economics/causes.html", context)
