"""Mails that the Mailbox kept."""

from django.db.models import Q, QuerySet

from kuule.dispatch.models import MailboxMessage
from kuule.workspaces.models import Workspace

MAILBOX_PAGE = 50


def _visible(workspace: Workspace, *, is_operator: bool) -> QuerySet[MailboxMessage]:
    # Mail that no workspace speaks for, such as a forgotten password, is for the operator's eyes only.
    own = Q(workspace=workspace)
    return MailboxMessage.objects.filter(own | Q(workspace=None) if is_operator else own)


def mailbox_page(
    workspace: Workspace, *, is_operator: bool, before: int | None = None
) -> tuple[list[MailboxMessage], int | None]:
    """Return a page of messages, the newest first, and the id before which the next page begins, or None."""
    messages = _visible(workspace, is_operator=is_operator).defer("raw", "html", "text").order_by("-pk")
    if before is not None:
        messages = messages.filter(pk__lt=before)
    rows = list(messages[: MAILBOX_PAGE + 1])
    return rows[:MAILBOX_PAGE], rows[MAILBOX_PAGE - 1].pk if len(rows) > MAILBOX_PAGE else None


def mailbox_message(workspace: Workspace, *, message_id: int, is_operator: bool) -> MailboxMessage | None:
    """Return one message that this workspace may see, or None."""
    return _visible(workspace, is_operator=is_operator).filter(pk=message_id).first()
