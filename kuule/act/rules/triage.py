"""The order of work: what waits longest past its time, what is at stake, what cannot wait, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log2

# How urgent a case is. From `AT_ONCE` on reminders are written at night and on days off, too.
CALM, SOON, PRESSING, AT_ONCE = 0, 1, 2, 3
URGENCY_LEVELS = (CALM, SOON, PRESSING, AT_ONCE)
URGENCY_OF_WORDS: Mapping[str, int] = {"leaving": PRESSING, "legal": PRESSING, "safety": AT_ONCE}

# What a case is first for; pages word them with their parameters.
BY_VALUE, BY_RENEWAL, BY_URGENCY, BY_SCORE = "value", "renewal", "urgency", "score"

# A step of urgency weighs as much as sixteen times the value; a renewal tomorrow as much as four times.
_URGENCY_POINTS, _RENEWAL_POINTS, _SCORE_POINTS = 400, 200, 10
_VALUE_POINTS = 100
_RENEWAL_DAYS = 90
_HIGHEST_LOW_SCORE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What is at stake in a case: money in twelve months, the next end of a contract, urgency, and the score."""

    value: Decimal | None = None
    renewal_on: date | None = None
    urgency: int = CALM
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for a place in the order: its code, what it weighs, and the figure to show."""

    code: str
    points: int
    figure: Decimal | int


def reasons_first(stake: Stake, *, day: date) -> list[Because]:
    """Return why a case comes before others, what weighs most first.

    The value weighs by how often it doubles, so that one very large customer does not push all others out for good. The
    end of a contract weighs more the nearer it is, in its last 90 days.
    """
    found: list[Because] = []
    if stake.urgency:
        found.append(Because(BY_URGENCY, stake.urgency * _URGENCY_POINTS, stake.urgency))
    if stake.value is not None and stake.value > 0:
        found.append(Because(BY_VALUE, round(_VALUE_POINTS * log2(1 + float(stake.value) / 100)), stake.value))
    if stake.renewal_on is not None and 0 <= (left := (stake.renewal_on - day).days) <= _RENEWAL_DAYS:
        found.append(Because(BY_RENEWAL, round(_RENEWAL_POINTS * (1 - left / (_RENEWAL_DAYS + 1))), left))
    if stake.score is not None and stake.score <= _HIGHEST_LOW_SCORE:
        found.append(Because(BY_SCORE, (_HIGHEST_LOW_SCORE - stake.score) * _SCORE_POINTS, stake.score))
    return sorted(found, key=lambda each: -each.points)


def weight_of(stake: Stake, *, day: date) -> int:
    """Return the place of a case among those that are as late as it is: the larger, the sooner."""
    return sum(each.points for each in reasons_first(stake, day=day))


def urgency_of(kinds: Collection[str]) -> int:
    """Return how urgent words of these kinds are."""
    return max((URGENCY_OF_WORDS.get(kind, SOON) for kind in kinds), default=CALM)
