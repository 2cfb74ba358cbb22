"""Programmes, the clocks of their panels, and what a day of a programme would bring."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from django.db.models import Count, QuerySet

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.selectors import contacts_matching
from kuule.dispatch.models import Programme, Turn
from kuule.dispatch.rules import ALLOW, HOLD, Decision, SendingTimes, Wish
from kuule.dispatch.rules.programmes import (
    RUNNING,
    Pace,
    drawn_order,
    following_turn,
    turns_a_day,
)
from kuule.dispatch.rules.reasons import PACE
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees_with
from kuule.workspaces.models import Workspace

CHUNK = 2_000
YEARS_AHEAD = 3
# So much more than the mean is asked on one day at most.
MOST_ON_A_DAY = 1.25


def programmes_of(workspace: Workspace) -> QuerySet[Programme]:
    """Return the programmes of a workspace, the newest first."""
    return Programme.objects.filter(workspace=workspace).select_related("survey").order_by("-pk")


def programme_of(workspace: Workspace, *, programme_id: int) -> Programme | None:
    """Return one programme, or None."""
    return programmes_of(workspace).select_related("workspace").filter(pk=programme_id).first()


def running_programmes() -> QuerySet[Programme]:
    """Return the programmes that ask, of all workspaces."""
    return Programme.objects.filter(state=RUNNING).select_related("workspace", "survey").order_by("pk")


def times_of(programme: Programme, *, around: date) -> SendingTimes:
    """Return when the messages of a programme may go out; holidays are known for the years around a day."""
    years = range(around.year - 1, around.year + YEARS_AHEAD)
    country, _, region = programme.holidays_of.partition("-")
    off = holidays.country_holidays(country, subdiv=region or None, years=years) if country else {}
    return SendingTimes(
        weekdays=frozenset(map(int, programme.weekdays)),
        first=programme.first_time,
        last=programme.last_time,
        holidays=frozenset(off),
    )


def panel_size(programme: Programme) -> int:
    """Return how many people have a turn ahead."""
    return Turn.objects.filter(programme=programme, next_on__isnull=False).count()


def load_of(programme: Programme) -> dict[date, int]:
    """Return how many turns lie on each day."""
    turns = Turn.objects.filter(programme=programme, next_on__isnull=False)
    return dict(turns.values_list("next_on").annotate(n=Count("pk")).order_by("next_on"))


def audience_of(programme: Programme) -> QuerySet[Contact]:
    """Return the contacts who belong to the panel now."""
    return contacts_matching(programme.workspace, filter=ContactFilter.from_json(programme.audience))


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """What becomes of one turn: the decision, the moment that it is about, and the day of the next turn."""

    turn_id: int
    contact_id: int
    decision: Decision
    at: datetime
    next_on: date
    language: str = ""
    asked_on: date | None = None


@dataclass(slots=True)
class Planner:
    """Plans days of one programme, one after another, as they would be planned at a moment. It writes nothing.

    What a day brings counts for the days behind it, so that looking ahead and planning for real go one road.
    """

    programme: Programme
    deliberation: Deliberation
    times: SendingTimes
    load: dict[date, int]
    mean: float
    now: datetime
    pace: Pace = field(default_factory=Pace)

    @classmethod
    def at(cls, programme: Programme, *, now: datetime, pace: Pace | None = None) -> "Planner":
        """Return the planner of a programme as it stands."""
        today = now.date()
        times = times_of(programme, around=today)
        load = load_of(programme)
        mean = turns_a_day(sum(load.values()) or 1, times=times, since=today, period_days=programme.period_days)
        # After days without a worker the turns of all of them have come.
        own = Pace(programme.pace or math.ceil(MOST_ON_A_DAY * mean), PACE)
        return cls(programme, Deliberation(programme.workspace, now=now), times, load, mean, now, pace or own)

    def day(self, day: date, turns: Sequence[tuple[int, int]]) -> list[PlannedTurn]:
        """Return what becomes of these turns, pairs of their id and their contact's, on a day."""
        place = drawn_order([turn for turn, _contact in turns], seed=f"{self.programme.pk} {day}")
        ordered = sorted(turns, key=lambda pair: place[pair[0]])
        found: list[PlannedTurn] = []
        asked = 0
        for start in range(0, len(ordered), CHUNK):
            chunk = ordered[start : start + CHUNK]
            people = addressees_with(self.programme.workspace, ids=[contact for _turn, contact in chunk])
            persons = self.deliberation.known(list(people.values()))
            for turn, contact in chunk:
                if contact not in people:
                    continue
                if self.pace.most is not None and asked >= self.pace.most:
                    found.append(self._put_off(turn, people[contact], day))
                    continue
                each = people[contact]
                at = self._moment(each, day)
                wish = Wish(self.programme.survey.family, tuple(self.programme.channels))
                decision = self.deliberation.about(each, persons[contact], wish, at=at)
                asked += decision.verdict == ALLOW
                found.append(self._planned(turn, each, decision, at, day))
        return found

    def _moment(self, each: Addressee, day: date) -> datetime:
        zone = zone_of(each.timezone, self.programme.workspace)
        share = random.Random(f"{self.programme.pk} {each.id} {day}").random()  # noqa: S311 - spreads, hides nothing
        return self.times.next_moment(max(self.times.moment_on(day, zone, share), self.now), zone)

    def _planned(self, turn: int, each: Addressee, decision: Decision, at: datetime, day: date) -> PlannedTurn:
        if decision.verdict == HOLD and decision.until is not None:
            zone = zone_of(each.timezone, self.programme.workspace)
            following = self._move(day, max(decision.until.astimezone(zone).date(), day + timedelta(days=1)))
        else:
            following = self._move(day, day + timedelta(days=self.programme.period_days))
        asked_on = day if decision.verdict == ALLOW else None
        return PlannedTurn(turn, each.id, decision, at, following, each.language, asked_on)

    def _put_off(self, turn: int, each: Addressee, day: date) -> PlannedTurn:
        # Not by crowding: whoever could not be asked today goes first when there is room.
        following = next(self.times.days_from(day + timedelta(days=1)))
        self._count(day, following)
        until = self.times.moment_on(following, zone_of(each.timezone, self.programme.workspace), 0.0)
        return PlannedTurn(turn, each.id, Decision(HOLD, self.pace.rule, until), self.now, following, each.language)

    def _move(self, day: date, earliest: date) -> date:
        following = following_turn(earliest, times=self.times, load=self.load, mean=self.mean)
        self._count(day, following)
        return following

    def _count(self, day: date, following: date) -> None:
        self.load[day] = self.load.get(day, 1) - 1
        self.load[following] = self.load.get(following, 0) + 1


