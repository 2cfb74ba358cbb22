"""What a wording is: how the letters of one purpose read, in the language that is active."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from kuule.act.models import Case, Letter
from kuule.dispatch.channels.survey_mail import INDENT
from kuule.surveys.rules import direction

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Button:
    """A link of a letter that is shown as a button; the first of a letter is the one that most people want."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that a letter says. `quote` is what somebody else said; `foot` why this letter comes.

    `stop_url` leads to where a customer says that they want no more of these, "" where that cannot be said.
    """

    subject: str
    body: str
    greeting: str = ""
    quote: str = ""
    buttons: tuple[Button, ...] = ()
    foot: str = ""
    stop_url: str = ""


class Parts(NamedTuple):
    """A letter as it is handed over; `html` is "" for none, `stop_url` as in `Said`."""

    subject: str
    text: str
    html: str
    stop_url: str = ""


class Wording(ABC):
    """How letters of one purpose read, with the language of the reader active.

    `letter.link_token` is the token of the links within. Nearly every kind is a `PlainWording`.
    """

    purpose: ClassVar[str]

    def stands(self, letter: Letter) -> bool:
        """Tell whether there still is a reason to send it."""
        del letter
        return True

    @abstractmethod
    def parts(self, letter: Letter) -> Parts:
        """Return the letter in words."""


class PlainWording(Wording):
    """A letter of greeting, words and buttons in the frame of all mails: who makes one only says what it says."""

    @abstractmethod
    def said(self, letter: Letter) -> Said:
        """Return what the letter says."""

    def parts(self, letter: Letter) -> Parts:
        """Return the letter in the frame."""
        said = self.said(letter)
        language = get_language() or letter.workspace.language
        context = {
            "said": said,
            "subject": said.subject,
            "language": language,
            "direction": direction(language),
            "company": letter.workspace.name,
            "postal_address": letter.workspace.postal_address if letter.contact_id else "",
        }
        html = INDENT.sub("\n", _inliner.inline(render_to_string("act/mail/plain.html", context)))
        text = render_to_string("act/mail/plain.txt", context).strip() + "\n"
        return Parts(said.subject, text, html, said.stop_url)


def page_url(letter: Letter, path: str) -> str:
    """Return the address of a page of the workspace, for members: `cases/7/letters/`."""
    return f"{settings.KUULE_BASE_URL}/w/{letter.workspace.slug}/{path}"


def case_url(case: Case, *, slug: str) -> str:
    """Return the address of the page of a case, for members."""
    return f"{settings.KUULE_BASE_URL}/w/{slug}/cases/{case.pk}/"


def case_of(letter: Letter) -> Case:
    """Return the case that a letter is about. Raises ValueError for a letter without one: it cannot be worded."""
    if letter.case is None:
        raise ValueError(f"The {letter.purpose} letter {letter.pk} has no case.")
    return letter.case
