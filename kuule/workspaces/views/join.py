"""Joining a workspace by a link."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kuule.workspaces.auth import SIGN_IN_BACKEND, PersonRequest
from kuule.workspaces.forms.first_visit import JoinForm
from kuule.workspaces.forms.refusals import add_refusal
from kuule.workspaces.models import JoinInvitation, Member
from kuule.workspaces.rules import JOIN_OPEN, Refused, join_state
from kuule.workspaces.selectors import join_by_token, landing, user_by_email
from kuule.workspaces.services import accept_join, join_as_new_user


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take in a new person, or somebody who can sign in already; explain a link that is of no use."""
    invitation = join_by_token(token)
    state = "unknown" if invitation is None else _state(invitation)
    if invitation is None or state != JOIN_OPEN:
        context = {"state": state, "invitation": invitation}
        return render(request, "workspaces/join_closed.html", context, status=404)
    if request.user.is_authenticated:
        return _join_signed_in(cast("PersonRequest", request), invitation)
    if user_by_email(invitation.email):
        return render(request, "workspaces/join_sign_in.html", {"invitation": invitation})
    return _join_new(request, invitation)


def _join_signed_in(request: PersonRequest, invitation: JoinInvitation) -> HttpResponse:
    if request.user.email.lower() != invitation.email:
        return render(request, "workspaces/join_other_address.html", {"invitation": invitation})
    context: dict[str, object] = {"invitation": invitation}
    if request.method == "POST":
        try:
            return _welcome(request, accept_join(invitation=invitation, user=request.user, now=timezone.now()))
        except Refused as refused:
            context["refused"] = refused.code
    return render(request, "workspaces/join_signed_in.html", context)


def _join_new(request: HttpRequest, invitation: JoinInvitation) -> HttpResponse:
    form = JoinForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        try:
            member = join_as_new_user(
                invitation=invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                language=(get_language() or "").partition("-")[0],
                now=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            login(request, member.user, backend=SIGN_IN_BACKEND)
            return _welcome(request, member)
    return render(request, "workspaces/join.html", {"form": form, "invitation": invitation})


def _state(invitation: JoinInvitation) -> str:
    return join_state(
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        now=timezone.now(),
    )


def _welcome(request: HttpRequest, member: Member) -> HttpResponse:
    messages.success(request, _("Welcome to %(workspace)s.") % {"workspace": member.workspace.name})
    return redirect(landing(member))
