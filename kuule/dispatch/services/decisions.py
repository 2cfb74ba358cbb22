"""What a person decides about a message of which nobody can say whether it left."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import HANDED_OVER, SENT_AGAIN, UNCERTAIN
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def mark_sent(*, delivery: Delivery, actor: Actor, now: datetime) -> None:
    """Take an uncertain message for sent. Raises Refused("not_uncertain") when it is known by now what became of it."""
    if not _uncertain(delivery).update(state=HANDED_OVER, reason="", handed_over_at=delivery.claimed_at or now):
        raise Refused("not_uncertain")
    record(workspace=delivery.workspace, actor=actor, act="delivery_marked_sent", subject=delivery, now=now)


@transaction.atomic
def send_again(*, delivery: Delivery, actor: Actor, now: datetime) -> Delivery:
    """Ask once more by a new message, though the first may have arrived: somebody decided so. The links of both work.

    Raises Refused("not_uncertain") when it is known by now what became of the first, or when it was sent again before.
    """
    if not _uncertain(delivery).update(reason=SENT_AGAIN):
        raise Refused("not_uncertain")
    again = Delivery.objects.create(
        workspace=delivery.workspace,
        invitation=delivery.invitation,
        channel=delivery.channel,
        purpose=delivery.purpose,
        due_at=now,
    )
    record(workspace=delivery.workspace, actor=actor, act="delivery_sent_again", subject=delivery, now=now)
    return again


def _uncertain(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=UNCERTAIN).exclude(reason=SENT_AGAIN)
