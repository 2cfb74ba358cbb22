"""How programmes can stand, when the turns of their panel come, and how many fit into a day."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

from kuule.dispatch.rules.spreading import Load, places_for, uncrowded
from kuule.dispatch.rules.times import SendingTimes

DRAFT, RUNNING, PAUSED, ENDED = "draft", "running", "paused", "ended"
PROGRAMME_STATES = (DRAFT, RUNNING, PAUSED, ENDED)

# Whole weeks: everybody keeps their day of the week.
QUARTER_DAYS = 91
USUAL_WEEKDAYS = "01234"
# A day begins somewhere on earth so long before it begins in Greenwich.
EARLIEST_ZONE = timedelta(hours=14)
YEAR = timedelta(days=365)
# A turn is put off for so many sending days at most because others have theirs: round a holiday many are.
LONGEST_PUT_OFF = 10


def last_day_to_plan(now: datetime) -> date:
    """Return the last day that has begun somewhere on earth: its turns can be planned, each on the person's clock."""
    return (now + EARLIEST_ZONE).date()


def period_of(times: SendingTimes, since: date, period_days: int) -> list[date]:
    """Return the sending days of one period that begins on a day; the first one after it if it has none."""
    end = since + timedelta(days=period_days)
    found: list[date] = []
    for day in times.days_from(since):
        if day >= end and found:
            break
        found.append(day)
        if day >= end:
            break
    return found


def first_turns(
    earliest: Sequence[date], *, times: SendingTimes, period_days: int, load: Load, seed: str
) -> list[date]:
    """Return the days of the first turns of newcomers, given from when on each may be asked, in their order.

    `load` has the next turn of everybody who is there; they come again after each period. Who of those that may begin
    on the same day comes first is drawn, the same way whenever it is asked for.
    """
    loads = _repeated(load, times, period_days, until=max(earliest) + timedelta(days=period_days))
    by_day: dict[date, list[int]] = {}
    for place, day in enumerate(earliest):
        by_day.setdefault(day, []).append(place)
    found: dict[int, date] = {}
    for day in sorted(by_day):
        places = by_day[day]
        random.Random(f"{seed} {day}").shuffle(places)  # noqa: S311 - a fair order, no secret
        for place, turn in zip(places, places_for(len(places), period_of(times, day, period_days), loads), strict=True):
            found[place] = turn
            loads[turn] = loads.get(turn, 0) + 1
    return [found[place] for place in range(len(earliest))]


def _repeated(load: Load, times: SendingTimes, period_days: int, *, until: date) -> dict[date, int]:
    found = dict(load)
    for day, turns in load.items():
        again = day
        while (again := next(times.days_from(again + timedelta(days=period_days)))) < until:
            found[again] = found.get(again, 0) + turns
    return found


def following_turn(earliest: date, *, times: SendingTimes, load: Load, mean: float) -> date:
    """Return the day of the next turn of somebody who may be asked again from a day on."""
    return uncrowded(list(islice(times.days_from(earliest), LONGEST_PUT_OFF)), load, mean=mean)


def turns_a_day(people: int, *, times: SendingTimes, since: date, period_days: int) -> float:
    """Return how many turns a sending day has on average over a year."""
    sending_days = sum(1 for _day in takewhile(lambda day: day < since + YEAR, times.days_from(since)))
    return people * YEAR.days / period_days / sending_days


@dataclass(frozen=True, slots=True)
class Pace:
    """How many may be asked on a day, and the rule that says so; None: as many as have their turn."""

    most: int | None = None
    rule: str = ""


def slowest(paces: Iterable[Pace]) -> Pace:
    """Return the pace that lets the fewest be asked."""
    limited = [each for each in paces if each.most is not None]
    return min(limited, key=lambda each: each.most or 0, default=Pace())


def asks_owners_can_follow(
    *, minutes_a_case: int, hours_a_week: float, sending_days_a_week: int, response_rate: float, detractor_share: float
) -> int:
    """Return how many people a day can be asked so that owners have the time for every unhappy answer; at least one.

    Expected cases a day = asks x response rate x share of detractors; each takes `minutes_a_case` of their hours.
    """
    cases_a_day = hours_a_week * 60 / minutes_a_case / sending_days_a_week
    cases_an_ask = response_rate * detractor_share
    return max(1, int(cases_a_day / cases_an_ask)) if cases_an_ask else 10**9


def drawn_order(ids: Sequence[int], *, seed: str) -> Mapping[int, int]:
    """Return the place of each in an order that is drawn by chance, and the same whenever it is asked for."""
    order = sorted(ids)
    random.Random(seed).shuffle(order)  # noqa: S311
    return {each: place for place, each in enumerate(order)}
