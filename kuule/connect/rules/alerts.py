"""When an alert goes out, of what it tells first, and what it is about: pure decisions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kuule.connect.rules.events import (
    CASE_CHANGED,
    CASE_CLOSED,
    CASE_OPENED,
    CONTACT_BOUNCED,
    CONTACT_UNSUBSCRIBED,
    EVENTS,
    INITIATIVE_DONE,
    INVITATION_HELD_BACK,
    RESPONSE_AMENDED,
    RESPONSE_RECEIVED,
    Life,
)

# A case whose time to reach out is over. No other system is told of it: it comes by the clock, not by a change.
CASE_LATE = "case.late"
# The most pressing first.
ALERT_EVENTS = (
    CASE_LATE,
    CASE_OPENED,
    RESPONSE_RECEIVED,
    RESPONSE_AMENDED,
    CASE_CHANGED,
    CONTACT_UNSUBSCRIBED,
    CONTACT_BOUNCED,
    CASE_CLOSED,
    INITIATIVE_DONE,
    INVITATION_HELD_BACK,
)
assert {*ALERT_EVENTS} == {*EVENTS, CASE_LATE}  # noqa: S101 - whoever adds an event says how pressing it is

# After one message the next waits so long, longer while many come.
INTERVALS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# So much in one message is many.
MANY = 5
# So many are told of one by one.
MOST_TOLD = 5
USUAL_MOST_A_DAY, HIGHEST_MOST_A_DAY = 12, 100
# What is older than this when it is heard of alerts nobody any more.
FRESH_FOR = timedelta(days=2)
# A comment is waited for so long before its themes are looked at.
READ_WITHIN = timedelta(seconds=30)
# What went out is shown so long, and an alert that told nothing so long is pointed out.
SHOWN_FOR = timedelta(days=30)
LONGEST_ALERT_NAME = 100
WORST_SCORE = 11


@dataclass(frozen=True, slots=True)
class Pace:
    """How often an alert goes out: `step` counts in `INTERVALS`, `told_at` is when it went out last."""

    step: int = 0
    told_at: datetime | None = None

    def next_from(self, noticed_at: datetime) -> datetime:
        """Return when something that was noticed then goes out: at once, or when the interval is over."""
        return noticed_at if self.told_at is None else max(noticed_at, self.told_at + INTERVALS[self.step])

    def after(self, *, count: int, now: datetime) -> "Pace":
        """Return the pace after a message with so much in it.

        The interval grows by a step while many come, and shrinks by one while few do. Where nothing came for two
        intervals it is the shortest again.
        """
        is_quiet = self.told_at is None or now - self.told_at >= 2 * INTERVALS[self.step]
        if is_quiet:
            step = 0
        elif count >= MANY:
            step = min(self.step + 1, len(INTERVALS) - 1)
        else:
            step = max(self.step - 1, 0)
        return Pace(step, now)


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions ask of something that happened; what it does not have is None or empty."""

    group: str = ""
    survey: int | None = None
    touchpoint: int | None = None
    teams: Collection[int] = ()
    owners: Collection[int] = ()
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an alert is about. What is not said is everything; what something does not have never fits."""

    groups: Collection[str] = ()
    survey: int | None = None
    touchpoint: int | None = None
    team: int | None = None
    owner: int | None = None
    least_value: Decimal | None = None

    def fit(self, facts: Facts) -> bool:
        """Tell whether something that happened fits all of them."""
        return (
            (not self.groups or facts.group in self.groups)
            and self.survey in (None, facts.survey)
            and self.touchpoint in (None, facts.touchpoint)
            and (self.team is None or self.team in facts.teams)
            and (self.owner is None or self.owner in facts.owners)
            and (self.least_value is None or (facts.value is not None and facts.value >= self.least_value))
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What a message tells of one thing. `score` is None without one; who and comment are "" where nobody may know."""

    event: str
    at: datetime
    link: str
    score: int | None = None
    who: str = ""
    comment: str = ""


def most_pressing(lines: Iterable[Line], *, most: int = MOST_TOLD) -> list[Line]:
    """Return what is told first: by event, within it the lowest score, then the newest."""
    ranks = {event: rank for rank, event in enumerate(ALERT_EVENTS)}

    def place(line: Line) -> tuple[int, int, float]:
        score = WORST_SCORE if line.score is None else line.score
        return ranks[line.event], score, -line.at.timestamp()

    return sorted(lines, key=place)[:most]


def moments(
    life: Life, *, began_at: datetime, changed_at: datetime, ended_at: datetime | None
) -> Sequence[tuple[str, datetime]]:
    """Return what can be told of a thing as it stands now, each with its moment."""
    found = [(life.begins, began_at)]
    if changed_at > began_at and changed_at != ended_at:
        found.append((life.changes, changed_at))
    if ended_at is not None:
        found.append((life.ends, ended_at))
    return [(event, at) for event, at in found if event]


def is_fresh(at: datetime, *, since: datetime, now: datetime) -> bool:
    """Tell whether something that happened then is news for an alert that is on since a moment."""
    return at >= max(since, now - FRESH_FOR)
