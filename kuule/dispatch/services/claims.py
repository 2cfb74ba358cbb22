"""Claiming messages that are due: some at a time, each with its mail written, for one process alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F

from kuule.contacts.selectors import address_hash
from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.models import Delivery, Invitation, Turn
from kuule.dispatch.rules import (
    ANSWERED,
    DROP,
    DROPPED,
    DUE,
    FAILED,
    HANDING_OVER,
    HELD_BACK,
    HOLD,
    IN_LINE,
    NO_ASKS,
    PAUSED,
    REMIND,
    UNEXPECTED,
    Decision,
    next_reminder_at,
    retry_delay,
)
from kuule.dispatch.selectors import reference_of
from kuule.dispatch.selectors.reminders import FollowUps
from kuule.dispatch.services.letters import Letters
from kuule.dispatch.services.rechecks import Recheck
from kuule.dispatch.services.reminders import record_of
from kuule.lib.bulk import overwrite_rows
from kuule.lib.tokens import hash_token, mint_token

log = structlog.get_logger("kuule.dispatch")

_WRITTEN = (
    *("state", "reason", "error", "claimed_at", "attempts", "token_hash", "message_id", "address_hash", "due_at"),
)
# What many messages have in common is read once, and not with each of them.
_COMMON = ("workspace", "invitation__version__survey", "invitation__wave", "invitation__programme__workspace")


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this process alone may hand over."""

    delivery: Delivery
    envelope: Envelope


@transaction.atomic
def claim_deliveries(*, deliveries: Sequence[Delivery], now: datetime) -> tuple[list[Claim], dict[int, str]]:
    """Claim those of these messages that are due and nobody else's. Return them, and the state of those that wait.

    Whether the people may be asked is looked at once more. One transaction: the claimed are in line to be handed over,
    each with its Message-ID and the hash of its link, and their people count as asked.
    """
    mine = _locked([each.pk for each in deliveries], now)
    allowed: list[Delivery] = []
    states: dict[int, str] = {}
    follow_ups = FollowUps([each.invitation for each in mine], now=now)
    for delivery, decision in zip(mine, _decisions(mine, follow_ups, now), strict=True):
        if decision.verdict == DROP:
            states[delivery.pk] = _drop(delivery, decision.rule, now)
        elif decision.verdict == HOLD and decision.until is not None:
            states[delivery.pk] = _wait(delivery, decision.until, decision.rule)
        else:
            allowed.append(delivery)
    letters = Letters()
    claims = [claim for each in allowed if (claim := _written(each, letters, now)) is not None]
    overwrite_rows(allowed, _WRITTEN)
    _note_asked([claim.delivery for claim in claims], follow_ups, now)
    claimed = {claim.delivery.pk for claim in claims}
    return claims, {**states, **{each.pk: each.state for each in allowed if each.pk not in claimed}}


def _locked(ids: Sequence[int], now: datetime) -> list[Delivery]:
    due = Delivery.objects.filter(pk__in=ids, state=DUE, due_at__lte=now)
    whole = due.select_related("invitation__contact__preference").prefetch_related(*_COMMON)
    return list(whole.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk"))


def _written(delivery: Delivery, letters: Letters, now: datetime) -> Claim | None:
    """Write the mail of a message. One that cannot even be written is tried later; after the last try it has failed."""
    token = mint_token()
    delivery.attempts += 1
    try:
        envelope = replace(letters.letter_for(delivery, token=token), reference=reference_of(delivery))
    except Exception:
        log.exception("delivery_not_written", delivery=delivery.pk)
        delay = retry_delay(delivery.attempts)
        delivery.state, delivery.reason = (FAILED if delay is None else DUE), UNEXPECTED
        delivery.due_at = now + (delay or timedelta(0))
        return None
    delivery.state, delivery.reason, delivery.error, delivery.claimed_at = HANDING_OVER, IN_LINE, "", now
    delivery.token_hash, delivery.message_id = hash_token(token), envelope.message_id
    delivery.address_hash = address_hash(delivery.workspace, address=envelope.to_address)
    return Claim(delivery, envelope)


def _note_asked(deliveries: Sequence[Delivery], follow_ups: FollowUps, now: datetime) -> None:
    """Note that people were asked, and when the next reminder comes: each message sets it anew as it leaves."""
    alike: dict[tuple[int, datetime | None], list[Invitation]] = {}
    for each in deliveries:
        if each.purpose not in NO_ASKS:
            reminders, reminded = follow_ups.of(each.invitation).reminders, each.invitation.reminded or 0
            remind_at = next_reminder_at(reminders, reminded=reminded, last_message_at=now)
            alike.setdefault((each.workspace.invitation_days, remind_at), []).append(each.invitation)
    for (open_days, remind_at), invitations in alike.items():
        unasked = Invitation.objects.filter(pk__in=[each.pk for each in invitations], asked_at=None)
        unasked.update(asked_at=now, expires_at=now + timedelta(days=open_days), remind_at=remind_at)
        again = [each.pk for each in invitations if each.asked_at is not None]
        if again:
            Invitation.objects.filter(pk__in=again).update(remind_at=remind_at)


def _decisions(deliveries: Sequence[Delivery], follow_ups: FollowUps, now: datetime) -> list[Decision]:
    """Look once more at what may have changed since it was decided to ask."""
    found: dict[int, Decision] = {}
    for workspace in {each.workspace_id: each.workspace for each in deliveries}.values():
        mine = [each for each in deliveries if each.workspace_id == workspace.pk]
        found |= Recheck(workspace, mine, follow_ups, now).decisions()
    return [found[each.pk] for each in deliveries]


def _wait(delivery: Delivery, until: datetime, reason: str) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(due_at=until, reason=reason)
    return DUE


def _drop(delivery: Delivery, reason: str, now: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DROPPED, reason=reason, attempts=F("attempts") + 1, claimed_at=now, token_hash=None
    )
    if delivery.purpose not in NO_ASKS:
        Invitation.objects.filter(pk=delivery.invitation_id, asked_at=None).update(
            decision=HELD_BACK, reason=reason, decided_at=now
        )
    if reason == PAUSED:
        # Their turn comes again when the programme goes on.
        invitation = delivery.invitation
        turns = Turn.objects.filter(programme=invitation.programme_id, contact=invitation.contact_id)
        turns.exclude(asked_on=None).update(next_on=F("asked_on"), asked_on=None)
    if delivery.purpose == REMIND and delivery.invitation.contact_id and reason != ANSWERED:
        record_of(delivery.invitation, Decision(DROP, reason), now).save()
    return DROPPED
