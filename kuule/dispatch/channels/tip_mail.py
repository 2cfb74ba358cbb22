"""The mail with a tip after something happened. It asks nothing and sells nothing."""

from dataclasses import asdict, dataclass

import css_inline
from django.template.loader import render_to_string

from kuule.dispatch.channels.survey_mail import INDENT
from kuule.surveys.rules import direction

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class TipWording:
    """Everything that the mail says to one person in one language."""

    language: str
    company: str
    postal_address: str
    subject: str
    greeting: str
    body: str
    reason: str
    stop_link: str
    stop_url: str


def tip_letter(wording: TipWording) -> tuple[str, str, str]:
    """Return subject, text and HTML."""
    context = {**asdict(wording), "direction": direction(wording.language)}
    html = INDENT.sub("\n", _inliner.inline(render_to_string("dispatch/mail/tip.html", context)))
    text = render_to_string("dispatch/mail/tip.txt", context).strip() + "\n"
    return wording.subject, text, html
