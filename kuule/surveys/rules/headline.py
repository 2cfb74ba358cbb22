"""The one question of a survey whose answer is its score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuule.surveys.question_types import QUESTION_TYPES, nps, rating
from kuule.surveys.question_types.base import Question
from kuule.surveys.question_types.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN
from kuule.surveys.rules.states import BELIEF, BLIND, EFFORT, EMPLOYEE, RELATIONSHIP, SATISFACTION, TRANSACTIONAL

NO_HEADLINE, TWO_HEADLINES, OTHER_HEADLINE, OPTIONAL_HEADLINE = (
    "no_headline",
    "two_headlines",
    "other_headline",
    "optional_headline",
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The type and the scale that the score of a family comes from."""

    type: str
    scale: str


FAMILY_HEADLINES: Mapping[str, Headline] = {
    RELATIONSHIP: Headline(nps.KEY, ZERO_TO_TEN),
    TRANSACTIONAL: Headline(nps.KEY, ZERO_TO_TEN),
    EMPLOYEE: Headline(nps.KEY, ZERO_TO_TEN),
    BELIEF: Headline(nps.KEY, ZERO_TO_TEN),
    BLIND: Headline(rating.KEY, ZERO_TO_TEN),
    EFFORT: Headline(rating.KEY, ONE_TO_SEVEN),
    SATISFACTION: Headline(rating.KEY, ONE_TO_FIVE),
}


def headline_of(questions: Sequence[Question]) -> Question | None:
    """Return the question whose answer is the score: the one about recommending, else the first rating, else None."""
    ratings = (question for question in questions if question["type"] == rating.KEY)
    return next((question for question in questions if question["type"] == nps.KEY), None) or next(ratings, None)


def scale_of_question(question: Question) -> str:
    """Return the scale of a question, "" when it has none."""
    scales = QUESTION_TYPES[question["type"]].scales
    return question.get("scale", ZERO_TO_TEN) if len(scales) > 1 else "".join(scales)


def scale_of(questions: Sequence[Question]) -> str:
    """Return the scale that the score of a survey is on: 0–10 where no question says otherwise."""
    headline = headline_of(questions)
    return scale_of_question(headline) if headline else ZERO_TO_TEN


def headline_problem(family: str, questions: Sequence[Question]) -> str:
    """Return the code of what keeps these questions from giving the one score of their family, or ""."""
    wanted, found = FAMILY_HEADLINES[family], headline_of(questions)
    if found is None:
        return NO_HEADLINE
    if sum(question["type"] == nps.KEY for question in questions) > 1:
        return TWO_HEADLINES
    if Headline(found["type"], scale_of_question(found)) != wanted:
        return NO_HEADLINE if wanted.type == nps.KEY else OTHER_HEADLINE
    return OPTIONAL_HEADLINE if found["optional"] else ""
