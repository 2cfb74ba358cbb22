"""The mail that asks somebody whether an unclear answer is theirs. It is rare, so each one is laid out by itself."""

from dataclasses import asdict, dataclass

import css_inline
from django.template.loader import render_to_string

from kuule.dispatch.channels.survey_mail import INDENT
from kuule.surveys.rules import direction

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class ConfirmWording:
    """Everything that the mail says to one person in one language."""

    language: str
    company: str
    postal_address: str
    subject: str
    greeting: str
    body: str
    button: str
    reason: str
    stop_link: str
    confirm_url: str
    stop_url: str


def confirm_letter(wording: ConfirmWording) -> tuple[str, str, str]:
    """Return subject, text and HTML."""
    context = {**asdict(wording), "direction": direction(wording.language)}
    html = INDENT.sub("\n", _inliner.inline(render_to_string("dispatch/mail/confirm.html", context)))
    text = render_to_string("dispatch/mail/confirm.txt", context).strip() + "\n"
    return wording.subject, text, html
