"""Handing a message over to its channel: never twice, and never without a trace.

Exactly once cannot be had from SMTP. So the row says `handing_over`, with the Message-ID and the hash of the link,
before the mail is given away, and `sent` after. When the process dies in between, the row becomes `uncertain`: it is
shown, and never sent again by itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from kuule.contacts.selectors import address_hash
from kuule.dispatch.channels import new_channel
from kuule.dispatch.channels.base import Channel, Envelope, NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    ALLOW,
    ANSWERED,
    CONFIRM,
    CONNECTION_LOST,
    CONNECTION_PAUSE,
    DROP,
    DROPPED,
    DUE,
    FAILED,
    HANDED_OVER,
    HANDING_OVER,
    HELD_BACK,
    HOLD,
    INTERRUPTED,
    NO_ADDRESS,
    NO_CONNECTION,
    PAUSED,
    QUIET_HOURS,
    REMIND,
    SENT_AGAIN,
    STUCK_AFTER,
    SURVEY_CLOSED,
    UNCERTAIN,
    UNEXPECTED,
    Decision,
    Wish,
    asks,
    decide,
    next_moment,
    next_reminder_at,
    retry_delay,
)
from kuule.dispatch.selectors import Addressee, persons_to_ask, reference_of
from kuule.dispatch.selectors.people_to_ask import addressee_of
from kuule.dispatch.selectors.reminders import FollowUp, follow_up_of, source_of
from kuule.dispatch.selectors.sending_times import zone_of
from kuule.dispatch.services.fall_back import fall_back
from kuule.dispatch.services.letters import letter_for
from kuule.dispatch.services.reminders import PAUSE, record_of
from kuule.lib.tokens import hash_token, mint_token

_NEEDED = (
    *("workspace", "invitation__contact__preference", "invitation__version__survey"),
    *("invitation__wave", "invitation__programme__workspace"),
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A message that this process alone may hand over."""

    delivery: Delivery
    envelope: Envelope


def hand_over(*, delivery: Delivery, now: datetime, channel: Channel | None = None) -> str | None:
    """Hand one due message over and return the state it is in now; None when it was not due or is another worker's.

    Whether the person may be asked is looked at once more: who unsubscribed meanwhile is not written to. Give a
    `channel` to use its open connection for many messages. Raises NoConnection when the message stays due, because the
    other side cannot be reached.
    """
    channel = channel or new_channel(delivery.channel)
    channel.open()
    claim = _claim(delivery, now)
    if not isinstance(claim, _Claim):
        return claim
    try:
        provider_id = channel.hand_over(claim.envelope)
    except NotHandedOver as error:
        return _give_back(claim.delivery, error, now)
    except NoConnection:
        _give_back(claim.delivery, NotHandedOver(NO_CONNECTION, is_permanent=False), now, is_attempt=False)
        raise
    except OutcomeUnknown:
        return _settle(claim.delivery, state=UNCERTAIN, reason=CONNECTION_LOST)
    return _settle(claim.delivery, state=HANDED_OVER, reason="", provider_id=provider_id, handed_over_at=now)


@transaction.atomic
def postpone_delivery(*, delivery: Delivery, now: datetime) -> None:
    """Try a message later that could not even be written; after the last try it has failed."""
    attempts = delivery.attempts + 1
    _wait_or_fail(
        Delivery.objects.filter(pk=delivery.pk, state=DUE, attempts=delivery.attempts),
        delay=retry_delay(attempts),
        now=now,
        attempts=attempts,
        reason=UNEXPECTED,
    )


def rest_deliveries(*, deliveries: list[Delivery], detail: str, now: datetime) -> None:
    """Let messages wait a little because the other side cannot be reached. That is no attempt of theirs."""
    waiting = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries], state=DUE)
    waiting.update(due_at=now + CONNECTION_PAUSE, reason=NO_CONNECTION, error=detail)


def declare_uncertain(*, now: datetime, limit: int) -> int:
    """Stop waiting for handovers whose process must have died. Returns how many there were."""
    stuck = Delivery.objects.filter(state=HANDING_OVER, claimed_at__lt=now - STUCK_AFTER)
    chosen = list(stuck.values_list("pk", flat=True)[:limit])
    return stuck.filter(pk__in=chosen).update(state=UNCERTAIN, reason=INTERRUPTED)


@transaction.atomic
def _claim(delivery: Delivery, now: datetime) -> _Claim | str | None:
    token = mint_token()
    due = Delivery.objects.filter(pk=delivery.pk, state=DUE, due_at__lte=now)
    if not due.update(state=HANDING_OVER, claimed_at=now, attempts=F("attempts") + 1, token_hash=hash_token(token)):
        return None
    mine = Delivery.objects.select_related(*_NEEDED).get(pk=delivery.pk)
    follow_up = follow_up_of(mine.invitation, source_of(mine.invitation), now=now)
    decision = _decision(mine, follow_up, now)
    if decision.verdict == DROP:
        return _drop(mine, decision.rule, now)
    if decision.verdict == HOLD and decision.until is not None:
        return _wait(mine, decision.until, decision.rule)
    envelope = replace(letter_for(mine, token=token), reference=reference_of(mine))
    mine.message_id = envelope.message_id
    Delivery.objects.filter(pk=mine.pk).update(
        message_id=envelope.message_id,
        address_hash=address_hash(mine.workspace, address=envelope.to_address),
        reason="",
        error="",
    )
    if mine.purpose != CONFIRM:
        _note_asked(mine, follow_up, now)
    return _Claim(mine, envelope)


