"""The drains of this room."""

import structlog
from django.utils import timezone

from kuule.insight.auth import guess_link
from kuule.insight.selectors.guesses import due_guess_mails, workspaces_that_guess
from kuule.insight.services import ask_owners, send_guess_mail
from kuule.insight.services.comments.waiting import read_waiting

log = structlog.get_logger("kuule.insight")

MAILS_PER_CALL = 50


def drain_comments() -> int:
    """Read some comments that are new or changed. Returns how many entries of their outbox that was."""
    return read_waiting(now=timezone.now())


def drain_guess_mails() -> int:
    """Ask owners of accounts what these would say, where a company wants it. Returns how many mails were tried."""
    for workspace in workspaces_that_guess():
        ask_owners(workspace=workspace, now=timezone.now())
    tried = 0
    for mail in due_guess_mails(now=timezone.now(), limit=MAILS_PER_CALL):
        try:
            send_guess_mail(mail=mail, link=guess_link(mail.member), now=timezone.now())
        except Exception:
            log.exception("guess_mail_not_sent", mail=mail.pk)
        tried += 1
    return tried
