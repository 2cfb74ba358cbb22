"""Whether the loop was kept: somebody from the company spoke with a detractor soon after the answer."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WITHIN = timedelta(hours=48)

# How it stands with one answer.
KEPT, MISSED, WAITING = "kept", "missed", "waiting"


@dataclass(frozen=True, slots=True)
class Unhappy:
    """An answer of a detractor: whose, by which person, and when."""

    pk: int
    customer: int
    person: int
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """That somebody from the company reached a customer; `person` is None where the account alone was noted."""

    customer: int
    person: int | None
    at: datetime


def loop_states(answers: Iterable[Unhappy], spoken: Iterable[Spoken], *, now: datetime) -> dict[int, str]:
    """Return of each answer, by id, whether the person was reached within 48 hours on the clock, weekends included.

    A note about the account alone counts for everybody in it. One whose time is not over yet waits.
    """
    times: dict[tuple[int, int | None], list[datetime]] = {}
    for each in spoken:
        times.setdefault((each.customer, each.person), []).append(each.at)
    for moments in times.values():
        moments.sort()
    return {each.pk: _state(each, times, now) for each in answers}


def _state(answer: Unhappy, times: Mapping[tuple[int, int | None], Sequence[datetime]], now: datetime) -> str:
    due = answer.answered_at + WITHIN
    for person in (answer.person, None):
        moments = times.get((answer.customer, person), ())
        place = bisect_left(moments, answer.answered_at)
        if place < len(moments) and moments[place] <= min(due, now):
            return KEPT
    return WAITING if now < due else MISSED
