"""The page on which programs written for Delighted are given their survey, and the addresses that are told."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.connect.forms.webhooks import ProjectForm, WebhookForm
from kuule.connect.models import Project, Webhook
from kuule.connect.selectors.outgoing import (
    attempts_of,
    live_webhooks,
    message_of,
    waiting_of,
    webhook_of,
)
from kuule.connect.selectors.projects import keys_of_projects
from kuule.connect.services.outgoing import add_delighted_webhook, revoke_webhook, send_webhook_again
from kuule.connect.services.projects import choose_project
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import ApiKey
from kuule.workspaces.rules import DELIGHTED, Refused
from kuule.workspaces.selectors import live_keys


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def delighted_page(request: MemberRequest) -> HttpResponse:
    """Show which survey each key means and which addresses are told; take a new address."""
    projects = keys_of_projects(request.workspace)
    form = WebhookForm(request.POST or None, workspace=request.workspace, keys=projects)
    if form.is_valid():
        try:
            webhook = add_delighted_webhook(
                workspace=request.workspace,
                key=form.cleaned_data["key"],
                url=form.cleaned_data["url"],
                events=form.cleaned_data["events"],
                actor=request.actor,
                now=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("What happens is told to this address from now on."))
            return redirect("delighted_webhook", request.workspace.slug, webhook.pk)
    keys = [each for each in live_keys(request.workspace) if DELIGHTED in each.scopes]
    context = {
        "form": form,
        "keys": [(key, _project_form(key, projects)) for key in keys],
        "has_projects": bool(projects),
        "webhooks": [(each, waiting_of(each)) for each in live_webhooks(request.workspace, kind=DELIGHTED)],
        "base_address": request.build_absolute_uri("/v1/"),
    }
    return render(request, "connect/delighted.html", context)


def _project_form(key: ApiKey, projects: Mapping[int, Project]) -> ProjectForm:
    return ProjectForm(key=key, initial={"survey": projects[key.pk].survey_id} if key.pk in projects else {})


@member_page("change_keys")
@require_POST
def delighted_project(request: MemberRequest, key_id: int) -> HttpResponse:
    """Let a key mean another survey."""
    key = get_object_or_404(live_keys(request.workspace), pk=key_id)
    form = ProjectForm(request.POST, key=key)
    if form.is_valid():
        choose_project(key=key, survey=form.cleaned_data["survey"], actor=request.actor, now=timezone.now())
        messages.success(request, _("The key %(key)s means this survey now.") % {"key": key.name})
    else:
        messages.error(request, _("Choose one of the surveys in the list."))
    return redirect("delighted", request.workspace.slug)


@member_page("change_keys")
@require_safe
def delighted_webhook(request: MemberRequest, webhook_id: int) -> HttpResponse:
    """Show one address with every attempt of the last weeks."""
    webhook = _webhook(request, webhook_id)
    context = {"webhook": webhook, "attempts": attempts_of(webhook), "waiting": waiting_of(webhook)}
    return render(request, "connect/webhook.html", context)


@member_page("change_keys")
@require_POST
def delighted_webhook_revoke(request: MemberRequest, webhook_id: int) -> HttpResponse:
    """Tell an address nothing any more."""
    revoke_webhook(webhook=_webhook(request, webhook_id), actor=request.actor, now=timezone.now())
    messages.success(request, _("This address is told nothing any more."))
    return redirect("delighted", request.workspace.slug)


@member_page("change_keys")
@require_POST
def delighted_message_again(request: MemberRequest, webhook_message_id: int) -> HttpResponse:
    """Send a message once more."""
    message = message_of(request.workspace, kind=DELIGHTED, message_id=webhook_message_id)
    if message is None:
        raise Http404
    send_webhook_again(message=message, actor=request.actor, now=timezone.now())
    messages.success(request, _("The message is sent again in a moment."))
    return redirect("delighted_webhook", request.workspace.slug, message.webhook_id)


def _webhook(request: MemberRequest, webhook_id: int) -> Webhook:
    webhook = webhook_of(request.workspace, kind=DELIGHTED, webhook_id=webhook_id)
    if webhook is None:
        raise Http404
    return webhook
