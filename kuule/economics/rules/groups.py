"""Who is a promoter, a passive or a detractor when several people of one customer answered."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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


def first_standings(answers: Iterable[Answer]) -> dict[int, Standing]:
    """Return how each customer stood when it first answered.

    The answers of its people within 30 days of the first are taken together, the latest of each person; the customer
    is watched from the last of them on, because nobody could have left before and still be counted.
    """
    told: dict[int, list[Answer]] = {}
    for each in sorted(answers, key=lambda answer: answer.day):
        known = told.setdefault(each.customer, [])
        if not known or each.day - known[0].day <= TOGETHER:
            known.append(each)
    return {customer: _standing(known) for customer, known in told.items()}


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
