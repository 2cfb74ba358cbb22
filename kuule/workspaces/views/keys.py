"""API keys of a workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.forms.keys import KeyForm
from kuule.workspaces.forms.refusals import add_refusal
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import live_keys
from kuule.workspaces.services import issue_key, revoke_key


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: MemberRequest) -> HttpResponse:
    """Show the keys that work and make new ones. A new key is shown once, on the page that answers the form."""
    form, now = KeyForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            key, secret = issue_key(
                workspace=request.workspace,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.expiry(now),
                actor=request.actor,
                now=now,
            )
        except Refused as refused:
            add_refusal(form, refused, "name")
        else:
            return render(request, "workspaces/key_made.html", {"key": key, "secret": secret})
    return render(request, "workspaces/key_list.html", {"form": form, "keys": live_keys(request.workspace), "now": now})


@member_page("change_keys")
@require_POST
def key_revoke(request: MemberRequest, key_id: int) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(live_keys(request.workspace), pk=key_id)
    revoke_key(key=key, actor=request.actor, now=timezone.now())
    messages.success(request, _("The key %(key)s no longer works.") % {"key": key.name})
    return redirect("key_list", request.workspace.slug)
