"""Teams of a workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.forms.people import TeamForm
from kuule.workspaces.forms.refusals import add_refusal
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import members, teams
from kuule.workspaces.services import disband_team, form_team, rename_team


@member_page("see_members", change="change_members")
@require_http_methods(["GET", "HEAD", "POST"])
def team_list(request: MemberRequest) -> HttpResponse:
    """Show the teams; owners form new ones."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            form_team(workspace=request.workspace, name=name, actor=request.actor, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, "name")
        else:
            messages.success(request, _("The team %(team)s is formed.") % {"team": name})
            return redirect("team_list", request.workspace.slug)
    return render(request, "workspaces/team_list.html", {"form": form, "teams": teams(request.workspace)})


@member_page("change_members")
@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: MemberRequest, team_id: int) -> HttpResponse:
    """Rename a team."""
    team = get_object_or_404(teams(request.workspace), pk=team_id)
    form = TeamForm(request.POST or None, initial={"name": team.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            rename_team(team=team, name=name, actor=request.actor, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, "name")
        else:
            messages.success(request, _("The team is called %(team)s now.") % {"team": name})
            return redirect("team_list", request.workspace.slug)
    context = {"form": form, "team": team, "members": members(request.workspace).filter(teams=team)}
    return render(request, "workspaces/team_edit.html", context)


@member_page("change_members")
@require_POST
def team_disband(request: MemberRequest, team_id: int) -> HttpResponse:
    """Disband a team; its members stay members."""
    team = get_object_or_404(teams(request.workspace), pk=team_id)
    disband_team(team=team, actor=request.actor, now=timezone.now())
    messages.success(request, _("The team %(team)s is disbanded.") % {"team": team.name})
    return redirect("team_list", request.workspace.slug)
