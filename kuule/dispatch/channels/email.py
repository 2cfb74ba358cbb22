"""E-mail: an envelope becomes a message for Django's mail backend, and the server's answer an outcome."""

import smtplib
from email.message import Message
from email.utils import formataddr, parseaddr
from secrets import token_hex
from typing import Any, ClassVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from kuule.dispatch.channels.base import Envelope, NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.channels.mailbox import MailboxBackend
from kuule.dispatch.channels.smtp import LostAfterData, SmtpBackend
from kuule.dispatch.channels.words import one_line, said
from kuule.dispatch.rules import CONNECTION_LOST, POSTPONED, REFERENCE_KEY, REFUSED, UNSENDABLE, return_address
from kuule.workspaces.rules import WORKSPACE_HEADER

LONGEST_NAME = 100
LONGEST_SUBJECT = 200


class _Mail(EmailMultiAlternatives):
    """Django's message with a boundary that needs no search of the whole text whether it occurs there."""

    def message(self, **options: Any) -> Any:
        """Return it as what is sent."""
        made: Message = super().message(**options)
        if made.is_multipart():
            made.set_boundary(token_hex(16))
        return made


class EmailChannel:
    """Mail through the one backend of the installation: a mail server, a provider, or the Mailbox."""

    kind: ClassVar[str] = "email"

    def __init__(self) -> None:
        self.backend: BaseEmailBackend = get_connection()

    def open(self) -> None:
        """Connect and sign in, unless that is done. Raises NoConnection."""
        try:
            self.backend.open()
        except OSError as error:
            raise NoConnection(_words(error)) from error

    def hand_over(self, envelope: Envelope) -> str:
        """Give one mail to the server. Raises NotHandedOver, OutcomeUnknown or NoConnection."""
        # They bring requests along, which most processes never need.
        from anymail.exceptions import AnymailError

        from kuule.dispatch.channels.provider import name_at_provider, outcome_of

        message = self._message(envelope)
        try:
            self._send(message)
        except AnymailError as error:
            raise outcome_of(error) from error
        except LostAfterData as error:
            raise OutcomeUnknown(CONNECTION_LOST) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, NoConnection) as error:
            self.close()
            raise NotHandedOver(CONNECTION_LOST, _words(error), is_permanent=False) from error
        except ValueError as error:  # an address or a header that no mail may carry
            raise NotHandedOver(UNSENDABLE, _words(error), is_permanent=True) from error
        return name_at_provider(getattr(message, "anymail_status", None))

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        try:
            self.backend.close()
        except OSError:
            return

    def _send(self, message: EmailMultiAlternatives) -> None:
        try:
            self.backend.send_messages([message])
        except LostAfterData:
            raise
        except smtplib.SMTPServerDisconnected:
            # Servers close connections that rested or served enough mails. Nothing was given yet: once more, afresh.
            self.close()
            self.open()
            self.backend.send_messages([message])

    def _message(self, envelope: Envelope) -> EmailMultiAlternatives:
        message = _Mail(
            subject=one_line(envelope.subject, LONGEST_SUBJECT),
            body=envelope.text,
            from_email=sender(envelope.sender_name, envelope.sender_address),
            to=[envelope.to_address],
            reply_to=[envelope.reply_to] if envelope.reply_to else None,
            headers=self._headers(envelope),
        )
        for file in envelope.files:
            message.attach(file.name, file.content, file.content_type)
        if envelope.html:
            message.attach_alternative(envelope.html, "text/html")
        if envelope.reference:
            self._mark(message, envelope.reference)
        return message

    def _mark(self, message: EmailMultiAlternatives, reference: str) -> None:
        if not isinstance(self.backend, SmtpBackend):
            message.metadata = {REFERENCE_KEY: reference}  # type: ignore[attr-defined] # django-anymail's
        elif settings.KUULE_BOUNCE_ADDRESS:
            # The sender that people see stays; what comes back, comes back to an address that says what it is about.
            message.extra_headers["From"] = message.from_email
            message.from_email = return_address(settings.KUULE_BOUNCE_ADDRESS, reference)

    def _headers(self, envelope: Envelope) -> dict[str, str]:
        headers = {"Message-ID": envelope.message_id}
        if envelope.is_automatic:
            headers["Auto-Submitted"] = "auto-generated"
        if envelope.answers_to:
            headers["In-Reply-To"] = envelope.answers_to[-1]
            headers["References"] = " ".join(envelope.answers_to)
        if envelope.stop_url:
            headers["List-Unsubscribe"] = f"<{envelope.stop_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if isinstance(self.backend, MailboxBackend):
            headers[WORKSPACE_HEADER] = str(envelope.workspace_id)
        return headers


def sender(name: str, address: str) -> str:
    """Return the `From` of a mail; without an address of its own a workspace sends from the installation's."""
    name_of_installation, address_of_installation = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(name, LONGEST_NAME) or name_of_installation, address or address_of_installation))


def _refusal(code: int, reply: bytes | str) -> NotHandedOver:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    is_permanent = code >= 500
    detail = said(f"{code} {words}")
    return NotHandedOver(REFUSED if is_permanent else POSTPONED, detail, is_permanent=is_permanent)


def _words(error: Exception) -> str:
    return said(f"{type(error).__name__}: {error}")
