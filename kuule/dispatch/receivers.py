"""What mail providers report through django-anymail, in our own words."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, pre_send, tracking
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.utils import timezone

from kuule.dispatch.channels.words import said
from kuule.dispatch.rules import (
    COMPLAINT,
    DEFERRED,
    DELIVERED,
    HARD_BOUNCE,
    OPENED,
    REFERENCE_KEY,
    SOFT_BOUNCE,
    UNSUBSCRIBE,
    Report,
    bounce_kind,
)
from kuule.dispatch.services import note_report
from kuule.workspaces.rules import WORKSPACE_HEADER

log = structlog.get_logger("kuule.dispatch")

KINDS = {
    EventType.DELIVERED: DELIVERED,
    EventType.DEFERRED: DEFERRED,
    EventType.COMPLAINED: COMPLAINT,
    EventType.UNSUBSCRIBED: UNSUBSCRIBE,
    EventType.FAILED: SOFT_BOUNCE,
    EventType.OPENED: OPENED,
    EventType.CLICKED: OPENED,
}
COMES_BACK = {EventType.BOUNCED, EventType.REJECTED}
# A provider that did not even try, because of what it knows of the address.
REASONS = {
    RejectReason.INVALID: HARD_BOUNCE,
    RejectReason.BOUNCED: HARD_BOUNCE,
    RejectReason.SPAM: COMPLAINT,
    RejectReason.UNSUBSCRIBED: UNSUBSCRIBE,
}
# Where Postmark, Brevo, Mandrill, Amazon SES, Resend and MailerSend say in a word that a bounce is not for good.
VERDICTS = ("Type", "event", "type", "bounceType")
NOT_FOR_GOOD = re.compile(r"soft|transient|temporary|undetermined", re.IGNORECASE)
SPARKPOST_FOR_GOOD = {"10", "30", "90"}
DEEPEST = 5


@receiver(pre_send, dispatch_uid="kuule.dispatch.leave_our_header_at_home")
def leave_our_header_at_home(message: EmailMessage, **_about: object) -> None:
    """Keep the header that is meant for the Mailbox to ourselves."""
    message.extra_headers.pop(WORKSPACE_HEADER, None)


@receiver(tracking, dispatch_uid="kuule.dispatch.note_what_a_provider_reports")
def note_what_a_provider_reports(event: AnymailTrackingEvent, **_about: object) -> None:
    """Write down what a provider reports about a message, if it is one of ours and matters."""
    kind = kind_of(event)
    if not kind:
        return
    message = note_report(report=_report(event, kind), now=timezone.now())
    log.info("mail_reported", kind=kind, message=message.pk if message else None)


def kind_of(event: AnymailTrackingEvent) -> str:
    """Return what an event means for us, or "" when it means nothing."""
    if event.event_type not in COMES_BACK:
        return KINDS.get(event.event_type, "")
    if event.event_type == EventType.REJECTED and event.reject_reason in REASONS:
        return REASONS[event.reject_reason]
    return _verdict(event) or bounce_kind(_words(event)) or REASONS.get(event.reject_reason, SOFT_BOUNCE)


def _verdict(event: AnymailTrackingEvent) -> str:
    raw = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    if "bounce_class" in raw:
        return HARD_BOUNCE if str(raw["bounce_class"]) in SPARKPOST_FOR_GOOD else SOFT_BOUNCE
    if "hard_bounce" in raw:  # Mailjet
        return HARD_BOUNCE if raw["hard_bounce"] else SOFT_BOUNCE
    words = [event.description or "", *_words_at(raw, VERDICTS)]
    return SOFT_BOUNCE if any(NOT_FOR_GOOD.search(word) for word in words) else ""


def _words_at(raw: object, keys: tuple[str, ...], depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            if key in keys and isinstance(value, str):
                yield value
            yield from _words_at(value, keys, depth + 1)
    elif isinstance(raw, list):
        for value in raw:
            yield from _words_at(value, keys, depth + 1)


def _report(event: AnymailTrackingEvent, kind: str) -> Report:
    name = str(event.message_id or "")
    metadata: Mapping[str, Any] = event.metadata if isinstance(event.metadata, Mapping) else {}
    return Report(
        kind=kind,
        key=_key(event, kind, name),
        happened_at=event.timestamp or timezone.now(),
        detail=said(_words(event)),
        provider_id=name,
        message_ids=(name,),
        reference=str(metadata.get(REFERENCE_KEY, ""))[:100],
    )


def _key(event: AnymailTrackingEvent, kind: str, name: str) -> str:
    # Not the provider's own number of the event: some give the same event a new one when they tell it again.
    moment = event.timestamp.isoformat() if event.timestamp else str(event.event_id or "")
    return hashlib.sha256(json.dumps([kind, name, moment]).encode()).hexdigest()


def _words(event: AnymailTrackingEvent) -> str:
    return " ".join(str(words) for words in (event.mta_response, event.description) if words)
