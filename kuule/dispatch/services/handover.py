"""Handing messages over to their channel: never twice, and never without a trace.

Exactly once cannot be had from SMTP. So the row says `handing_over`, with the Message-ID and the hash of the link,
before the mail is given away, and `sent` after. When the process dies in between, the row becomes `uncertain`: it is
shown, and never sent again by itself.

Messages are claimed some at a time, which is on disk before the first of them is given away. Until its turn comes a
claimed message is *in line*; that its turn has come is written before each handover, without waiting for the disk. So
when a process dies, one message is uncertain, and those in line are handed over by another. When the machine or the
database server dies, nobody knows which had their turn, and all of them are uncertain.

Whether people may be asked is looked at when their message is claimed. What is not handed over within
`LONGEST_ROUND_SECONDS` goes back: whoever unsubscribes is not written to by a handover that begins later than that.
"""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from kuule.dispatch.channels import new_channel
from kuule.dispatch.channels.base import Channel, NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    CONNECTION_LOST,
    CONNECTION_PAUSE,
    DUE,
    FAILED,
    HANDED_OVER,
    HANDING_OVER,
    IN_LINE,
    NO_CONNECTION,
    SENT_AGAIN,
    UNCERTAIN,
    UNEXPECTED,
    retry_delay,
)
from kuule.dispatch.services.claims import Claim, claim_deliveries
from kuule.dispatch.services.fall_back import fall_back
from kuule.dispatch.services.marks import begin, note_sent
from kuule.lib.commits import quick_commits

LONGEST_ROUND_SECONDS = 1.0


def hand_over(*, delivery: Delivery, now: datetime, channel: Channel | None = None) -> str | None:
    """Hand one due message over and return the state it is in now; None when it was not due or is another worker's.

    Whether the person may be asked is looked at once more: who unsubscribed meanwhile is not written to. Give a
    `channel` to use its open connection for many messages. Raises NoConnection when the message stays due, because the
    other side cannot be reached.
    """
    channel = channel or new_channel(delivery.channel)
    return hand_over_some(deliveries=[delivery], channel=channel, now=now).get(delivery.pk)


def hand_over_some(*, deliveries: Sequence[Delivery], channel: Channel, now: datetime) -> dict[int, str]:
    """Hand due messages of one channel over, and return the states of those that were decided about, by id.

    The others were not due, are another worker's, or went back because the time was up. Raises NoConnection when the
    other side cannot be reached: what was not handed over stays due.
    """
    channel.open()
    claims, states = claim_deliveries(deliveries=deliveries, now=now)
    waiting, end = deque(claims), time.monotonic() + LONGEST_ROUND_SECONDS
    with quick_commits():
        try:
            while waiting and (len(waiting) == len(claims) or time.monotonic() < end):
                claim = waiting.popleft()
                state = _give(claim, channel, now)
                if state is not None:
                    states[claim.delivery.pk] = state
        finally:
            if waiting:
                leave_line(deliveries=[claim.delivery for claim in waiting])
    return states


@transaction.atomic
def leave_line(*, deliveries: Iterable[Delivery]) -> int:
    """Let messages wait again that were claimed and not begun with. Return how many there were."""
    tokens: dict[str | None, Delivery] = {each.token_hash: each for each in deliveries if each.token_hash}
    claimed = Delivery.objects.filter(token_hash__in=tokens, state=HANDING_OVER, reason=IN_LINE)
    left = list(claimed.select_for_update().values_list("token_hash", flat=True))
    _wait_again(Delivery.objects.filter(token_hash__in=left))
    moments: dict[datetime | None, list[int]] = {}
    for token in left:
        moments.setdefault(tokens[token].claimed_at, []).append(tokens[token].invitation_id)
    for claimed_at, invitations in moments.items():
        _not_asked(invitations, claimed_at)
    return len(left)


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


def _give(claim: Claim, channel: Channel, now: datetime) -> str | None:
    if not begin(claim.delivery):
        return None
    try:
        provider_id = channel.hand_over(claim.envelope)
    except NotHandedOver as error:
        return _give_back(claim.delivery, error, now)
    except NoConnection:
        _give_back(claim.delivery, NotHandedOver(NO_CONNECTION, is_permanent=False), now, is_attempt=False)
        raise
    except OutcomeUnknown:
        _still_mine(claim.delivery).update(state=UNCERTAIN, reason=CONNECTION_LOST)
        return UNCERTAIN
    # A handover that took very long may have been declared uncertain meanwhile: now it is certain.
    note_sent(claim.delivery, provider_id=provider_id, now=now)
    return HANDED_OVER


def _wait_again(deliveries: QuerySet[Delivery]) -> None:
    deliveries.update(state=DUE, reason="", attempts=F("attempts") - 1, token_hash=None)


@transaction.atomic
def _give_back(delivery: Delivery, error: NotHandedOver, now: datetime, *, is_attempt: bool = True) -> str:
    mine = _still_mine(delivery)
    if is_attempt:
        delay = None if error.is_permanent else retry_delay(delivery.attempts)
        state = _wait_or_fail(mine, delay=delay, now=now, reason=error.reason, error=error.detail)
    else:
        attempts = delivery.attempts - 1
        state = _wait_or_fail(mine, delay=CONNECTION_PAUSE, now=now, reason=error.reason, attempts=attempts)
    _not_asked([delivery.invitation_id], delivery.claimed_at)
    if state == FAILED:
        # Where it failed for good, only another channel can get through.
        Invitation.objects.filter(pk=delivery.invitation_id).update(remind_at=None)
        if error.is_permanent:
            fall_back(delivery=delivery, now=now)
    return state


def _not_asked(invitations: Sequence[int], claimed_at: datetime | None) -> None:
    # Nobody was asked after all: the pause before the next survey does not begin.
    asked = Invitation.objects.filter(pk__in=invitations, asked_at=claimed_at)
    asked.update(asked_at=None, expires_at=None, remind_at=None)


def _wait_or_fail(mine: QuerySet[Delivery], *, delay: timedelta | None, now: datetime, **fields: object) -> str:
    state = FAILED if delay is None else DUE
    mine.update(state=state, due_at=now + (delay or timedelta(0)), **fields)
    return state


def _still_mine(delivery: Delivery) -> QuerySet[Delivery]:
    # Unless a person decided meanwhile, or a report came in before this.
    mine = Delivery.objects.filter(pk=delivery.pk, message_id=delivery.message_id, state__in=(HANDING_OVER, UNCERTAIN))
    return mine.exclude(reason=SENT_AGAIN)
