"""Inviting people to join, and taking an invitation back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.channels import keeps_mail, send_join_mail
from kuule.workspaces.forms.people import InviteForm
from kuule.workspaces.forms.refusals import add_refusal
from kuule.workspaces.rules import VIEWER, Refused
from kuule.workspaces.selectors import open_joins, teams
from kuule.workspaces.services import invite_to_join, withdraw_join


@member_page("change_members")
@require_http_methods(["GET", "HEAD", "POST"])
def join_new(request: MemberRequest) -> HttpResponse:
    """Invite somebody; then show the link, because it cannot be read again."""
    form = InviteForm(request.POST or None, initial={"role": VIEWER}, teams=teams(request.workspace))
    if form.is_valid():
        try:
            invitation, token = invite_to_join(
                workspace=request.workspace,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                teams=form.cleaned_data.get("teams", ()),
                actor=request.actor,
                now=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, "email")
        else:
            link = settings.KUULE_BASE_URL + reverse("join", args=[token])
            was_sent = send_join_mail(invitation=invitation, inviter=request.user, link=link)
            context = {"invitation": invitation, "link": link, "was_sent": was_sent, "is_kept": keeps_mail()}
            return render(request, "workspaces/join_sent.html", context)
    return render(request, "workspaces/join_new.html", {"form": form})


@member_page("change_members")
@require_POST
def join_withdraw(request: MemberRequest, join_id: int) -> HttpResponse:
    """End an invitation that was not accepted yet."""
    invitation = get_object_or_404(open_joins(request.workspace, now=timezone.now()), pk=join_id)
    withdraw_join(invitation=invitation, actor=request.actor, now=timezone.now())
    messages.success(
        request, _("The invitation to %(email)s is withdrawn. Its link is dead.") % {"email": invitation.email}
    )
    return redirect("member_list", request.workspace.slug)