def zone_of(name: str, workspace: Workspace) -> ZoneInfo:
    """Return the time zone of a person, else the company's."""
    try:
        return ZoneInfo(name or workspace.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(workspace.timezone)


def due_turns(programme: Programme, *, day: date) -> list[tuple[int, int]]:
    """Return the turns that have come by a day, pairs of their id and their contact's."""
    turns = Turn.objects.filter(programme=programme, next_on__lte=day).order_by("next_on", "pk")
    return list(turns.values_list("pk", "contact_id"))


@dataclass(frozen=True, slots=True)
class DayOutlook:
    """What a day would bring: how many are asked by channel, and held back or dropped by rule."""

    day: date
    asked: Mapping[str, int]
    held: Mapping[str, int]
    dropped: Mapping[str, int]

    @property
    def asked_total(self) -> int:
        """Return how many would be asked."""
        return sum(self.asked.values())


def outlook(programme: Programme, *, days: int, now: datetime, first: date) -> list[DayOutlook]:
    """Return what the next days of a programme would bring, planned at `now`: exactly what planning would do."""
    planner = Planner.at(programme, now=now)
    waiting: dict[date, list[tuple[int, int]]] = {}
    turns = Turn.objects.filter(programme=programme, next_on__lt=first + timedelta(days=days))
    for turn, contact, day in turns.order_by("next_on", "pk").values_list("pk", "contact_id", "next_on"):
        waiting.setdefault(max(day, first), []).append((turn, contact))
    found = []
    for number in range(days):
        day = first + timedelta(days=number)
        planned = planner.day(day, waiting.pop(day, []))
        for each in planned:
            waiting.setdefault(each.next_on, []).append((each.turn_id, each.contact_id))
        found.append(_outlook_of(day, planned))
    return found


def _outlook_of(day: date, planned: Iterable[PlannedTurn]) -> DayOutlook:
    counted: dict[str, Counter[str]] = {}
    for each in planned:
        name = each.decision.channel if each.decision.verdict == ALLOW else each.decision.rule
        counted.setdefault(each.decision.verdict, Counter())[name] += 1
    return DayOutlook(day, *(dict(counted.get(verdict, {})) for verdict in ("allow", "hold", "drop")))
