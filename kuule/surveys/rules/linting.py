"""Advice on a survey, each with its reason. It never keeps anybody from publishing: people may know better."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kuule.surveys.question_types import QUESTION_TYPES, text
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules.content import Content, Place, every_text, missing_in, number_of
from kuule.surveys.rules.editing import TITLE
from kuule.surveys.rules.headline import headline_of, scale_of_question
from kuule.surveys.rules.leading_words import JOINING_WORDS, LEADING_WORDS, OTHER_WORDS
from kuule.surveys.rules.replies import verbatim_field

MANY_QUESTIONS, NO_OPEN, MANY_OPEN, REQUIRED = "many_questions", "no_open", "many_open", "required"
LEADING, LONG, TWO_IN_ONE, NO_ENDS = "leading", "long", "two_in_one", "no_ends"
MANY_OPTIONS, NO_OTHER, NO_READER, UNTRANSLATED, UNKNOWN_PLACE = (
    "many_options",
    "no_other",
    "no_reader",
    "untranslated",
    "unknown_place",
)
NAMES_PROMISED, COMMENT_FOR_SOME = "names_promised", "comment_for_some"
ADVICE_CODES = (
    *(MANY_QUESTIONS, NO_OPEN, MANY_OPEN, REQUIRED, LEADING, LONG, TWO_IN_ONE, NO_ENDS, MANY_OPTIONS, NO_OTHER),
    *(NO_READER, NAMES_PROMISED, UNTRANSLATED, UNKNOWN_PLACE, COMMENT_FOR_SOME),
)

BEST_AT_MOST = 3
LONG_TITLE = 120
BEST_OPTIONS = 8
# What is filled in when a text is read.
PLACES = frozenset({"company", "name", "count", "limit", "low", "high", "score", "question", "link"})
READER_PARTS = ("reader_note", "reader_note_link")

_PLACE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: a code, the number of the question it is about (0: the whole survey), and its figures."""

    code: str
    number: int = 0
    params: Mapping[str, object] = field(default_factory=dict)


def advice_on(content: Content, *, unread_parts: Sequence[str] = ()) -> list[Advice]:
    """Return what could be better, the most important first.

    `unread_parts` are texts that promise something about names which the survey, as it is set now, may not keep.
    """
    found = [*_on_survey(content)]
    comment = verbatim_field(content.questions)
    for number, question in enumerate(content.questions, 1):
        found += _on_question(question, number, is_headline=question is headline_of(content.questions))
        if question["key"] == comment and "shown_to" in question:
            found.append(Advice(COMMENT_FOR_SOME, number))
    if unread_parts:
        found.append(Advice(NAMES_PROMISED))
    return [*found, *_on_texts(content)]


def _on_survey(content: Content) -> Iterator[Advice]:
    count = len(content.questions)
    if count > BEST_AT_MOST:
        yield Advice(MANY_QUESTIONS, params={"count": count, "best": BEST_AT_MOST})
    open_questions = [question for question in content.questions if question["type"] == text.KEY]
    if not open_questions:
        yield Advice(NO_OPEN)
    elif len(open_questions) > 1:
        yield Advice(MANY_OPEN, params={"count": len(open_questions)})
    if not any(content.texts.get(part) for part in READER_PARTS):
        yield Advice(NO_READER)


def _on_question(question: Question, number: int, *, is_headline: bool) -> Iterator[Advice]:
    if not question["optional"] and not is_headline:
        yield Advice(REQUIRED, number)
    yield from _on_titles(question, number)
    if scale_of_question(question):
        texts = question["texts"]
        if not (texts.get("low") and texts.get("high")):
            yield Advice(NO_ENDS, number)
    if QUESTION_TYPES[question["type"]].has_options:
        yield from _on_options(question, number)


def _on_titles(question: Question, number: int) -> Iterator[Advice]:
    titles = [(part, texts) for part, texts in question["texts"].items() if part.startswith(TITLE)]
    found = {
        word: language for _, texts in titles for language, words in texts.items() for word in leading(words, language)
    }
    if found:
        yield Advice(LEADING, number, {"words": sorted(found)})
    longest = max((len(words) for _, texts in titles for words in texts.values()), default=0)
    if longest > LONG_TITLE:
        yield Advice(LONG, number, {"count": longest, "best": LONG_TITLE})
    plain = question["texts"].get(TITLE, {})
    if scale_of_question(question) and any(_joins(words, language) for language, words in plain.items()):
        yield Advice(TWO_IN_ONE, number)


def leading(words: str, language: str) -> list[str]:
    """Return the words of a text that push the one who answers, in lower case."""
    stems = LEADING_WORDS.get(language.partition("-")[0], ())
    lower = words.lower()
    single = [
        word for word in _WORD.findall(lower) if word.startswith(tuple(stem for stem in stems if " " not in stem))
    ]
    return [*single, *(stem for stem in stems if " " in stem and stem in lower)]


def _joins(words: str, language: str) -> bool:
    joining = JOINING_WORDS.get(language.partition("-")[0], ())
    return any(word in joining for word in _WORD.findall(words.lower()))


def _on_options(question: Question, number: int) -> Iterator[Advice]:
    options = question.get("options", [])
    if len(options) > BEST_OPTIONS:
        yield Advice(MANY_OPTIONS, number, {"count": len(options), "best": BEST_OPTIONS})
    labels = [(language, label) for option in options for language, label in option["texts"].items()]
    if options and not any(
        label.lower().startswith(OTHER_WORDS.get(language.partition("-")[0], ())) for language, label in labels
    ):
        yield Advice(NO_OTHER, number)


def _on_texts(content: Content) -> Iterator[Advice]:
    for language in content.languages:
        missing = len(missing_in(content, language))
        if missing:
            yield Advice(UNTRANSLATED, params={"language": language, "count": missing})
    unknown: dict[Place, set[str]] = {}
    for place, texts in every_text(content):
        names = {name for words in texts.values() for name in _PLACE.findall(words)} - PLACES
        if names:
            unknown[place] = names
    for place, names in unknown.items():
        yield Advice(UNKNOWN_PLACE, number_of(content.questions, place.question), {"words": sorted(names)})
