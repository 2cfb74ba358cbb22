"""Programmes, the clocks of their panels, and what a day of a programme would bring."""

import math
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kuule.contacts.rules.wishes import EMAIL
from kuule.dispatch.models import Programme, Turn
from kuule.dispatch.rules import ALLOW, HOLD, Decision, SendingTimes, Wish
from kuule.dispatch.rules.programmes import (
    RUNNING,
    Pace,
    drawn_order,
    following_turn,
    last_day_to_plan,
    slowest,
    turns_a_day,
)
from kuule.dispatch.rules.reasons import CAPACITY, PACE, WARM_UP
from kuule.dispatch.rules.sampling import answers_needed, chance_of
from kuule.dispatch.rules.sending_domains import most_while_warming
from kuule.dispatch.selectors.decisions import Deliberation
from kuule.dispatch.selectors.panels import Joining, joining, leaving, load_of
from kuule.dispatch.selectors.people_to_ask import Addressee, addressees_with
from kuule.dispatch.selectors.programme_figures import capacity_of
from kuule.dispatch.selectors.reminder_figures import reminders_ahead
from kuule.dispatch.selectors.sampling import usual_response_rate
from kuule.dispatch.selectors.sending_domains import warming_since
from kuule.dispatch.selectors.sending_times import times_of, zone_of
from kuule.workspaces.models import Workspace

CHUNK = 2_000
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
    share: float = 1.0
    warming: date | None = None
    _openings: dict[tuple[date, str], datetime] = field(default_factory=dict)

    @classmethod
    def at(
        cls, programme: Programme, *, now: datetime, joining: Sequence[Joining] = (), leaving: Collection[int] = ()
    ) -> "Planner":
        """Return the planner of a programme as it stands, or as it would with some who join and some who leave."""
        today = now.date()
        times = times_of(programme, around=today)
        load = Counter(load_of(programme))
        load += Counter(each.day for each in joining)
        days = Turn.objects.filter(pk__in=leaving).values_list("next_on", flat=True)
        load -= Counter(day for day in days if day)
        mean = turns_a_day(load.total() or 1, times=times, since=today, period_days=programme.period_days)
        # After days without a worker the turns of all of them have come.
        own = Pace(programme.pace or math.ceil(MOST_ON_A_DAY * mean), PACE)
        capacity = capacity_of(programme, now=now)
        owners = Pace(capacity.people_a_day, CAPACITY) if capacity else Pace()
        pace = slowest((own, owners))
        share = _share_drawn(programme, load.total(), now)
        by_mail = not programme.channels or EMAIL in programme.channels
        warming = warming_since(programme.workspace) if by_mail else None
        deliberation = Deliberation(programme.workspace, now=now)
        return cls(programme, deliberation, times, dict(load), mean, now, pace, share, warming)

    def _pace_on(self, day: date) -> Pace:
        if self.warming is None:
            return self.pace
        return slowest((self.pace, Pace(most_while_warming(self.warming, day), WARM_UP)))

    def day(self, day: date, turns: Sequence[tuple[int, int]]) -> list[PlannedTurn]:
        """Return what becomes of these turns, pairs of their id and their contact's, on a day."""
        place = drawn_order([contact for _turn, contact in turns], seed=f"{self.programme.pk} {day}")
        ordered = sorted(turns, key=lambda pair: place[pair[1]])
        found: list[PlannedTurn] = []
        pace, asked = self._pace_on(day), 0
        for start in range(0, len(ordered), CHUNK):
            chunk = ordered[start : start + CHUNK]
            people = addressees_with(self.programme.workspace, ids=[contact for _turn, contact in chunk])
            is_full = pace.most is not None and asked >= pace.most
            # Nothing more needs to be known of those who have to wait anyway.
            persons = {} if is_full else self.deliberation.known(list(people.values()))
            for turn, contact in chunk:
                if contact not in people:
                    continue
                if pace.most is not None and asked >= pace.most:
                    found.append(self._put_off(turn, people[contact], day, pace.rule))
                    continue
                each = people[contact]
                at = self._moment(each, day)
                is_drawn = self.share >= 1 or chance_of(f"{self.programme.pk} {day}", contact) < self.share
                wish = Wish(self.programme.survey.family, tuple(self.programme.channels), is_drawn=is_drawn)
                decision = self.deliberation.about(each, persons[contact], wish, at=at)
                asked += decision.verdict == ALLOW
                found.append(self._planned(turn, each, decision, at or self.now, day))
        return found

    def _moment(self, each: Addressee, day: date) -> datetime | None:
        zone = zone_of(each.timezone, self.programme.workspace)
        share = random.Random(f"{self.programme.pk} {each.id} {day}").random()  # noqa: S311 - spreads, hides nothing
        drawn = max(self.times.moment_on(day, zone, share), self.now)
        return self.deliberation.moment(each, times=self.times, since=drawn)

    def _planned(self, turn: int, each: Addressee, decision: Decision, at: datetime, day: date) -> PlannedTurn:
        if decision.verdict == HOLD and decision.until is not None:
            zone = zone_of(each.timezone, self.programme.workspace)
            following = self._move(day, max(decision.until.astimezone(zone).date(), day + timedelta(days=1)))
        else:
            following = self._move(day, day + timedelta(days=self.programme.period_days))
        asked_on = day if decision.verdict == ALLOW else None
        return PlannedTurn(turn, each.id, decision, at, following, each.language, asked_on)

    def _put_off(self, turn: int, each: Addressee, day: date, rule: str) -> PlannedTurn:
        # Not by crowding: whoever could not be asked today goes first when there is room.
        following = next(self.times.days_from(day + timedelta(days=1)))
        self._count(day, following)
        until = self._opening(following, each.timezone)
        return PlannedTurn(turn, each.id, Decision(HOLD, rule, until), self.now, following, each.language)

    def _opening(self, day: date, zone: str) -> datetime:
        if (day, zone) not in self._openings:
            self._openings[day, zone] = self.times.moment_on(day, zone_of(zone, self.programme.workspace), 0.0)
        return self._openings[day, zone]

    def _move(self, day: date, earliest: date) -> date:
        following = following_turn(earliest, times=self.times, load=self.load, mean=self.mean)
        self._count(day, following)
        return following

    def _count(self, day: date, following: date) -> None:
        self.load[day] = self.load.get(day, 1) - 1
        self.load[following] = self.load.get(following, 0) + 1


