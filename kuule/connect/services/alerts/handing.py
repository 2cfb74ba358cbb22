"""Handing messages of alerts over.

A mail is claimed in the database, with its Message-ID, before it is given away: if the process dies in between it is
uncertain, and never sent again by itself. A message to a chat is told again then: better twice than not at all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kuule.connect.channels.alert_words import alert_for_chat, alert_mail
from kuule.connect.models import AlertDelivery
from kuule.connect.rules.alerts import Line
from kuule.connect.selectors.alert_lines import lines_of
from kuule.dispatch.channels.base import Channel, Envelope, NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.rules import (
    CONNECTION_PAUSE,
    DROPPED,
    DUE,
    FAILED,
    HANDED_OVER,
    HANDING_OVER,
    STUCK_AFTER,
    UNCERTAIN,
    retry_delay,
)
from kuule.dispatch.selectors.chats import chat_room_of
from kuule.dispatch.services.chats import tell_room

_PARTS = ("digest__alert__workspace", "member__user")


def mail_alert(*, delivery_id: int, channel: Channel, now: datetime) -> str | None:
    """Mail one message that is due and return its state; None when it was not due or is another worker's.

    Raises NoConnection when it stays due, because the other side cannot be reached.
    """
    claim = _claimed_mail(delivery_id, now)
    if not isinstance(claim, tuple):
        return claim
    delivery, envelope = claim
    mine = _mine(delivery).filter(message_id=envelope.message_id)
    try:
        channel.hand_over(envelope)
    except NotHandedOver as error:
        return _again(mine, None if error.is_permanent else retry_delay(delivery.attempts), now)
    except NoConnection:
        mine.update(state=DUE, due_at=now + CONNECTION_PAUSE, attempts=delivery.attempts - 1)
        raise
    except OutcomeUnknown:
        return _settled(mine, UNCERTAIN)
    return _settled(mine, HANDED_OVER)


def tell_alert_to_chat(*, delivery_id: int, now: datetime) -> str | None:
    """Tell a chat one message that is due and return its state; None when it was not due or is another worker's."""
    claim = _claimed(delivery_id, now)
    if not isinstance(claim, tuple):
        return claim
    delivery, lines = claim
    mine, alert = _mine(delivery), delivery.digest.alert
    room = chat_room_of(alert.workspace)
    if room is None:
        return _settled(mine, DROPPED)
    title, text = alert_for_chat(delivery.digest, lines)
    trouble, state = tell_room(room, title=title, text=text)
    type(room).objects.filter(pk=room.pk).update(trouble=trouble)
    if state in (DUE, UNCERTAIN):
        return _again(mine, retry_delay(delivery.attempts), now)
    return _settled(mine, state)


def rest_alert_mails(*, now: datetime) -> None:
    """Let mails wait a little because the other side cannot be reached. That is no attempt of theirs."""
    due = AlertDelivery.objects.filter(state=DUE, due_at__lte=now, member__isnull=False)
    due.update(due_at=now + CONNECTION_PAUSE)


def settle_stuck_alerts(*, now: datetime) -> int:
    """Stop waiting for handovers whose process must have died. Return how many there were."""
    stuck = AlertDelivery.objects.filter(state=HANDING_OVER, claimed_at__lt=now - STUCK_AFTER)
    mails = stuck.filter(member__isnull=False).update(state=UNCERTAIN)
    return mails + stuck.filter(member=None).update(state=DUE, due_at=now)


@transaction.atomic
def _claimed_mail(delivery_id: int, now: datetime) -> tuple[AlertDelivery, Envelope] | str | None:
    claim = _claimed(delivery_id, now)
    if not isinstance(claim, tuple):
        return claim
    delivery, lines = claim
    assert delivery.member is not None  # noqa: S101 - those to chats are told elsewhere
    envelope = alert_mail(delivery.digest, delivery.member, lines)
    _mine(delivery).update(message_id=envelope.message_id)
    return delivery, envelope


@transaction.atomic
def _claimed(delivery_id: int, now: datetime) -> tuple[AlertDelivery, Sequence[Line]] | str | None:
    """Take a delivery for this process alone, with what it says; else return its state, None when it is not due."""
    # Only the row itself: PostgreSQL cannot lock what an outer join may leave empty.
    due = AlertDelivery.objects.filter(pk=delivery_id, state=DUE, due_at__lte=now)
    delivery = due.select_for_update(of=("self",), skip_locked=True).select_related(*_PARTS).first()
    if delivery is None:
        return None
    lines = lines_of(delivery.digest, delivery.member)
    if delivery.digest.count and not lines:
        # Nothing of it may be seen by this reader, or all of it is gone.
        return _settled(due, DROPPED)
    delivery.attempts += 1
    due.update(state=HANDING_OVER, claimed_at=now, attempts=delivery.attempts)
    return delivery, lines


def _mine(delivery: AlertDelivery) -> QuerySet[AlertDelivery]:
    return AlertDelivery.objects.filter(pk=delivery.pk, state=HANDING_OVER, attempts=delivery.attempts)


def _again(mine: QuerySet[AlertDelivery], delay: timedelta | None, now: datetime) -> str:
    state = FAILED if delay is None else DUE
    mine.update(state=state, due_at=now + (delay or timedelta(0)))
    return state


def _settled(mine: QuerySet[AlertDelivery], state: str) -> str:
    mine.update(state=state)
    return state
