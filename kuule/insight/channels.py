"""Mail that asks owners what their accounts would say."""

import logging
from collections.abc import Sequence
from smtplib import SMTPException

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi

from kuule.contacts.models import Account
from kuule.insight.rules import SCORES
from kuule.workspaces.models import User, Workspace
from kuule.workspaces.rules import WORKSPACE_HEADER

log = logging.getLogger(__name__)
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def mail_guesses(*, workspace: Workspace, user: User, accounts: Sequence[Account], link: str) -> bool:
    """Send the accounts to guess, each with its eleven scores to tap, in the present language.

    Returns False when the mail server took nothing.
    """
    context = {
        "workspace": workspace,
        "company": workspace.name,
        "accounts": accounts,
        "link": link,
        # Two rows: eleven beside each other are too small for a thumb.
        "halves": (SCORES[:6], SCORES[6:]),
        "language": translation.get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "start": "right" if get_language_bidi() else "left",
    }
    context["subject"] = " ".join(render_to_string("insight/mail/guess_subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject=str(context["subject"]),
        body=render_to_string("insight/mail/guess.txt", context),
        to=[user.email],
        headers={WORKSPACE_HEADER: str(workspace.pk)},
    )
    mail.attach_alternative(_inliner.inline(render_to_string("insight/mail/guess.html", context)), "text/html")
    try:
        return mail.send() == 1
    except (OSError, SMTPException) as error:
        log.warning("guess mail not sent: %s", type(error).__name__)
        return False
