"""The text message that asks: company, question, link, and how to get no more of them."""

from collections.abc import Mapping, Sequence

from kuule.dispatch.channels.survey_mail import own_words
from kuule.dispatch.channels.words import one_line
from kuule.dispatch.rules import Reminder
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import fill, headline_of, text_for

LONGEST_WORDS, LONGEST_QUESTION = 300, 200


def short_text(
    *,
    questions: Sequence[Question],
    texts: Mapping[str, Mapping[str, str]],
    language: str,
    company: str,
    link: str,
    reminder: Reminder | None = None,
) -> str:
    """Return the text in one language; the words are the survey's own, those of a reminder its own where it has any.

    Words in which somebody left the place of the link out have it at their end: without it nobody could answer.
    """
    part = "sms_text" if reminder is None else "sms_reminder"
    own = own_words(reminder.words, language) if reminder is not None else {}
    words = one_line(text_for(own or texts.get(part, {}), language), LONGEST_WORDS)
    headline = headline_of(questions)
    question = fill(text_for(headline["texts"].get("title", {}), language), company=company) if headline else ""
    if "{link}" not in words:
        words += " {link}"
    return fill(words, company=company, question=one_line(question, LONGEST_QUESTION), link=link)
