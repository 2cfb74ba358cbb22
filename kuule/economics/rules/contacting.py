"""Who was contacted after an answer, and who can be compared with them: watched at the same time after an answer.

Somebody is contacted from the contact on. Whoever left or answered again before could not be contacted any more, so
that counting them among the others would make every contact look good (immortal-time bias). Comparison therefore begins
at landmarks: so many days after the answer, with all who were still there and had not answered again (Anderson 1983 J
Clin Oncol 1:710-719; as a sequence of trials, Hernán and Robins 2016 Am J Epidemiol 183:758-764).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kuule.economics.rules.groups import Answer

# Days after an answer at which those contacted since the landmark before begin to be compared.
LANDMARKS = (2, 7, 30)
BEFORE_ALL = -1
# A contact later than this after an answer is about something else.
LONGEST_WAIT = timedelta(days=LANDMARKS[-1])
# An ask is looked at when people had so long to answer it.
TIME_TO_ANSWER = timedelta(days=14)

HORIZONS = (90, 180, 365)
USUAL_HORIZON = 365

NEW, SETTLED, OLD, UNKNOWN = "new", "settled", "old", "unknown"
_A_YEAR, _THREE_YEARS = timedelta(days=365), timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Contacted:
    """That somebody was contacted after an answer on a day, or by chance was meant to be left alone."""

    day: date
    was_reached: bool
    by_chance: bool


@dataclass(frozen=True, slots=True)
class WatchedAnswer:
    """An answer, the first contact after it, and until when its customer could be contacted.

    That is the day on which they left or answered again, `date.max` for neither. `tenure` is a class of how long they
    had been a customer.
    """

    answer: Answer
    contacted: Contacted | None
    free_until: date
    tenure: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Somebody whose later days are compared from `start` on with those who are alike: score, tenure, landmark."""

    answer: Answer
    start: date
    was_contacted: bool
    by_chance: bool
    landmark: int
    tenure: str


def tenure_class(since: date | None, day: date) -> str:
    """Return how long somebody had been a customer on a day, in classes: under a year, under three, longer."""
    if since is None or since > day:
        return UNKNOWN
    return NEW if day - since < _A_YEAR else SETTLED if day - since < _THREE_YEARS else OLD


def trials_of(watched: Iterable[WatchedAnswer], *, today: date) -> Iterator[Trial]:
    """Yield who is compared from which day on.

    Where chance decided, the day of the decision is the start for both. Else the start is each landmark that somebody
    reached uncontacted, and contacted are those whom somebody spoke with since the landmark before.
    """
    for each in watched:
        if each.contacted is not None and each.contacted.by_chance:
            if each.contacted.day < min(each.free_until, today):
                told = each.contacted
                yield Trial(each.answer, told.day, told.was_reached, True, BEFORE_ALL, each.tenure)
        else:
            yield from _at_landmarks(each, today)


def _at_landmarks(watched: WatchedAnswer, today: date) -> Iterator[Trial]:
    told, day, previous = watched.contacted, watched.answer.day, BEFORE_ALL
    waited = (told.day - day).days if told is not None and told.was_reached else None
    for landmark in LANDMARKS:
        start = day + timedelta(days=landmark)
        if start >= today or start >= watched.free_until or (waited is not None and waited <= previous):
            return
        was_contacted = waited is not None and waited <= landmark
        yield Trial(watched.answer, start, was_contacted, False, landmark, watched.tenure)
        previous = landmark
