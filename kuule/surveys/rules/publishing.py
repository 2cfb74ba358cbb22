"""What keeps a draft from being published: only what would make its answers worthless or its page senseless."""

from collections.abc import Iterator
from dataclasses import dataclass

from kuule.surveys.question_types import QUESTION_TYPES
from kuule.surveys.rules.content import Content
from kuule.surveys.rules.editing import TITLE
from kuule.surveys.rules.headline import headline_of, headline_problem
from kuule.surveys.rules.showing import groups_of, person_condition

NO_TITLE, TOO_FEW_OPTIONS, OPTION_WITHOUT_LABEL = "no_title", "too_few_options", "option_without_label"
SCORE_FOR_SOME, BEFORE_SCORE, KNOWS_PERSONS = "score_for_some", "before_score", "knows_persons"
FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why a draft cannot be published: a code, and the number of the question it is about, 0 for the whole survey."""

    code: str
    number: int = 0


def blockers(family: str, content: Content, *, is_anonymous: bool = False) -> list[Blocker]:
    """Return everything that keeps a draft from being published, in the order of the page."""
    headline = headline_problem(family, content.questions)
    return [
        *([Blocker(headline)] if headline else []),
        *_of_questions(content),
        *_of_those_for_some(content, is_anonymous=is_anonymous),
    ]


def _of_those_for_some(content: Content, *, is_anonymous: bool) -> Iterator[Blocker]:
    headline, is_scored = headline_of(content.questions), False
    for number, question in enumerate(content.questions, 1):
        if question is headline:
            is_scored = True
            if "shown_to" in question:
                yield Blocker(SCORE_FOR_SOME, number)
        elif groups_of(question) and not is_scored:
            yield Blocker(BEFORE_SCORE, number)
        if is_anonymous and person_condition(question):
            yield Blocker(KNOWS_PERSONS, number)


def _of_questions(content: Content) -> Iterator[Blocker]:
    for number, question in enumerate(content.questions, 1):
        if not any(question["texts"].get(TITLE, {}).values()):
            yield Blocker(NO_TITLE, number)
        if not QUESTION_TYPES[question["type"]].has_options:
            continue
        options = question.get("options", [])
        if len(options) < FEWEST_OPTIONS:
            yield Blocker(TOO_FEW_OPTIONS, number)
        if any(not any(option["texts"].values()) for option in options):
            yield Blocker(OPTION_WITHOUT_LABEL, number)
