"""Where the demo's messages go: history into nothing, the newest into the Mailbox. Never to a server or a provider."""

from datetime import datetime
from typing import ClassVar

from django.core.mail import get_connection

from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.channels.email import EmailChannel
from kuule.dispatch.channels.sms import SmsChannel, keep_text

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


class PastText(PastMail):
    """A text message that was sent long ago."""

    kind: ClassVar[str] = SmsChannel.kind


class MailboxMail(EmailChannel):
    """Mail of one moment that can be read in the Mailbox, also where a mail server is set for everything else."""

    def __init__(self, sent_at: datetime) -> None:
        self.backend = get_connection(MAILBOX, clock=lambda: sent_at)


class MailboxText(PastText):
    """Text messages of one moment that can be read in the Mailbox."""

    def __init__(self, sent_at: datetime) -> None:
        self.sent_at = sent_at

    def hand_over(self, envelope: Envelope) -> str:
        """Keep the text message."""
        keep_text(envelope, self.sent_at)
        return ""
