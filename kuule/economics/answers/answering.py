"""Does answering pay? What those did later who were contacted after an answer, beside comparable ones who were not."""

import math
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

import numpy as np

from kuule import stats
from kuule.economics.rules.columns import Flags, Floats, Ints
from kuule.economics.rules.contacting import (
    LONGEST_WAIT,
    TIME_TO_ANSWER,
    USUAL_HORIZON,
    Contacted,
    Trial,
    WatchedAnswer,
    tenure_class,
    trials_of,
)
from kuule.economics.rules.groups import DETRACTOR, LEAST_PASSIVE, Answer, group_of
from kuule.economics.rules.lives import Life, life_after
from kuule.economics.selectors.contacting import Contacts, asks_of_people, contacts_of
from kuule.economics.selectors.lives import NO_TRACES, traces_of_customers
from kuule.economics.selectors.message_outcomes import purchase_days
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.standings import named_answers
from kuule.stats import Comparison
from kuule.workspaces.models import Workspace

ANSWERED, MOVED, RECOVERED, STAYED, BOUGHT = "answered", "moved", "recovered", "stayed", "bought"
OUTCOMES = (ANSWERED, MOVED, RECOVERED, STAYED, BOUGHT)
# Fewer on either side would speak of a few people.
LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Followed:
    """A trial and what came later, by outcome: a share as 0 or 1, `moved` in points from 0 to 10; None if unknown."""

    trial: Trial
    later: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One outcome of the contacted and of comparable others; `comparison` is None with too few on either side."""

    outcome: str
    contacted: int
    others: int
    comparison: Comparison | None

    @property
    def is_share(self) -> bool:
        """Tell whether the figure is a share, not points of the score."""
        return self.outcome != MOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringPays:
    """All outcomes: where chance decided who is contacted, and where people did. `answers` were looked at."""

    day: date
    horizon: int
    by_chance: Sequence[Paid]
    by_choice: Sequence[Paid]
    contacted_by_chance: int
    contacted_by_choice: int
    answers: int


def followed_answers(workspace: Workspace, *, day: date, horizon: int = USUAL_HORIZON) -> Iterator[Followed]:
    """Yield everybody who is compared, and what they did within `horizon` days as far as it is known on a day."""
    later = _Later(workspace, day=day, horizon=horizon)
    for trial in trials_of(later.watched(), today=day):
        yield Followed(trial, {outcome: later.outcomes[outcome](trial) for outcome in OUTCOMES})


def answering_pays(workspace: Workspace, *, day: date, horizon: int = USUAL_HORIZON) -> AnsweringPays:
    """Return what contact after an answer goes with, as known on a day.

    Only where chance decided is it the effect; else the contacted are compared with others of the same score and
    tenure who at the same time after their answer were there and had not been contacted.
    """
    rows = _columns_of(followed_answers(workspace, day=day, horizon=horizon))
    return AnsweringPays(
        day=day,
        horizon=horizon,
        by_chance=[_paid(rows, outcome, by_chance=True) for outcome in OUTCOMES],
        by_choice=[_paid(rows, outcome, by_chance=False) for outcome in OUTCOMES],
        contacted_by_chance=int((rows.was_contacted & rows.by_chance).sum()),
        contacted_by_choice=int((rows.was_contacted & ~rows.by_chance).sum()),
        answers=rows.answers,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Columns:
    """n trials of a number of answers, (n,) each: `alike` is a number for each starting score, tenure and landmark.

    `later`, (n, outcomes), is not a number where nothing is known.
    """

    customer: Ints
    was_contacted: Flags
    by_chance: Flags
    alike: Ints
    later: Floats
    answers: int


def _columns_of(followed: Iterable[Followed]) -> _Columns:
    classes: dict[tuple[int, str, int], int] = {}
    answers: set[tuple[Hashable, date]] = set()
    numbers, later = array("q"), array("d")
    for each in followed:
        trial, answer = each.trial, each.trial.answer
        alike = classes.setdefault((answer.score, trial.tenure, trial.landmark), len(classes))
        answers.add((answer.person, answer.day))
        numbers.extend((answer.customer, trial.was_contacted, trial.by_chance, alike))
        later.extend(math.nan if value is None else value for value in each.later.values())
    customer, was_contacted, by_chance, alike_of = np.array(numbers, dtype=np.int64).reshape(-1, 4).T
    return _Columns(
        customer=customer,
        was_contacted=was_contacted > 0,
        by_chance=by_chance > 0,
        alike=alike_of,
        later=np.array(later).reshape(-1, len(OUTCOMES)),
        answers=len(answers),
    )


def _paid(rows: _Columns, outcome: str, *, by_chance: bool) -> Paid:
    later = rows.later[:, OUTCOMES.index(outcome)]
    known = (rows.by_chance == by_chance) & ~np.isnan(later)
    was_contacted = rows.was_contacted[known]
    contacted, others = int(was_contacted.sum()), int((~was_contacted).sum())
    comparison = None
    if min(contacted, others) >= LEAST_PEOPLE:
        comparison = stats.comparable_difference(
            later[known],
            was_contacted.astype(np.float64),
            None if by_chance else rows.alike[known],
            rows.customer[known],
            by_chance=by_chance,
        )
    return Paid(outcome=outcome, contacted=contacted, others=others, comparison=comparison)


class _Later:
    """What is known of everybody until a day, read once."""

    def __init__(self, workspace: Workspace, *, day: date, horizon: int) -> None:
        self._day, self._horizon = day, timedelta(days=horizon)
        until = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(workspace.timezone))
        self._silent_days = money_settings(workspace).silent_days
        self._answers = sorted(named_answers(workspace, until=until), key=lambda answer: answer.day)
        self._answered = _by_person(self._answers)
        self._asks = asks_of_people(workspace, until=day)
        self._contacts = contacts_of(workspace, until=day)
        self._traces = traces_of_customers(workspace, day=day)
        self._bought = purchase_days(workspace, since=self._answers[0].day) if self._answers else {}
        self._lives: dict[tuple[int, date], Life | None] = {}
        self.outcomes: Mapping[str, Callable[[Trial], float | None]] = {
            ANSWERED: self._has_answered,
            MOVED: self._has_moved,
            RECOVERED: self._has_recovered,
            STAYED: self._has_stayed,
            BOUGHT: self._has_bought,
        }

    def watched(self) -> Iterator[WatchedAnswer]:
        """Yield every answer with the first contact after it and how long its customer could be contacted."""
        for each in self._answers:
            again, life = self._next(each), self._life(each)
            ends = [again.day] if again else []
            ends += [life.until] if life and life.has_left else []
            since = self._traces.get(each.customer, NO_TRACES).known_since
            contacted = _first_after(self._contacts, each)
            yield WatchedAnswer(each, contacted, min(ends, default=date.max), tenure_class(since, each.day))

    def _next(self, answer: Answer, after: date | None = None) -> Answer | None:
        own = self._answered[answer.person]
        place = bisect_right(own, after or answer.day, key=attrgetter("day"))
        return own[place] if place < len(own) else None

    def _life(self, answer: Answer) -> Life | None:
        key = (answer.customer, answer.day)
        if key not in self._lives:
            traces = self._traces.get(answer.customer, NO_TRACES)
            found = life_after(answer.day, traces, day=self._day, silent_days=self._silent_days)
            self._lives[key] = found if isinstance(found, Life) else None
        return self._lives[key]

    def _has_answered(self, trial: Trial) -> float | None:
        asks = self._asks.get(trial.answer.person, ())
        told = next((each for each in asks if each[0] > trial.start), None)
        if told is None or told[0] + TIME_TO_ANSWER > self._day or told[0] > trial.start + self._horizon:
            return None
        return float(told[1])

    def _later_score(self, trial: Trial) -> int | None:
        later = self._next(trial.answer, trial.start)
        return later.score if later and later.day <= trial.start + self._horizon else None

    def _has_moved(self, trial: Trial) -> float | None:
        later = self._later_score(trial)
        return None if later is None else float(later - trial.answer.score)

    def _has_recovered(self, trial: Trial) -> float | None:
        later = self._later_score(trial)
        return None if later is None or group_of(trial.answer.score) != DETRACTOR else float(later >= LEAST_PASSIVE)

    def _has_stayed(self, trial: Trial) -> float | None:
        life, end = self._life(trial.answer), trial.start + self._horizon
        if life is None or life.until <= trial.start:
            return None
        if life.has_left and life.until <= end:
            return 0.0
        return 1.0 if life.until >= end else None

    def _has_bought(self, trial: Trial) -> float | None:
        end = trial.start + self._horizon
        if end > self._day or self._traces.get(trial.answer.customer, NO_TRACES).first_sale is None:
            return None
        days = self._bought.get(trial.answer.customer, ())
        return float(any(trial.start < each <= end for each in days))


def _by_person(answers: Iterable[Answer]) -> dict[Hashable, list[Answer]]:
    found = defaultdict[Hashable, list[Answer]](list)
    for each in answers:
        found[each.person].append(each)
    return dict(found)


def _first_after(contacts: Contacts, answer: Answer) -> Contacted | None:
    found = contacts.after(answer.person, answer.customer)
    return next((each for each in found if timedelta(0) <= each.day - answer.day <= LONGEST_WAIT), None)
