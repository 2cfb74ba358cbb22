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
    ALLOW,
    CANCELLED,
    CONFIRM,
    DROP,
    DROPPED,
    DUE,
    FAILED,
    HANDING_OVER,
    HELD_BACK,
    HOLD,
    IN_LINE,
    NO_ADDRESS,
    PAUSED,
    SURVEY_CLOSED,
    UNEXPECTED,
    WAVE_CANCELLED,
    Decision,
    Person,
    Wish,
    asks,
    decide,
    retry_delay,
)
from kuule.dispatch.rules.programmes import RUNNING
from kuule.dispatch.selectors import Addressee, persons_to_ask, reference_of
from kuule.dispatch.services.letters import Letters
from kuule.lib.bulk import overwrite_rows
from kuule.lib.tokens import hash_token, mint_token
from kuule.workspaces.models import Workspace

log = structlog.get_logger("kuule.dispatch")

_WRITTEN = (
    *("state", "reason", "error", "claimed_at", "attempts", "token_hash", "message_id", "address_hash", "due_at"),
)
_JOINED = (
    *("workspace", "invitation__contact", "invitation__version__survey", "invitation__wave", "invitation__programme"),
)


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
    for delivery, decision in zip(mine, _decisions(mine, now), strict=True):
        if decision.verdict == DROP:
            states[delivery.pk] = _drop(delivery, decision.rule, now)
        elif decision.verdict == HOLD and decision.until is not None:
            states[delivery.pk] = _wait(delivery, decision.until, decision.rule)
        else:
            allowed.append(delivery)
    letters = Letters()
    claims = [claim for each in allowed if (claim := _written(each, letters, now)) is not None]
    overwrite_rows(allowed, _WRITTEN)
    _note_asked([claim.delivery for claim in claims], now)
    claimed = {claim.delivery.pk for claim in claims}
    return claims, {**states, **{each.pk: each.state for each in allowed if each.pk not in claimed}}


def _locked(ids: Sequence[int], now: datetime) -> list[Delivery]:
    due = Delivery.objects.filter(pk__in=ids, state=DUE, due_at__lte=now).select_related(*_JOINED)
    return list(due.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk"))


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


def _note_asked(deliveries: Sequence[Delivery], now: datetime) -> None:
    days: dict[int, list[int]] = {}
    for each in deliveries:
        if each.purpose != CONFIRM:
            days.setdefault(each.workspace.invitation_days, []).append(each.invitation_id)
    for open_days, invitations in days.items():
        unasked = Invitation.objects.filter(pk__in=invitations, asked_at=None)
        unasked.update(asked_at=now, expires_at=now + timedelta(days=open_days))


def _decisions(deliveries: Sequence[Delivery], now: datetime) -> list[Decision]:
    """Look once more at what may have changed since it was decided to ask."""
    workspaces = {each.workspace_id: each.workspace for each in deliveries}
    persons: dict[int, Person] = {}
    for workspace in workspaces.values():
        persons |= _persons(workspace, [each for each in deliveries if each.workspace_id == workspace.pk], now)
    return [_decision(each, persons.get(each.pk), now) for each in deliveries]


def _persons(workspace: Workspace, deliveries: Sequence[Delivery], now: datetime) -> dict[int, Person]:
    addressees = {
        each.pk: Addressee(
            contact.pk,
            contact.email,
            contact.language,
            contact.timezone,
            contact.account_id,
            is_archived=each.purpose != CONFIRM and contact.archived_at is not None,
        )
        for each in deliveries
        if (contact := each.invitation.contact) is not None
    }
    # How often somebody was asked was looked at before; this very ask would count against itself.
    found = persons_to_ask(workspace, people=list(addressees.values()), limits=(), now=now)
    return dict(zip(addressees, found, strict=True))


def _decision(delivery: Delivery, person: Person | None, now: datetime) -> Decision:
    if person is None:
        return Decision(DROP, NO_ADDRESS)
    is_asking, invitation = delivery.purpose != CONFIRM, delivery.invitation
    survey = invitation.version.survey
    if is_asking and not asks(survey_state=survey.state, archived_at=survey.archived_at):
        return Decision(DROP, SURVEY_CLOSED)
    if is_asking and (stopped := _stopped(invitation)):
        return Decision(DROP, stopped)
    decision = decide(Wish(survey.family, (delivery.channel,)), person, (), now=now)
    return decision if is_asking or decision.verdict == DROP else Decision(ALLOW)


def _stopped(invitation: Invitation) -> str:
    """Return why nobody is asked any more by what this invitation came of, or "". Who was asked before stays asked."""
    if invitation.asked_at is not None:
        return ""
    if invitation.wave is not None and invitation.wave.state == CANCELLED:
        return WAVE_CANCELLED
    return PAUSED if invitation.programme is not None and invitation.programme.state != RUNNING else ""


def _wait(delivery: Delivery, until: datetime, reason: str) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(due_at=until, reason=reason)
    return DUE


def _drop(delivery: Delivery, reason: str, now: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DROPPED, reason=reason, attempts=F("attempts") + 1, claimed_at=now, token_hash=None
    )
    if delivery.purpose != CONFIRM:
        Invitation.objects.filter(pk=delivery.invitation_id, asked_at=None).update(
            decision=HELD_BACK, reason=reason, decided_at=now
        )
    if reason == PAUSED:
        # Their turn comes again when the programme goes on.
        invitation = delivery.invitation
        turns = Turn.objects.filter(programme=invitation.programme_id, contact=invitation.contact_id)
        turns.exclude(asked_on=None).update(next_on=F("asked_on"), asked_on=None)
    return DROPPED
