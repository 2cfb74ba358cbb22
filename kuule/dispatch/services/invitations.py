"""What the people we asked do: they answer, or they ask us to stop."""

from datetime import datetime

from django.db import transaction

from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.selectors import suppressions_of
from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery, Invitation
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
def stop_asking(*, delivery: Delivery, now: datetime) -> None:
    """Never write to this person again, because they said so by the link in their mail. Twice is as good as once.

    Messages that already wait for them are dropped when their turn comes.
    """
    contact, workspace = delivery.invitation.contact, delivery.workspace
    if contact is None or not contact.email or suppressions_of(workspace, addresses=[contact.email]):
        return
    suppress(
        workspace=workspace, address=contact.email, reason=UNSUBSCRIBED, actor=RESPONDENT, now=now, contact=contact
    )
    record(workspace=workspace, actor=RESPONDENT, act="asking_stopped", subject=delivery.invitation, now=now)
