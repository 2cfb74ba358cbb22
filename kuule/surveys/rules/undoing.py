"""What was taken out of a draft, kept so that it can be put back where it stood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from kuule.surveys.question_types.base import Option, Question, Texts
from kuule.surveys.rules.content import MOST_OPTIONS, MOST_QUESTIONS, Content
from kuule.surveys.rules.editing import NO_SUCH_QUESTION, TITLE, TOO_MANY_OPTIONS, TOO_MANY_QUESTIONS
from kuule.workspaces.rules import Refused

Thing = TypeVar("Thing", Question, Option)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A question, or one `option` of it, and the place where it stood among its like, the first being 0."""

    question: Question
    option: Option | None
    place: int

    @classmethod
    def of(cls, content: Content, key: str, option_key: str = "") -> Self | None:
        """Return what a draft would lose with a question, or with an option of it; None when it has no such thing."""
        question = content.question(key)
        if question is None:
            return None
        if not option_key:
            return cls(question, None, content.questions.index(question))
        options = question.get("options", [])
        place = next((place for place, each in enumerate(options) if each["key"] == option_key), None)
        return None if place is None else cls(question, options[place], place)

    @property
    def texts(self) -> Texts:
        """Return by which words people know it."""
        return self.question["texts"].get(TITLE, {}) if self.option is None else self.option["texts"]

    @property
    def key(self) -> str:
        """Return the key of the question."""
        return self.question["key"]


def with_back(content: Content, taken: TakenOut) -> Content:
    """Put back what was taken out, in the languages that the draft has now. What is there again stays as it is."""
    if taken.option is None:
        question = _in_languages(taken.question, content.languages)
        questions = _inserted(content.questions, question, taken.place, MOST_QUESTIONS, TOO_MANY_QUESTIONS)
        return replace(content, questions=tuple(questions))
    now = content.question(taken.key)
    if now is None or "options" not in now:
        raise Refused(NO_SUCH_QUESTION)
    option: Option = {**taken.option, "texts": _kept(taken.option["texts"], content.languages)}
    changed: Question = {
        **now,
        "options": _inserted(now["options"], option, taken.place, MOST_OPTIONS, TOO_MANY_OPTIONS),
    }
    return replace(content, questions=tuple(changed if each is now else each for each in content.questions))


def _inserted(things: Sequence[Thing], thing: Thing, place: int, most: int, code: str) -> list[Thing]:
    if any(each["key"] == thing["key"] for each in things):
        return list(things)
    if len(things) >= most:
        raise Refused(code, limit=most)
    inserted = list(things)
    inserted.insert(place, thing)
    return inserted


def _in_languages(question: Question, languages: Sequence[str]) -> Question:
    texts = {part: _kept(each, languages) for part, each in question["texts"].items()}
    kept: Question = {**question, "texts": {part: each for part, each in texts.items() if each or part == TITLE}}
    if "options" in question:
        kept["options"] = [{**each, "texts": _kept(each["texts"], languages)} for each in question["options"]]
    return kept


def _kept(texts: Texts, languages: Sequence[str]) -> Texts:
    return {language: words for language, words in texts.items() if language in languages}
