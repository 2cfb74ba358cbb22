"""Asking the respondent whether an unclear answer is theirs. Part of what `responses` does with the answer."""

from datetime import datetime

from kuule.contacts.rules.wishes import EMAIL
from kuule.contacts.selectors import suppressions_of
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import CONFIRM, CONFIRM_AFTER, DROPPED, DUE, SETTLED


def ask_to_confirm(*, invitation: Invitation, now: datetime) -> Delivery | None:
    """Put one mail in the queue that asks the person to confirm; None when they cannot or need not be asked again.

    It waits a little, because most people who were too quick for us answer once more by themselves.
    """
    contact = invitation.contact
    asked = Delivery.objects.filter(workspace_id=invitation.workspace_id, invitation=invitation)
    if contact is None or not contact.email or asked.filter(purpose=CONFIRM).exclude(reason=SETTLED).exists():
        return None
    if suppressions_of(invitation.workspace, addresses=[contact.email]):
        return None
    if not asked.exists():
        return None
    return Delivery.objects.create(
        workspace_id=invitation.workspace_id,
        invitation=invitation,
        # Also to somebody who was asked by telephone: a text message has no room for what there is to explain.
        channel=EMAIL,
        purpose=CONFIRM,
        due_at=now + CONFIRM_AFTER,
    )


def withdraw_confirmation(*, invitation: Invitation) -> None:
    """Drop the mail that would ask for a confirmation, if it has not left yet: the question is settled."""
    waiting = Delivery.objects.filter(workspace_id=invitation.workspace_id, invitation=invitation, purpose=CONFIRM)
    waiting.filter(state=DUE).update(state=DROPPED, reason=SETTLED)
