"""The survey mail: laid out once per wording, then filled in for each person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import css_inline
from django.template.loader import render_to_string
from django.utils.html import escape

from kuule.dispatch.rules import Reminder
from kuule.surveys.question_types.base import Question
from kuule.surveys.question_types.scales import points_of
from kuule.surveys.rules import direction, fill, headline_of, isolated, scale_of, text_for
from kuule.surveys.rules.asking import point_part

NAME, ANSWER, STOP, NOT_NOW = "%%kuule:name%%", "%%kuule:answer%%", "%%kuule:stop%%", "%%kuule:not_now%%"
PLACE = re.compile("(%%kuule:(?:name|answer|stop|not_now)%%)")
INDENT = re.compile(r"\s*\n\s*")
# Buttons that fit beside each other on a phone; what does not goes into a second row.
MOST_IN_A_ROW = 6

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class MailWording:
    """Everything that a survey mail says in one language. Where the person's name stands there is a place.

    `points` are those of the scale, each with what it means or "". Where `is_anonymous`, no link holds a score: servers
    on the way may keep addresses with the hour. `reminding` is what a reminder says before the question,
    "" in others.
    """

    language: str
    company: str
    postal_address: str
    subject: str
    greeting: str
    question: str
    points: tuple[tuple[int, str], ...]
    hint: str
    button: str
    reason: str
    stop_link: str
    is_anonymous: bool = False
    reminding: str = ""
    not_now_link: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail laid out, with places for what differs from person to person. Each part is text, place, text, place."""

    language: str
    subject: tuple[str, ...]
    text: tuple[str, ...]
    html: tuple[str, ...]

    def to(self, *, name: str, answer_url: str, stop_url: str, not_now_url: str = "") -> tuple[str, str, str]:
        """Return subject, text and HTML for one person. What is filled in is never searched for places again."""
        values = {NAME: set_in(name, self.language), ANSWER: answer_url, STOP: stop_url, NOT_NOW: not_now_url}
        escaped = {place: escape(value) for place, value in values.items()}
        return _filled(self.subject, {**values, NAME: name}), _filled(self.text, values), _filled(self.html, escaped)


def wording_of(
    *,
    questions: Sequence[Question],
    texts: Mapping[str, Mapping[str, str]],
    language: str,
    company: str,
    postal_address: str,
    is_named: bool,
    is_anonymous: bool = False,
    reminder: Reminder | None = None,
) -> MailWording:
    """Return what the mail of a survey version says; `questions` and `texts` are those of `SurveyVersion`.

    With a `reminder` it says so, in the words of that, else in those of the survey.

    The mail asks the headline question. A draft without one has a mail without a question, to look at.
    """
    headline = headline_of(questions)
    asked: Mapping[str, Mapping[str, str]] = headline["texts"] if headline else {}
    points = points_of(scale_of(questions)) if headline else range(0)
    called = set_in(company, language)

    def words(part: Mapping[str, str], company: str = called) -> str:
        return fill(text_for(part, language), company=company, name=NAME if is_named else "").strip()

    subject, reminding = texts.get("mail_subject", {}), ""
    if reminder is not None:
        subject = own_words(reminder.subject, language) or texts.get("remind_subject", {})
        reminding = words(own_words(reminder.words, language) or texts.get("remind_text", {}))
    return MailWording(
        language=language,
        company=company,
        postal_address=postal_address,
        subject=words(subject, company),
        greeting=words(texts.get("mail_greeting" if is_named else "mail_greeting_unnamed", {})),
        question=words(asked.get("title", {})),
        points=tuple((point, words(asked.get(point_part(points, point), {}))) for point in points),
        hint=words(texts.get("mail_hint", {})),
        button=words(texts.get("mail_button", {})),
        reason=words(texts.get("mail_reason", {})),
        stop_link=words(texts.get("stop_link", {})),
        is_anonymous=is_anonymous,
        reminding=reminding,
        not_now_link=words(texts.get("not_now_link", {})) if reminder is not None else "",
    )


def own_words(texts: Mapping[str, str], language: str) -> Mapping[str, str]:
    """Return the words that somebody wrote for a language, if there are any: another language is no help."""
    return {language: texts[language]} if texts.get(language) else {}


@lru_cache(maxsize=256)
def letter(wording: MailWording) -> Letter:
    """Lay a mail out. Remembered by its very words, so that it is never out of date."""
    is_rtl = direction(wording.language) == "rtl"
    points = [_point(value, meaning, value == wording.points[-1][0]) for value, meaning in wording.points]
    half = len(points) if len(points) <= MOST_IN_A_ROW else (len(points) + 1) // 2
    context = {
        **asdict(wording),
        "low": points[0]["meaning"] if points else "",
        "high": points[-1]["meaning"] if points else "",
        "direction": direction(wording.language),
        "start": "right" if is_rtl else "left",
        "end": "left" if is_rtl else "right",
        "rows": [row for row in (points[:half], points[half:]) if row],
        "answer": ANSWER,
        "stop": STOP,
        "not_now": NOT_NOW,
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


def _point(value: int, meaning: str, is_last: bool) -> dict[str, object]:
    return {"value": str(value), "meaning": f"{value} – {meaning}" if meaning else "", "is_last": is_last}


def _places(text: str) -> tuple[str, ...]:
    return tuple(PLACE.split(text))


def _filled(parts: Sequence[str], values: Mapping[str, str]) -> str:
    return "".join(values.get(part, part) for part in parts)
