"""Mail that workspaces send to their own people."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from kuule.workspaces.models import JoinInvitation, User
from kuule.workspaces.rules import WORKSPACE_HEADER

log = logging.getLogger(__name__)


def keeps_mail() -> bool:
    """Tell whether the Mailbox keeps all mail because no mail server is set."""
    return str(settings.EMAIL_BACKEND).endswith(".MailboxBackend")


def send_join_mail(*, invitation: JoinInvitation, inviter: User, link: str) -> bool:
    """Send the link to join in the reader's present language. Returns False when the mail server refused."""
    context = {"invitation": invitation, "inviter": inviter, "link": link}
    subject = render_to_string("workspaces/mail/join_subject.txt", context)
    mail = EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string("workspaces/mail/join.txt", context),
        to=[invitation.email],
        headers={WORKSPACE_HEADER: str(invitation.workspace_id)},
    )
    try:
        return mail.send() == 1
    except (OSError, SMTPException) as error:
        log.warning("join mail not sent: %s", type(error).__name__)
        return False
