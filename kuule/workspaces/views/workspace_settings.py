"""Settings of a workspace."""

import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.forms.workspace import WorkspaceForm
from kuule.workspaces.services import change_workspace


@member_page("see_members", change="change_workspace")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Show how this workspace asks its customers; owners change it."""
    # The form gets a copy: what is typed but wrong must not show up as the workspace's name in the menu.
    form = WorkspaceForm(request.POST or None, instance=copy.copy(request.workspace))
    if form.is_valid():
        change_workspace(workspace=request.workspace, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings", request.workspace.slug)
    return render(request, "workspaces/settings.html", {"form": form})
