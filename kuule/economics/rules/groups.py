"""Who is a promoter, a passive or a detractor when several people of one customer answered."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kuule.economics.rules.columns import Floats, Ints

DETRACTOR, PASSIVE, PROMOTER = "detractor", "passive", "promoter"
GROUPS = (DETRACTOR, PASSIVE, PROMOTER)
LEAST_PROMOTER, LEAST_PASSIVE = 9, 7
# People of one customer are rarely asked on the same day.
TOGETHER = timedelta(days=30)
# An answer older than this says little about today.
CURRENT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person of a customer answered on a day, 0 to 10."""

    customer: int
    person: Hashable
    day: date
    score: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnswerColumns:
    """The same of n answers, (n,) each; days as `date.toordinal` counts them."""

    customer: Ints
    person: Ints
    day: Ints
    score: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StandingColumns:
    """How each of k customers stood, (k,) each, in the order of their numbers: see `Standing`."""

    customer: Ints
    mean: Floats
    day: Ints


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stood from a day on: the group, and the mean score of its people, `people` of them."""

    group: str
    mean: float
    day: date
    people: int


def group_of(mean: float) -> str:
    """Return the group of a mean score: of the score that it rounds to, half up."""
    score = int(mean + 0.5)
    return PROMOTER if score >= LEAST_PROMOTER else PASSIVE if score >= LEAST_PASSIVE else DETRACTOR


def groups_of(means: Floats) -> Ints:
    """Return the place among `GROUPS` of each mean score: see `group_of`."""
    scores = np.floor(means + 0.5)
    return (scores >= LEAST_PASSIVE).astype(np.int64) + (scores >= LEAST_PROMOTER)


def first_standings(answers: AnswerColumns) -> StandingColumns:
    """Return how each customer stood when it first answered.

    The answers of its people within 30 days of the first are taken together, the latest of each person; the customer
    is watched from the last of them on, because nobody could have left before and still be counted.
    """
    customers, whose = np.unique(answers.customer, return_inverse=True)
    first = np.full(len(customers), np.iinfo(np.int64).max)
    np.minimum.at(first, whose, answers.day)
    together = np.flatnonzero(answers.day - first[whose] <= TOGETHER.days)
    order = together[np.lexsort((answers.day[together], answers.person[together], whose[together]))]
    is_last = np.ones(len(order), dtype=np.bool_)
    is_last[:-1] = (whose[order[1:]] != whose[order[:-1]]) | (answers.person[order[1:]] != answers.person[order[:-1]])
    latest = order[is_last]
    day = np.zeros(len(customers), dtype=np.int64)
    np.maximum.at(day, whose[latest], answers.day[latest])
    people = np.bincount(whose[latest], minlength=len(customers))
    scores = np.bincount(whose[latest], answers.score[latest], len(customers))
    return StandingColumns(customer=customers, mean=scores / people, day=day)


def standings_on(answers: Iterable[Answer], *, day: date) -> dict[int, Standing]:
    """Return how each customer stands on a day: by the latest answer of each of its people, at most a year old."""
    told: dict[int, list[Answer]] = {}
    for each in sorted(answers, key=lambda answer: answer.day):
        if day - CURRENT < each.day <= day:
            told.setdefault(each.customer, []).append(each)
    return {customer: _standing(known) for customer, known in told.items()}


def _standing(answers: list[Answer]) -> Standing:
    latest = {each.person: each for each in answers}
    mean = sum(each.score for each in latest.values()) / len(latest)
    return Standing(group_of(mean), mean, max(each.day for each in latest.values()), len(latest))
