"""Where the demo's mail goes: history into nothing, last week's into the Mailbox. Never to a mail server."""

from datetime import datetime
from typing import ClassVar

from django.core.mail import get_connection

from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.email import EmailChannel

MAILBOX = "kuule.dispatch.channels.mailbox.MailboxBackend"


class PastMail:
    """Mail that was sent long ago: taken, and gone."""

    kind: ClassVar[str] = EmailChannel.kind

    def open(self) -> None:
        """There is nothing to connect to."""

    def hand_over(self, envelope: Envelope) -> str:
        """Take the mail and forget it."""
        del envelope
        return ""

    def close(self) -> None:
        """There is nothing to let go."""


class MailboxMail(EmailChannel):
    """Mail of one moment that can be read in the Mailbox, also where a mail server is set for everything else."""

    def __init__(self, sent_at: datetime) -> None:
        self.backend = get_connection(MAILBOX, clock=lambda: sent_at)
