"""Replies to text messages: whoever says stop gets no more, from any workspace, because all send by one number."""

from datetime import datetime

from django.db import transaction

from kuule.contacts.models import Contact, Suppression
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.selectors import address_hash
from kuule.contacts.services import lift_suppression, suppress
from kuule.dispatch.rules.replies import wants_again, wants_no_more
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import RESPONDENT

STOPPED, STARTED, UNREAD = "stopped", "started", "unread"


@transaction.atomic
def note_text_reply(*, number: str, text: str, now: datetime) -> str:
    """Do what a reply asks for: stop, or start again. Return which it was; `UNREAD` for anything else.

    The number is suppressed in every workspace, also where nobody has it yet. To start again lifts only what a stop by
    reply placed. Twice is as good as once.
    """
    if not number:
        return UNREAD
    if wants_no_more(text):
        for workspace in Workspace.objects.order_by("pk"):
            whose = Contact.objects.filter(workspace=workspace, phone=number).order_by("pk")
            suppress(
                workspace=workspace,
                address=number,
                reason=UNSUBSCRIBED,
                actor=RESPONDENT,
                now=now,
                contact=whose.first() if whose.count() == 1 else None,
                by_reply=True,
            )
        return STOPPED
    if not wants_again(text):
        return UNREAD
    for workspace in Workspace.objects.order_by("pk"):
        digest = address_hash(workspace, address=number)
        if Suppression.objects.filter(workspace=workspace, address_hash=digest, lifted_at=None, by_reply=True).exists():
            lift_suppression(workspace=workspace, address=number, actor=RESPONDENT, now=now)
    return STARTED
