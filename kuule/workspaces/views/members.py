"""Members of a workspace: list, change, remove."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.forms.people import RoleForm
from kuule.workspaces.forms.refusals import add_refusal, refusal
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import members, open_joins, teams
from kuule.workspaces.services import change_member, remove_member


@member_page("see_members")
@require_safe
def member_list(request: MemberRequest) -> HttpResponse:
    """Show who works here, and who was invited."""
    context = {
        "members": members(request.workspace),
        "joins": open_joins(request.workspace, now=timezone.now()),
    }
    return render(request, "workspaces/member_list.html", context)


@member_page("change_members")
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: MemberRequest, member_id: int) -> HttpResponse:
    """Change what a member may do and in which teams they work."""
    member = get_object_or_404(members(request.workspace), pk=member_id)
    now_in = {"role": member.role, "teams": member.teams.all()}
    form = RoleForm(request.POST or None, initial=now_in, teams=teams(request.workspace))
    if form.is_valid():
        chosen = form.cleaned_data.get("teams", ())
        try:
            change_member(
                member=member,
                role=form.cleaned_data["role"],
                teams=chosen,
                actor=request.actor,
                now=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, "role")
        else:
            messages.success(request, _("The role and teams of %(person)s are saved.") % {"person": member.user})
            return _back(request, member_id)
    return render(request, "workspaces/member_edit.html", {"form": form, "person": member})


@member_page("change_members")
@require_POST
def member_remove(request: MemberRequest, member_id: int) -> HttpResponse:
    """Take a person out of the workspace."""
    member = get_object_or_404(members(request.workspace), pk=member_id)
    try:
        remove_member(member=member, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal(refused))
        return redirect("member_edit", request.workspace.slug, member_id)
    messages.success(request, _("%(person)s is no longer a member.") % {"person": member.user})
    return _back(request, member_id)


def _back(request: MemberRequest, member_id: int) -> HttpResponse:
    # Whoever gives up their own rights may not see the list any more.
    return redirect("home") if member_id == request.member.pk else redirect("member_list", request.workspace.slug)
