"""The drains of this room: each takes some rows that are due and does one act for each."""

import time

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kuule.connect.models import Autopilot, CaseTelling, InitiativeTelling, InvitationTelling
from kuule.connect.selectors.outgoing import due_messages, webhooks_to_warn_of
from kuule.connect.services.autopilot import bring_panel_up_to_date
from kuule.connect.services.outgoing import drop_old_messages
from kuule.connect.services.sending import send_message
from kuule.connect.services.telling import tell_of_answers, tell_of_stops
from kuule.connect.services.things import tell_of
from kuule.connect.services.webhooks import warn_of_paused

log = structlog.get_logger("kuule.connect")

LONGEST_CALL_SECONDS = 10.0
MESSAGES_PER_CALL = 200
WARNINGS_PER_CALL = 50


def drain_webhook_news() -> int:
    """Write the messages that what happened gives rise to. Returns how many entries of the outboxes that was."""
    now = timezone.now()
    others = sum(tell_of(each, now=now) for each in (InvitationTelling, CaseTelling, InitiativeTelling))
    return tell_of_answers(now=now) + tell_of_stops(now=now) + others


def drain_webhooks() -> int:
    """Send the messages that are due. Returns how many were sent or failed."""
    end = time.monotonic() + LONGEST_CALL_SECONDS
    sent = 0
    for message in due_messages(now=timezone.now(), limit=MESSAGES_PER_CALL):
        if time.monotonic() > end:
            break
        try:
            sent += send_message(message=message, now=timezone.now())
        except Exception:
            # One that cannot even be tried is tried again later, and holds up no other.
            log.exception("webhook_not_sent", message=message.pk)
    return sent


def drain_old_webhooks() -> int:
    """Forget what was sent long ago. Returns how many messages that was."""
    return drop_old_messages(now=timezone.now())


def drain_paused_webhooks() -> int:
    """Tell owners of webhooks that paused by themselves. Returns how many webhooks that was."""
    told = 0
    for webhook in webhooks_to_warn_of(limit=WARNINGS_PER_CALL):
        page = reverse("webhook_page", args=[webhook.workspace.slug, webhook.pk])
        told += warn_of_paused(webhook=webhook, link=settings.KUULE_BASE_URL + page, now=timezone.now())
    return told


def drain_autopilots() -> int:
    """Let programmes ask those who joined, and not those who left. Returns how many programmes that was."""
    changed = 0
    for autopilot in Autopilot.objects.filter(has_news=True).order_by("pk"):
        try:
            bring_panel_up_to_date(autopilot=autopilot, now=timezone.now())
        except Exception:
            log.exception("autopilot_not_up_to_date", autopilot=autopilot.pk)
            continue
        changed += 1
    return changed
