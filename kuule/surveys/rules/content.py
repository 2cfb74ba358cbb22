"""What a survey version says: its languages, questions and texts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kuule.surveys.question_types.base import Question, Texts
from kuule.ui.clean import visible_text

MOST_QUESTIONS, MOST_OPTIONS, MOST_LANGUAGES = 10, 20, 40
LONGEST_TITLE, LONGEST_LABEL, LONGEST_LINE, LONGEST_BODY = 500, 200, 300, 5_000

KEY_FORM = re.compile("[a-z0-9][a-z0-9_]{0,39}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Content:
    """What a survey version says, in every language. Functions that change it return a new one."""

    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    texts: Mapping[str, Texts]

    def question(self, key: str) -> Question | None:
        """Return the question with a key, or None."""
        return next((question for question in self.questions if question["key"] == key), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: `question` and `option` are keys, `part` is the part of the question or of the survey."""

    part: str = ""
    question: str = ""
    option: str = ""


def is_long(part: str) -> bool:
    """Tell whether a text of the survey may have several paragraphs."""
    return "_body" in part


def longest(part: str) -> int:
    """Return how many characters a text of the survey may have."""
    return LONGEST_BODY if is_long(part) else LONGEST_LINE


def clean_line(text: str) -> str:
    """Return a text as one line without invisible characters, composed (NFC)."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", visible_text(text))).strip()


def clean_body(text: str) -> str:
    """Return a longer text without invisible characters, composed (NFC), its paragraphs kept."""
    lines = unicodedata.normalize("NFC", visible_text(text)).split("\n")
    return re.sub("\n{3,}", "\n\n", "\n".join(clean_line(line) for line in lines)).strip()


def texts_of_question(question: Question) -> Iterator[tuple[Place, Texts]]:
    """Yield every text of a question with its place, those of its options last."""
    for part, texts in question["texts"].items():
        yield Place(part, question["key"]), texts
    for option in question.get("options", ()):
        yield Place("", question["key"], option["key"]), option["texts"]


def every_text(content: Content) -> Iterator[tuple[Place, Texts]]:
    """Yield every text with its place, those of the questions first."""
    for question in content.questions:
        yield from texts_of_question(question)
    for part, texts in content.texts.items():
        yield Place(part), texts


def missing_in(content: Content, language: str) -> list[Place]:
    """Return the texts that are there in some language but not in this one: people read another language there."""
    return [place for place, texts in every_text(content) if any(texts.values()) and not texts.get(language)]


def number_of(questions: Sequence[Question], key: str) -> int:
    """Return the number that a question has on the page, 0 if it is not there."""
    return next((number for number, question in enumerate(questions, 1) if question["key"] == key), 0)
