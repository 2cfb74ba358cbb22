"""The Mailbox: a mail backend that keeps every message in the database and shows it in a page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import Message
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from kuule.dispatch.models import MailboxMessage
from kuule.ui.clean import visible_text
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import WORKSPACE_HEADER


def is_in_use() -> bool:
    """Tell whether the Mailbox takes the mail, because no mail server is set."""
    return bool(f"{MailboxBackend.__module__}.{MailboxBackend.__qualname__}" == settings.EMAIL_BACKEND)


class MailboxBackend(BaseEmailBackend):
    """Django's mail backend while no mail server is set.

    A message that names a workspace by its id in the header `X-Kuule-Workspace` is shown to that workspace, any
    other only to the operator of the installation. `clock` tells when a message was kept.
    """

    def __init__(self, *, clock: Callable[[], datetime] = timezone.now, **options: Any) -> None:
        super().__init__(**options)
        self.clock = clock

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and return how many there were."""
        kept = [_as_row(message, self.clock()) for message in email_messages if message.recipients()]
        MailboxMessage.objects.bulk_create(kept)
        return len(kept)


def _as_row(message: EmailMessage, kept_at: datetime) -> MailboxMessage:
    letter = message.message()
    workspace_id = letter[WORKSPACE_HEADER] or ""
    del letter[WORKSPACE_HEADER]
    return MailboxMessage(
        workspace=Workspace.objects.filter(pk=workspace_id).first() if workspace_id.isdecimal() else None,
        to=", ".join(message.recipients())[:320],
        subject=" ".join(visible_text(message.subject).split())[:300],
        text=_storable(message.body),
        html=_storable(_html_of(letter)),
        raw=letter.as_bytes(),
        message_id=str(letter["Message-ID"])[:200],
        created_at=kept_at,
    )


def _html_of(letter: Message) -> str:
    for part in letter.walk():
        if part.get_content_type() == "text/html":
            return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return ""


def _storable(text: object) -> str:
    # PostgreSQL keeps no NUL in a text.
    return str(text).replace("\x00", "")
