"""The pages on which other systems are told what happens: their addresses, and every attempt to reach them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kuule.connect.channels import STANDARD
from kuule.connect.forms.outgoing import WebhookPlanForm
from kuule.connect.models import Webhook
from kuule.connect.selectors.outgoing import (
    attempts_of,
    given_up_of,
    live_webhooks,
    message_of,
    waiting_of,
    webhook_of,
)
from kuule.connect.services.outgoing import revoke_webhook, send_webhook_again
from kuule.connect.services.webhooks import (
    add_webhook,
    change_webhook,
    pause_webhook,
    resume_webhook,
    rotate_webhook_secret,
    send_given_up_again,
    try_webhook,
)
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_list(request: MemberRequest) -> HttpResponse:
    """Show the addresses that are told, and take a new one. Its secret is shown once, on the page that answers."""
    form = WebhookPlanForm(request.POST or None)
    if form.is_valid():
        try:
            webhook, secret = add_webhook(
                workspace=request.workspace, plan=form.plan, actor=request.actor, now=timezone.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return render(request, "connect/webhook_secret.html", {"webhook": webhook, "secret": secret})
    webhooks = [(each, waiting_of(each)) for each in live_webhooks(request.workspace, kind=STANDARD.key)]
    return render(request, "connect/webhook_list.html", {"form": form, "webhooks": webhooks})


@member_page("change_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_page(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Show one address with every attempt of the last weeks, and change it."""
    webhook = _webhook(request, outgoing_id)
    now = {name: getattr(webhook, name) for name in ("name", "url", "events", "shows_personal")}
    form = WebhookPlanForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            change_webhook(webhook=webhook, plan=form.plan, actor=request.actor, now=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return _back(request, webhook)
    context = {
        "form": form,
        "webhook": webhook,
        "attempts": attempts_of(webhook),
        "waiting": waiting_of(webhook),
        "given_up": given_up_of(webhook).count(),
    }
    return render(request, "connect/webhook_page.html", context)


@member_page("change_keys")
@require_POST
def webhook_rotate(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Make a new secret and show it once."""
    webhook = _webhook(request, outgoing_id)
    secret = rotate_webhook_secret(webhook=webhook, actor=request.actor, now=timezone.now())
    return render(request, "connect/webhook_secret.html", {"webhook": webhook, "secret": secret, "is_rotated": True})


@member_page("change_keys")
@require_POST
def webhook_test(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Send an event that tells of nothing."""
    webhook = _webhook(request, outgoing_id)
    try_webhook(webhook=webhook, actor=request.actor, now=timezone.now())
    messages.success(request, _("A test is on its way. Look below in a moment."))
    return _back(request, webhook)


@member_page("change_keys")
@require_POST
def webhook_pause(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Send nothing for now."""
    webhook = _webhook(request, outgoing_id)
    pause_webhook(webhook=webhook, actor=request.actor, now=timezone.now())
    messages.success(request, _("The webhook is paused. What happens waits."))
    return _back(request, webhook)


@member_page("change_keys")
@require_POST
def webhook_resume(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Send again."""
    webhook = _webhook(request, outgoing_id)
    resume_webhook(webhook=webhook, actor=request.actor, now=timezone.now())
    messages.success(request, _("The webhook goes on, first with what waited."))
    return _back(request, webhook)


@member_page("change_keys")
@require_POST
def webhook_catch_up(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Send everything once more that was given up."""
    webhook = _webhook(request, outgoing_id)
    count = send_given_up_again(webhook=webhook, actor=request.actor, now=timezone.now())
    words = ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", count)
    messages.success(request, words % {"n": count})
    return _back(request, webhook)


@member_page("change_keys")
@require_POST
def webhook_revoke(request: MemberRequest, outgoing_id: int) -> HttpResponse:
    """Tell an address nothing any more."""
    revoke_webhook(webhook=_webhook(request, outgoing_id), actor=request.actor, now=timezone.now())
    messages.success(request, _("This address is told nothing any more."))
    return redirect("webhook_list", request.workspace.slug)


@member_page("change_keys")
@require_POST
def webhook_message_again(request: MemberRequest, outgoing_message_id: int) -> HttpResponse:
    """Send a message once more."""
    message = message_of(request.workspace, kind=STANDARD.key, message_id=outgoing_message_id)
    if message is None:
        raise Http404
    send_webhook_again(message=message, actor=request.actor, now=timezone.now())
    messages.success(request, _("The message is sent again in a moment."))
    return _back(request, message.webhook)


def _webhook(request: MemberRequest, outgoing_id: int) -> Webhook:
    webhook = webhook_of(request.workspace, kind=STANDARD.key, webhook_id=outgoing_id)
    if webhook is None:
        raise Http404
    return webhook


def _back(request: MemberRequest, webhook: Webhook) -> HttpResponse:
    return redirect("webhook_page", request.workspace.slug, webhook.pk)