def _note_asked(delivery: Delivery, follow_up: FollowUp, now: datetime) -> None:
    """Note that somebody was asked, and when the next reminder comes: each message sets it anew as it leaves."""
    invitation = delivery.invitation
    remind_at = next_reminder_at(follow_up.reminders, reminded=invitation.reminded or 0, last_message_at=now)
    open_until = now + timedelta(days=delivery.workspace.invitation_days)
    mine = Invitation.objects.filter(pk=delivery.invitation_id)
    if not mine.filter(asked_at=None).update(asked_at=now, expires_at=open_until, remind_at=remind_at):
        mine.update(remind_at=remind_at)


def _decision(delivery: Delivery, follow_up: FollowUp, now: datetime) -> Decision:
    """Look once more at what may have changed since it was decided to ask."""
    contact, survey = delivery.invitation.contact, delivery.invitation.version.survey
    if contact is None:
        return Decision(DROP, NO_ADDRESS)
    is_asking = delivery.purpose != CONFIRM
    if is_asking and not asks(survey_state=survey.state, archived_at=survey.archived_at):
        return Decision(DROP, SURVEY_CLOSED)
    if (delivery.purpose == REMIND or delivery.fall_back_of_id) and (over := _is_over(delivery, follow_up, now)):
        return over
    addressee = addressee_of(contact, is_archived=is_asking and contact.archived_at is not None)
    # How often somebody was asked was looked at before; this very ask would count against itself.
    (person,) = persons_to_ask(delivery.workspace, people=[addressee], limits=(), now=now)
    wish = Wish(
        survey.family, (delivery.channel,), delivery.invitation.expires_at if delivery.purpose == REMIND else None
    )
    decision = decide(wish, person, (), now=now)
    if not is_asking or decision.verdict != ALLOW:
        return decision if is_asking or decision.verdict == DROP else Decision(ALLOW)
    return _outside_quiet_hours(delivery, addressee, follow_up, now)


def _is_over(delivery: Delivery, follow_up: FollowUp, now: datetime) -> Decision | None:
    if delivery.invitation.answered_at is not None:
        return Decision(DROP, ANSWERED)
    if follow_up.stopped == PAUSED:
        return Decision(HOLD, PAUSED, until=now + PAUSE)
    return Decision(DROP, follow_up.stopped) if follow_up.stopped else None


def _outside_quiet_hours(delivery: Delivery, addressee: Addressee, follow_up: FollowUp, now: datetime) -> Decision:
    zone = zone_of(addressee.timezone, delivery.workspace)
    times = follow_up.times if delivery.purpose == REMIND else None
    at = next_moment(now, zone, quiet=addressee.quiet, times=times)
    if at is None:
        return Decision(DROP, QUIET_HOURS)
    return Decision(ALLOW) if at == now else Decision(HOLD, QUIET_HOURS, until=at)


@transaction.atomic
def _wait(delivery: Delivery, until: datetime, reason: str) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DUE, due_at=until, reason=reason, attempts=F("attempts") - 1, token_hash=None
    )
    return DUE


def _drop(delivery: Delivery, reason: str, now: datetime) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(state=DROPPED, reason=reason, token_hash=None)
    if delivery.purpose != CONFIRM:
        Invitation.objects.filter(pk=delivery.invitation_id, asked_at=None).update(
            decision=HELD_BACK, reason=reason, decided_at=now
        )
    if delivery.purpose == REMIND and delivery.invitation.contact_id and reason != ANSWERED:
        record_of(delivery.invitation, Decision(DROP, reason), now).save()
    return DROPPED


@transaction.atomic
def _give_back(delivery: Delivery, error: NotHandedOver, now: datetime, *, is_attempt: bool = True) -> str:
    mine = _still_mine(delivery)
    if is_attempt:
        delay = None if error.is_permanent else retry_delay(delivery.attempts)
        state = _wait_or_fail(mine, delay=delay, now=now, reason=error.reason, error=error.detail)
    else:
        attempts = delivery.attempts - 1
        state = _wait_or_fail(mine, delay=CONNECTION_PAUSE, now=now, reason=error.reason, attempts=attempts)
    # Nobody was asked after all: the pause before the next survey does not begin.
    Invitation.objects.filter(pk=delivery.invitation_id, asked_at=delivery.claimed_at).update(
        asked_at=None, expires_at=None, remind_at=None
    )
    if state == FAILED:
        # Where it failed for good, only another channel can get through.
        Invitation.objects.filter(pk=delivery.invitation_id).update(remind_at=None)
        if error.is_permanent:
            fall_back(delivery=delivery, now=now)
    return state


def _wait_or_fail(mine: QuerySet[Delivery], *, delay: timedelta | None, now: datetime, **fields: object) -> str:
    state = FAILED if delay is None else DUE
    mine.update(state=state, due_at=now + (delay or timedelta(0)), **fields)
    return state


def _settle(delivery: Delivery, **fields: object) -> str:
    # A handover that took very long may have been declared uncertain meanwhile: now it is certain.
    _still_mine(delivery).update(**fields)
    return str(fields["state"])


def _still_mine(delivery: Delivery) -> QuerySet[Delivery]:
    # Unless a person decided meanwhile, or a report came in before this.
    mine = Delivery.objects.filter(pk=delivery.pk, message_id=delivery.message_id, state__in=(HANDING_OVER, UNCERTAIN))
    return mine.exclude(reason=SENT_AGAIN)
