"""The drains of this room: each takes some rows that are due and does one act for each."""

import time

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kuule.connect.models import Autopilot, CaseTelling, InitiativeTelling, InvitationTelling
from kuule.connect.selectors.alerts import alerts_of_late_cases, due_deliveries, waiting_alerts
from kuule.connect.selectors.outgoing import due_messages, webhooks_to_warn_of
from kuule.connect.services.alerts.gathering import drop_old_alerts, gather_alert
from kuule.connect.services.alerts.handing import (
    mail_alert,
    rest_alert_mails,
    settle_stuck_alerts,
    tell_alert_to_chat,
)
from kuule.connect.services.alerts.noting import note_late_cases
from kuule.connect.services.autopilot import bring_panel_up_to_date
from kuule.connect.services.outgoing import drop_old_messages
from kuule.connect.services.sending import send_message
from kuule.connect.services.telling import tell_of_answers, tell_of_stops
from kuule.connect.services.things import tell_of
from kuule.connect.services.webhooks import warn_of_paused
from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.channels import new_channel
from kuule.dispatch.channels.base import NoConnection

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


def drain_alerts() -> int:
    """Gather what waits for alerts into messages. Returns how many messages that was."""
    gathered = 0
    for alert in waiting_alerts():
        try:
            gathered += gather_alert(alert_id=alert, now=timezone.now()) is not None
        except Exception:
            # One that cannot be written now is tried again, and holds up no other.
            log.exception("alert_not_gathered", alert=alert)
    return gathered


def drain_late_cases_for_alerts() -> int:
    """Write down which cases became late. Returns how many those are."""
    return sum(note_late_cases(alert=alert, now=timezone.now()) for alert in alerts_of_late_cases())


def drain_alert_mails() -> int:
    """Mail the messages of alerts that are due. Returns how many were tried."""
    end, tried = time.monotonic() + LONGEST_CALL_SECONDS, 0
    waiting = due_deliveries(by_mail=True, now=timezone.now(), limit=MESSAGES_PER_CALL)
    if not waiting:
        return 0
    channel = new_channel(EMAIL)
    try:
        channel.open()
        for delivery in waiting:
            if time.monotonic() > end:
                break
            tried += mail_alert(delivery_id=delivery, channel=channel, now=timezone.now()) is not None
    except NoConnection:
        log.warning("no_connection", channel=EMAIL)
        rest_alert_mails(now=timezone.now())
    finally:
        channel.close()
    return tried


def drain_alert_chats() -> int:
    """Tell chats the messages of alerts that are due. Returns how many were tried."""
    end, tried = time.monotonic() + LONGEST_CALL_SECONDS, 0
    for delivery in due_deliveries(by_mail=False, now=timezone.now(), limit=MESSAGES_PER_CALL):
        if time.monotonic() > end:
            break
        tried += tell_alert_to_chat(delivery_id=delivery, now=timezone.now()) is not None
    return tried


def drain_stuck_alerts() -> int:
    """Settle handovers of alerts whose process must have died. Returns how many there were."""
    return settle_stuck_alerts(now=timezone.now())


def drain_old_alerts() -> int:
    """Forget what alerts told long ago. Returns how many messages that was."""
    return drop_old_alerts(now=timezone.now())


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
