"""What a customer had shown by a day: scores by role, silence, incidents and the trend. Nothing later counts.

Many customers at once: rows of a table are columns of numbers, days are numbered as `date.toordinal` does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kuule.contacts.rules import CONTACT_ROLES
from kuule.economics.rules.columns import Floats, Ints
from kuule.economics.rules.groups import CURRENT, TOGETHER

# Who spoke: a role of the account, or somebody whose role nobody told.
ROLES = (*CONTACT_ROLES, "")


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Answers, the earlier first: whose, by which person, on which day, the place of the role in `ROLES`, the score."""

    customer: Ints
    person: Ints
    day: Ints
    role: Ints
    score: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "Heard":
        """Return the columns of rows (customer, person, day, role, score)."""
        return cls(*columns_of(rows, 5))


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """Days on which something happened with a customer."""

    customer: Ints
    day: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "Happened":
        """Return the columns of rows (customer, day)."""
        return cls(*columns_of(rows, 2))


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """What each of k customers had shown by its day; not a number where nothing is known.

    `score`, (k, roles), is the mean of the latest answers of the people in a role, at most a year old; `heard_on` the
    day of the last of them (0: never) and `people` how many they are. `mean` is that of everybody, `trend` how much
    higher it is than before the last month of answers. `silence` is days since the last sign of life, `incidents` how
    many there were in the last year and `incident_on` the day of the last (0: never).
    """

    score: Floats
    heard_on: Ints
    people: Ints
    mean: Floats
    trend: Floats
    silence: Floats
    incidents: Ints
    incident_on: Ints


def columns_of(rows: Iterable[Sequence[int]], width: int) -> Ints:
    """Return rows of whole numbers as columns, (width, n)."""
    found = np.array([number for row in rows for number in row], dtype=np.int64)
    return np.ascontiguousarray(found.reshape(-1, width).T)


def signals_on(customers: Ints, days: Ints, *, heard: Heard, signs: Happened, incidents: Happened) -> Signals:
    """Return what each of these customers had shown by the end of its day; one customer may be asked of many days.

    `signs` are days on which a customer bought something or something happened; answers are signs of life too.
    """
    asked, rows = _pairs(customers, heard.customer)
    score, heard_on, people = _standing(asked, rows, heard, days)
    latest = heard_on.max(axis=1)
    before, _day, earlier = _standing(asked, rows, heard, np.where(latest, latest - TOGETHER.days, days))
    mean, was = _mean(score, people), _mean(before, earlier)
    last = np.maximum(_last_sign(asked, heard.day[rows], days), _last_sign(*_days(customers, signs), days))
    whose, when = _days(customers, incidents)
    recent = (when <= days[whose]) & (when > days[whose] - CURRENT.days)
    return Signals(
        score=score,
        heard_on=heard_on,
        people=people,
        mean=mean,
        trend=mean - was,
        silence=np.where(last > 0, days - last, np.nan),
        incidents=np.bincount(whose[recent], minlength=len(days)),
        incident_on=_last_sign(whose, when, days),
    )


def _pairs(customers: Ints, owners: Ints) -> tuple[Ints, Ints]:
    """Return for each row of a customer who is asked about: the place of the question, and of the row."""
    order = np.argsort(owners, kind="stable")
    first, last = (np.searchsorted(owners[order], customers, side=side) for side in ("left", "right"))
    counts = last - first
    asked = np.repeat(np.arange(len(customers)), counts)
    places = np.arange(len(asked)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    return asked, order[places]


def _days(customers: Ints, happened: Happened) -> tuple[Ints, Ints]:
    asked, rows = _pairs(customers, happened.customer)
    return asked, happened.day[rows]


def _standing(asked: Ints, rows: Ints, heard: Heard, days: Ints) -> tuple[Floats, Ints, Ints]:
    """Return mean score, last day and number of people by role, from the latest answer of each person."""
    current = (heard.day[rows] <= days[asked]) & (heard.day[rows] > days[asked] - CURRENT.days)
    asked, rows = asked[current], rows[current]
    order = np.lexsort((rows, heard.day[rows], heard.person[rows], asked))
    asked, rows = asked[order], rows[order]
    person = heard.person[rows]
    is_latest = np.ones(len(rows), dtype=bool)
    is_latest[:-1] = (asked[1:] != asked[:-1]) | (person[1:] != person[:-1])
    asked, rows = asked[is_latest], rows[is_latest]
    shape = (len(days), len(ROLES))
    cells = asked * len(ROLES) + heard.role[rows]
    people = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
    total = np.bincount(cells, heard.score[rows], minlength=people.size).reshape(shape)
    heard_on = np.zeros(people.size, dtype=np.int64)
    np.maximum.at(heard_on, cells, heard.day[rows])
    return np.where(people, total / np.maximum(people, 1), np.nan), heard_on.reshape(shape), people


def _mean(score: Floats, people: Ints) -> Floats:
    total, n = np.nansum(score * people, axis=1), people.sum(axis=1)
    return np.where(n, total / np.maximum(n, 1), np.nan)


def _last_sign(asked: Ints, happened: Ints, days: Ints) -> Ints:
    last = np.zeros(len(days), dtype=np.int64)
    known = happened <= days[asked]
    np.maximum.at(last, asked[known], happened[known])
    return last
