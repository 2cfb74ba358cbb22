"""What the people we asked do: they answer, say “not now”, or ask us to stop."""

from datetime import datetime

from django.db import transaction

from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.selectors import suppressions_of
from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import DROPPED, DUE, NOT_NOW, NOT_NOW_FOR, REMIND
from kuule.dispatch.selectors.reminders import address_of
from kuule.dispatch.services.limits import place_hold
from kuule.workspaces.rules import RESPONDENT
from kuule.workspaces.services import record


def mark_answered(*, invitation: Invitation, now: datetime) -> None:
    """Note when an invitation was first answered. Later changes of the answer leave the moment as it is."""
    if Invitation.objects.filter(pk=invitation.pk, answered_at=None).update(answered_at=now):
        invitation.answered_at = now


def unmark_answered(*, invitation: Invitation) -> None:
    """Take back that an invitation was answered, because it turned out that no person did."""
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=None)
    invitation.answered_at = None


@transaction.atomic
def say_not_now(*, invitation: Invitation, now: datetime) -> None:
    """Leave somebody in peace for a while because they said so: no reminder of this, and no other survey.

    It is no unsubscribe, and the link goes on working. Twice is as good as once.
    """
    contact = invitation.contact
    waiting = Delivery.objects.filter(workspace_id=invitation.workspace_id, invitation=invitation, purpose=REMIND)
    waiting.filter(state=DUE).update(state=DROPPED, reason=NOT_NOW)
    Invitation.objects.filter(pk=invitation.pk).update(remind_at=None)
    if contact is not None:
        place_hold(
            workspace=invitation.workspace,
            subject=contact,
            reason=NOT_NOW,
            until=now + NOT_NOW_FOR,
            actor=RESPONDENT,
            now=now,
            about=invitation,
        )


@transaction.atomic
def stop_asking(*, delivery: Delivery, now: datetime) -> None:
    """Never write to this person again, because they said so by the link in their mail. Twice is as good as once.

    Messages that already wait for them are dropped when their turn comes.
    """
    contact, workspace = delivery.invitation.contact, delivery.workspace
    # The address by which they were asked; what one says on one channel holds on all of them.
    address = address_of(contact, delivery.channel) or contact.email if contact else ""
    if contact is None or not address or suppressions_of(workspace, addresses=[address]):
        return
    suppress(workspace=workspace, address=address, reason=UNSUBSCRIBED, actor=RESPONDENT, now=now, contact=contact)
    record(workspace=workspace, actor=RESPONDENT, act="asking_stopped", subject=delivery.invitation, now=now)
