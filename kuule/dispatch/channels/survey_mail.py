"""The survey mail: laid out once per wording, then filled in for each person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import css_inline
from django.template.loader import render_to_string
from django.utils.html import escape

from kuule.surveys.rules import direction, fill, isolated, text_for

NAME, ANSWER, STOP = "%%kuule:name%%", "%%kuule:answer%%", "%%kuule:stop%%"
PLACE = re.compile("(%%kuule:(?:name|answer|stop)%%)")
INDENT = re.compile(r"\s*\n\s*")
ROWS = (range(6), range(6, 11))
LAST_SCORE = 10

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class MailWording:
    """Everything that a survey mail says in one language. Where the person's name stands there is a place."""

    language: str
    company: str
    postal_address: str
    subject: str
    greeting: str
    question: str
    low: str
    high: str
    hint: str
    button: str
    reason: str
    stop_link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail laid out, with places for what differs from person to person. Each part is text, place, text, place."""

    language: str
    subject: tuple[str, ...]
    text: tuple[str, ...]
    html: tuple[str, ...]

    def to(self, *, name: str, answer_url: str, stop_url: str) -> tuple[str, str, str]:
        """Return subject, text and HTML for one person. What is filled in is never searched for places again."""
        values = {NAME: set_in(name, self.language), ANSWER: answer_url, STOP: stop_url}
        escaped = {place: escape(value) for place, value in values.items()}
        return _filled(self.subject, {**values, NAME: name}), _filled(self.text, values), _filled(self.html, escaped)


def wording_of(
    *,
    questions: Sequence[Mapping[str, Any]],
    texts: Mapping[str, Mapping[str, str]],
    language: str,
    company: str,
    postal_address: str,
    is_named: bool,
) -> MailWording:
    """Return what the mail of a survey version says; `questions` and `texts` are those of `SurveyVersion`.

    The mail asks the first question on the 0–10 scale. Raises StopIteration when there is none.
    """
    question = next(question["texts"] for question in questions if question["type"] == "nps")

    called = set_in(company, language)

    def words(part: Mapping[str, str], company: str = called) -> str:
        return fill(text_for(part, language), company=company, name=NAME if is_named else "").strip()

    return MailWording(
        language=language,
        company=company,
        postal_address=postal_address,
        subject=words(texts.get("mail_subject", {}), company),
        greeting=words(texts.get("mail_greeting" if is_named else "mail_greeting_unnamed", {})),
        question=words(question["title"]),
        low=words(question["low"]),
        high=words(question["high"]),
        hint=words(texts.get("mail_hint", {})),
        button=words(texts.get("mail_button", {})),
        reason=words(texts.get("mail_reason", {})),
        stop_link=words(texts.get("stop_link", {})),
    )


@lru_cache(maxsize=256)
def letter(wording: MailWording) -> Letter:
    """Lay a mail out. Remembered by its very words, so that it is never out of date."""
    is_rtl = direction(wording.language) == "rtl"
    low, high = f"0 – {wording.low}", f"{LAST_SCORE} – {wording.high}"
    context = {
        **asdict(wording),
        "low": low,
        "high": high,
        "direction": direction(wording.language),
        "start": "right" if is_rtl else "left",
        "end": "left" if is_rtl else "right",
        "rows": [[_score(value, low, high) for value in row] for row in ROWS],
        "answer": ANSWER,
        "stop": STOP,
    }
    html = INDENT.sub("\n", _inliner.inline(render_to_string("dispatch/mail/survey.html", context)))
    text = render_to_string("dispatch/mail/survey.txt", context).strip() + "\n"
    return Letter(wording.language, _places(wording.subject), _places(text), _places(html))


def set_in(name: str, language: str) -> str:
    """Return a name as it may stand in a sentence: isolated when it is written in the other direction.

    Only then, because some mail programs draw a box for the invisible marks.
    """
    is_rtl = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
    return name if is_rtl == (direction(language) == "rtl") else isolated(name)


def _score(value: int, low: str, high: str) -> dict[str, object]:
    meaning = {0: low, LAST_SCORE: high}.get(value, "")
    return {"value": str(value), "meaning": meaning, "is_last": value == LAST_SCORE}


def _places(text: str) -> tuple[str, ...]:
    return tuple(PLACE.split(text))


def _filled(parts: Sequence[str], values: Mapping[str, str]) -> str:
    return "".join(values.get(part, part) for part in parts)
