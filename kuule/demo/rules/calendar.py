"""When things happen in the story, counted back from the `now` it is told at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

DAYS_IN_A_MONTH = 30.44
PANELS = 13
QUARTERS = 6
WEEKS_BETWEEN_PANELS = 1
WEEKS_IN_A_QUARTER = 13
TUESDAY, THURSDAY = 1, 3
SENDING_TIME = time(9, 10)
# The newest wave is last week's: long enough ago that many have answered, not all.
NEWEST_WAVE_AGE = timedelta(days=4)
BEFORE_FIRST_WAVE = timedelta(weeks=3)
FIRST_IMPRESSION_AFTER = timedelta(days=10)
HEARD_OF_AFTER = timedelta(days=10)

# How much of the invoicing problem is left, by months since the October it began in.
SEVERITY = (1.0, 0.5, 0.25, 0.1)


@dataclass(frozen=True, slots=True)
class Stage:
    """The time in which the story is told: its zone, the October of the problem, beginning and end."""

    zone: ZoneInfo
    october: date
    began_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """The moment when one panel, a thirteenth of all people, is asked. Each panel has its turn once a quarter."""

    panel: int
    at: datetime


def panel_turns(now: datetime, zone: ZoneInfo) -> list[Turn]:
    """Return the turns of eighteen months, the oldest first, each on a Tuesday morning."""
    newest = _last_tuesday((now - NEWEST_WAVE_AGE).astimezone(zone).date())
    turns = []
    for quarter in range(QUARTERS):
        for place in range(PANELS):
            weeks = WEEKS_IN_A_QUARTER * quarter + WEEKS_BETWEEN_PANELS * place
            turns.append(Turn(PANELS - place, _morning(newest - timedelta(weeks=weeks), zone)))
    return sorted(turns, key=lambda turn: turn.at)


def stage_of(turns: Sequence[Turn], *, now: datetime, zone: ZoneInfo) -> Stage:
    """Return the stage on which these turns are played; the company began to use Kuule a little before the first."""
    return Stage(zone, bad_october(now, zone), turns[0].at - BEFORE_FIRST_WAVE, now)


def first_impression(started_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when the people of a new account are asked for the first time: on a Thursday soon after the start."""
    earliest = (started_at + FIRST_IMPRESSION_AFTER).astimezone(zone).date()
    return _morning(earliest + timedelta(days=(THURSDAY - earliest.weekday()) % 7), zone)


def months_before(now: datetime, months: float) -> datetime:
    """Return the moment so many months ago."""
    return now - timedelta(days=months * DAYS_IN_A_MONTH)


def bad_october(now: datetime, zone: ZoneInfo) -> date:
    """Return the first day of the newest October that has gone on long enough to be heard of."""
    day = (now.astimezone(zone) - HEARD_OF_AFTER).date()
    return date(day.year if day.month >= 10 else day.year - 1, 10, 1)


def severity(at: datetime, stage: Stage) -> float:
    """Return how bad the invoicing problem is at a moment, 0 to 1."""
    day = at.astimezone(stage.zone).date()
    months = (day.year - stage.october.year) * 12 + day.month - stage.october.month
    return SEVERITY[months] if 0 <= months < len(SEVERITY) else 0.0


def answer_moment(luck: Random, asked_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when somebody who answers does so: half within hours, most within days, always by daylight."""
    hours = luck.choices((luck.uniform(0.1, 9), luck.uniform(9, 72), luck.uniform(72, 400)), (50, 32, 18))[0]
    at = (asked_at + timedelta(hours=hours)).astimezone(zone)
    if at.hour < 7:
        at += timedelta(hours=luck.uniform(7, 9) - at.hour)
    elif at.hour >= 21:
        at += timedelta(hours=luck.uniform(11, 14))
    return at


def _last_tuesday(day: date) -> date:
    return day - timedelta(days=(day.weekday() - TUESDAY) % 7)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, SENDING_TIME, tzinfo=zone)
