"""A double-blind study: who asks is named only after the answer, and several suppliers are rated side by side."""

import random
from collections.abc import Sequence

from kuule.surveys.question_types import rating
from kuule.surveys.question_types.base import Question
from kuule.surveys.question_types.scales import ZERO_TO_TEN
from kuule.surveys.rules.asking import ShownQuestion
from kuule.surveys.rules.headline import headline_of, scale_of_question
from kuule.surveys.rules.states import BLIND

# The key of the question about the company's own service; the others are about those it competes with.
OWN_SUPPLIER = "own"


def is_blind(family: str) -> bool:
    """Tell whether those who answer learn only afterwards who asked."""
    return family == BLIND


def supplier_questions(questions: Sequence[Question]) -> list[Question]:
    """Return the questions about one supplier each: every rating from 0 to 10 besides the headline."""
    headline = headline_of(questions)
    return [
        each
        for each in questions
        if each is not headline and each["type"] == rating.KEY and scale_of_question(each) == ZERO_TO_TEN
    ]


def suppliers_shuffled(
    shown: Sequence[ShownQuestion], questions: Sequence[Question], *, seed: str
) -> list[ShownQuestion]:
    """Return questions with the suppliers in an order that differs between people and stays for each of them.

    Whoever is asked about first is rated otherwise than the last; so no supplier is always the first.
    """
    fields = {each["key"] for each in supplier_questions(questions)}
    mixed = [each for each in shown if each.field in fields]
    random.Random(seed).shuffle(mixed)  # noqa: S311 - an order, not a secret
    turns = iter(mixed)
    return [next(turns) if each.field in fields else each for each in shown]
