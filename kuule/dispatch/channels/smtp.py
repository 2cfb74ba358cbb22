"""The mail server as Django's mail backend, except that it tells when a connection broke after the mail was given."""

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from kuule.workspaces.rules import WORKSPACE_HEADER


class LostAfterData(smtplib.SMTPServerDisconnected):
    """The connection broke between DATA and its reply: the server may have taken the mail, or not."""


class _Careful(smtplib.SMTP):
    def data(self, msg: object) -> tuple[int, bytes]:
        """Send the message. Raises LostAfterData where smtplib would only say that the connection is gone."""
        try:
            return super().data(msg)  # type: ignore[arg-type]
        except smtplib.SMTPServerDisconnected as error:
            raise LostAfterData(*error.args) from error


class _CarefulSsl(_Careful, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's SMTP backend with a connection that tells the two kinds of loss apart, and without our own header."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the class that speaks to the server."""
        return _CarefulSsl if self.use_ssl else _Careful

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the messages and return how many were taken. Raises what smtplib raises."""
        for message in email_messages:
            message.extra_headers.pop(WORKSPACE_HEADER, None)
        return super().send_messages(email_messages)