def _share_drawn(programme: Programme, panel: int, now: datetime) -> float:
    """Return the share of the panel that is drawn in each period, so that the wanted margin of error is kept."""
    if not programme.sample_margin or not panel:
        return 1.0
    rate, _is_expected = usual_response_rate(programme.workspace, now=now, programme=programme)
    return min(answers_needed(programme.sample_margin, panel) / rate / panel, 1.0)


def due_turns(programme: Programme, *, day: date) -> list[tuple[int, int]]:
    """Return the turns that have come by a day, pairs of their id and their contact's."""
    turns = Turn.objects.filter(programme=programme, next_on__lte=day).order_by("next_on", "pk")
    return list(turns.values_list("pk", "contact_id"))


@dataclass(frozen=True, slots=True)
class DayOutlook:
    """What a day would bring: how many are asked by channel, and held back or dropped by rule.

    `reminders` are sent beside them, so many at most, and no pace holds them.
    """

    day: date
    asked: Mapping[str, int]
    held: Mapping[str, int]
    dropped: Mapping[str, int]
    reminders: int = 0

    @property
    def asked_total(self) -> int:
        """Return how many would be asked."""
        return sum(self.asked.values())


def outlook(programme: Programme, *, days: int, now: datetime) -> list[DayOutlook]:
    """Return what the next days of a programme would bring, planned at `now`: exactly what planning would do.

    Also of one that has not begun: its panel is spread as it would be.
    """
    found = [_outlook_of(day, planned) for day, planned in days_ahead(programme, days=days, now=now)]
    asked = {each.day: each.asked_total for each in found}
    reminders = reminders_ahead(programme, asked=asked, first=found[0].day, days=days) if found else {}
    return [replace(each, reminders=reminders.get(each.day, 0)) for each in found]


def turns_ahead(programme: Programme, *, day: date, days: int, now: datetime) -> list[PlannedTurn] | None:
    """Return what would become of each turn of a day, planned at `now`; None for a day that is not among the next."""
    for each, planned in days_ahead(programme, days=days, now=now):
        if each == day:
            return planned
    return None


def days_ahead(programme: Programme, *, days: int, now: datetime) -> Iterator[tuple[date, list[PlannedTurn]]]:
    """Yield the next days of a programme, each with what would become of its turns, as far as somebody looks."""
    first = last_day_to_plan(now) + timedelta(days=0 if _is_to_be_planned(programme, now) else 1)
    last = first + timedelta(days=days)
    new, gone = joining(programme, now=now), set(leaving(programme))
    planner = Planner.at(programme, now=now, joining=new, leaving=gone)
    waiting: dict[date, list[tuple[int, int]]] = {}
    turns = Turn.objects.filter(programme=programme, next_on__lt=last).exclude(pk__in=gone)
    for turn, contact, next_on in turns.order_by("next_on", "pk").values_list("pk", "contact_id", "next_on"):
        waiting.setdefault(max(next_on or first, first), []).append((turn, contact))
    for number, each in enumerate(new, start=1):
        # Those who have no row yet are told apart by numbers that no row has.
        waiting.setdefault(each.day, []).append((each.turn_id or -number, each.contact_id))
    for number in range(days):
        day = first + timedelta(days=number)
        planned = planner.day(day, waiting.pop(day, []))
        for one in planned:
            waiting.setdefault(one.next_on, []).append((one.turn_id, one.contact_id))
        yield day, planned


def _is_to_be_planned(programme: Programme, now: datetime) -> bool:
    day = last_day_to_plan(now)
    return programme.state == RUNNING and (programme.planned_on is None or programme.planned_on < day)


def _outlook_of(day: date, planned: Iterable[PlannedTurn]) -> DayOutlook:
    counted: dict[str, Counter[str]] = {}
    for each in planned:
        name = each.decision.channel if each.decision.verdict == ALLOW else each.decision.rule
        counted.setdefault(each.decision.verdict, Counter())[name] += 1
    asked, held, dropped = (dict(counted.get(verdict, {})) for verdict in ("allow", "hold", "drop"))
    return DayOutlook(day, asked, held, dropped)
