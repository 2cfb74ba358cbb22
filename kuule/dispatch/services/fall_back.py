"""Asking by another channel when the first did not get through: once, and on record."""

from datetime import datetime

from django.db import transaction

from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import ALLOW, CONFIRM, DROP, FALL_BACK, INVITED, Decision, Wish, decide
from kuule.dispatch.selectors.people_to_ask import addressees_with, persons_to_ask
from kuule.dispatch.selectors.reminders import follow_up_of, said_not_now, source_of
from kuule.dispatch.services.reminders import record_of


@transaction.atomic
def fall_back(*, delivery: Delivery, now: datetime) -> Delivery | None:
    """Put a message of the same invitation in the queue of another channel that was chosen and works, or return None.

    Once for an invitation, and never to somebody who answered. The handover looks once more whether they may be asked.
    """
    invitation = delivery.invitation
    messages = Delivery.objects.filter(workspace_id=delivery.workspace_id, invitation=invitation)
    is_over = invitation.decision != INVITED or invitation.answered_at is not None
    if delivery.purpose == CONFIRM or is_over or messages.filter(fall_back_of__isnull=False).exists():
        return None
    channel = _other_channel(delivery, now)
    if not channel:
        return None
    record_of(invitation, Decision(ALLOW, FALL_BACK, channel=channel), now).save()
    return Delivery.objects.create(
        workspace_id=delivery.workspace_id,
        invitation=invitation,
        channel=channel,
        purpose=delivery.purpose,
        due_at=now,
        fall_back_of=delivery,
    )


def _other_channel(delivery: Delivery, now: datetime) -> str:
    invitation, workspace = delivery.invitation, delivery.workspace
    follow_up = follow_up_of(invitation, source_of(invitation), now=now)
    others = tuple(each for each in follow_up.channels if each != delivery.channel)
    people = addressees_with(workspace, ids=[invitation.contact_id or 0])
    if not others or not people or follow_up.stopped or said_not_now(workspace, invitation_ids=[invitation.pk]):
        return ""
    (person,) = persons_to_ask(workspace, people=list(people.values()), limits=(), now=now)
    decision = decide(Wish(invitation.version.survey.family, others), person, (), now=now)
    return "" if decision.verdict == DROP else decision.channel
