"""API keys of a workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.forms.refusals import add_refusal
from kuule.workspaces.forms.workspace import KeyForm
from kuule.workspaces.rules import Refused
from kuule.workspaces.selectors import live_keys
from kuule.workspaces.services import issue_key, revoke_key


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: MemberRequest) -> HttpResponse:
    """Show the keys that work and make new ones. A new key is shown once, on the page that answers the form."""
    form = KeyForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            key, secret = issue_key(workspace=request.workspace, name=name, actor=request.actor, now=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, "name")
        else:
            return render(request, "workspaces/key_made.html", {"key": key, "secret": secret})
    return render(request, "workspaces/key_list.html", {"form": form, "keys": live_keys(request.workspace)})


@member_page("change_keys")
@require_POST
def key_revoke(request: MemberRequest, key_id: int) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(live_keys(request.workspace), pk=key_id)
    revoke_key(key=key, actor=request.actor, now=timezone.now())
    messages.success(request, _("The key %(key)s no longer works.") % {"key": key.name})
    return redirect("key_list", request.workspace.slug)
