"""Calls that are going on."""

from datetime import datetime

from kuule.contacts.models import Contact
from kuule.dispatch.models import AskHold
from kuule.dispatch.rules.reasons import CALLING
from kuule.workspaces.models import Workspace


def call_of(workspace: Workspace, *, call_id: int) -> AskHold | None:
    """Return a call with whom it is to, ended or not, or None."""
    calls = AskHold.objects.select_related("workspace", "contact__account").filter(workspace=workspace, reason=CALLING)
    return calls.filter(pk=call_id, contact__isnull=False).first()


def call_with(contact: Contact, *, now: datetime) -> AskHold | None:
    """Return the call with somebody that is going on, or None."""
    calls = AskHold.objects.filter(workspace_id=contact.workspace_id, contact=contact, reason=CALLING)
    return calls.filter(released_at=None, until__gt=now).order_by("-pk").first()
