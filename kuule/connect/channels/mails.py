"""Mail to the owners of a workspace about what they connected."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from kuule.connect.models import Webhook
from kuule.workspaces.models import User
from kuule.workspaces.rules import WORKSPACE_HEADER

log = logging.getLogger(__name__)


def mail_paused(*, webhook: Webhook, user: User, link: str) -> bool:
    """Tell somebody that a webhook is paused because its address takes nothing. False where no server took the mail."""
    with translation.override(user.language or webhook.workspace.language):
        context = {"webhook": webhook, "company": webhook.workspace.name, "link": link}
        subject = " ".join(render_to_string("connect/mail/paused_subject.txt", context).split())
        body = render_to_string("connect/mail/paused.txt", context)
    mail = EmailMessage(subject, body, to=[user.email], headers={WORKSPACE_HEADER: str(webhook.workspace_id)})
    try:
        return mail.send() == 1
    except (OSError, SMTPException) as error:
        log.warning("mail about a webhook not sent: %s", type(error).__name__)
        return False
