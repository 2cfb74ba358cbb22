"""What is told about a message after it left: it arrived, it came back, it was called unwanted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from kuule.contacts.rules import BOUNCED, COMPLAINED, UNSUBSCRIBED
from kuule.contacts.selectors import address_hash
from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery, DeliveryEvent, Invitation
from kuule.dispatch.rules import (
    ASK,
    COMPLAINT,
    DUE,
    HANDED_OVER,
    HANDING_OVER,
    HARD_BOUNCE,
    OPENED,
    SOFT_BOUNCE,
    UNCERTAIN,
    UNSUBSCRIBE,
    Report,
    has_given_up,
)
from kuule.dispatch.selectors import is_handing_over, last_delivered_at, reported_delivery, soft_bounces_of
from kuule.dispatch.selectors.reminders import address_of
from kuule.dispatch.services.fall_back import fall_back
from kuule.ui.clean import visible_text
from kuule.workspaces.rules import RESPONDENT, SYSTEM, Actor

# Notes a report about a mail of a higher room; returns that mail, or None when it is none of theirs.
ReportTaker = Callable[[Report, datetime], Model | None]

LONGEST_DETAIL = 300
LONGEST_KEY = 128
LONGEST_NAME = 200

_TAKERS: list[ReportTaker] = []


def register_taker(taker: ReportTaker) -> None:
    """Offer reports that are about no message of this room to a higher one. Called once, when that room is set up."""
    _TAKERS.append(taker)


class NotYetKnown(Exception):  # noqa: N818 - an answer, not a fault
    """A report about a message that may be ours: its handover is not written down to the end. Tell it again later."""


@transaction.atomic
def note_report(*, report: Report, now: datetime) -> Model | None:
    """Write down what was told about a message, and do what follows from it. The same report again changes nothing.

    Return the message, or None when it is none of ours. Raises NotYetKnown when it may become ours in a moment.
    """
    report = _storable(report)
    delivery = reported_delivery(report)
    if delivery is None:
        theirs = next((mail for taker in _TAKERS if (mail := taker(report, now))), None)
        if theirs is not None:
            return theirs
        if is_handing_over():
            raise NotYetKnown
        return None
    happened_at = min(report.happened_at, now)
    if report.kind == OPENED:  # who was asked answers or does not: who only looks is not followed
        _believe_it_left(delivery, report, happened_at)
        return delivery
    _, is_new = DeliveryEvent.objects.get_or_create(
        delivery=delivery,
        event_key=report.key[:LONGEST_KEY],
        defaults={
            "workspace": delivery.workspace,
            "kind": report.kind,
            "happened_at": happened_at,
            "received_at": now,
            # Nothing new is kept of somebody who was erased.
            "detail": report.detail if delivery.invitation.contact_id else "",
        },
    )
    if is_new:
        _believe_it_left(delivery, report, happened_at)
        _draw_conclusions(delivery, report.kind, now)
    return delivery


def _storable(report: Report) -> Report:
    # Others wrote this. Some of what they can write, no database keeps.
    return replace(
        report,
        detail=visible_text(report.detail)[:LONGEST_DETAIL],
        provider_id=visible_text(report.provider_id)[:LONGEST_NAME],
        message_ids=tuple(visible_text(name) for name in report.message_ids),
    )


def _believe_it_left(delivery: Delivery, report: Report, at: datetime) -> None:
    # Whoever reports on a message had it. So one that nobody was sure of was sent, and is not sent again.
    unsure = Delivery.objects.filter(pk=delivery.pk, state__in=(HANDING_OVER, UNCERTAIN, DUE)).exclude(message_id="")
    unsure.update(state=HANDED_OVER, reason="", error="", handed_over_at=at)
    if report.provider_id:
        Delivery.objects.filter(pk=delivery.pk, provider_id="").update(provider_id=report.provider_id)


def _draw_conclusions(delivery: Delivery, kind: str, now: datetime) -> None:
    if kind == HARD_BOUNCE or (kind == SOFT_BOUNCE and _has_given_up(delivery)):
        _hold_bounced(delivery, now)
    elif kind == COMPLAINT:
        _hold(delivery, COMPLAINED, SYSTEM, now)
    elif kind == UNSUBSCRIBE:
        _hold(delivery, UNSUBSCRIBED, RESPONDENT, now)


def _has_given_up(delivery: Delivery) -> bool:
    return has_given_up(soft_bounces_of(delivery), last_delivered_at=last_delivered_at(delivery))


def _hold_bounced(delivery: Delivery, now: datetime) -> None:
    contact, workspace = delivery.invitation.contact, delivery.workspace
    address = address_of(contact, delivery.channel) if contact else ""
    if address and address_hash(workspace, address=address) == delivery.address_hash:
        _hold(delivery, BOUNCED, SYSTEM, now)
    if delivery.purpose == ASK:
        # The question never arrived: under a better address this person may be asked without a pause.
        Invitation.objects.filter(pk=delivery.invitation_id, answered_at=None).update(asked_at=None, remind_at=None)
    fall_back(delivery=delivery, now=now)


def _hold(delivery: Delivery, reason: str, actor: Actor, now: datetime) -> None:
    contact = delivery.invitation.contact
    address = address_of(contact, delivery.channel) if contact else ""
    if contact and address:
        suppress(workspace=delivery.workspace, address=address, reason=reason, actor=actor, now=now, contact=contact)
