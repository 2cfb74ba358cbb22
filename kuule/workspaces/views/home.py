"""The front door: everybody is sent to where their work is."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kuule.workspaces.auth import LAST_WORKSPACE, PersonRequest
from kuule.workspaces.selectors import is_set_up, landing, memberships_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send a member to the workspace they were in last, or to the only one; explain when there is none."""
    if not request.user.is_authenticated:
        return redirect("account_login") if is_set_up() else render(request, "workspaces/not_set_up.html")
    known = {member.workspace.slug: member for member in memberships_of(cast("PersonRequest", request).user)}
    last = next(iter(known)) if len(known) == 1 else request.COOKIES.get(LAST_WORKSPACE, "")
    return redirect(landing(known[last])) if last in known else redirect("workspace_list")


@require_safe
@login_required
def workspace_list(request: HttpRequest) -> HttpResponse:
    """Let a person choose among their workspaces."""
    places = [
        {"member": member, "workspace": member.workspace, "url": landing(member)}
        for member in memberships_of(cast("PersonRequest", request).user)
    ]
    return render(request, "workspaces/workspace_list.html", {"places": places})
