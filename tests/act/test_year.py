"""A year of answers, holidays, absences and killed workers: nobody who was unhappy is forgotten, nobody is told twice.

What is checked is counted a second time here, by other means than the program has.
"""

import hashlib
import hmac
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import holidays
import pytest
import time_machine
from django.db import connection, transaction

from kuule.act.models import Absence, AnswerNews, Case, CaseEvent, DayOff, Letter, WorkCalendar
from kuule.act.rules import CLOSED, DETRACTOR, DRAWN, ESCALATED, NO_PERSON, OPEN, OPENED
from kuule.act.rules.attention import OWNERS_KNOW
from kuule.act.rules.letters import NEW_CASE
from kuule.act.selectors.staff import stood_in_for
from kuule.act.selectors.visible import cases_seen_by
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from tests.act.year import SHARE_DRAWN, WEEKS, Year

ROOT = Path(__file__).resolve().parents[2]
QUARTER = timedelta(minutes=15)
# A Wednesday at noon in the middle of the year.
LOOKED_AT = datetime(2026, 5, 20, 12, tzinfo=UTC)


class Workers:
    """Two workers by the clock of the story, one of which is killed now and then."""

    def __init__(self) -> None:
        self._alive = [self._start(), self._start()]
        for each in self._alive:
            assert self._heard(each) == "ready"
        self.kills = 0

    def work_until(self, now: datetime, *, kill: bool, random: Random) -> None:
        """Let both work at a moment until nothing is left; kill one in the middle, without any warning."""
        self._tell(now)
        if kill:
            victim = self._alive.pop(0)
            before = Case.objects.count()
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline and Case.objects.count() < before + random.randrange(1, 6):
                time.sleep(0.001)
            victim.kill()
            victim.wait()
            self.kills += 1
            successor = self._start()
            assert self._heard(successor) == "ready"
            self._say(successor, now)
            self._alive.append(successor)
        for each in self._alive:
            assert self._heard(each) == "idle"

    def stop(self) -> None:
        """End both."""
        for each in self._alive:
            each.kill()
            each.wait()

    def _tell(self, now: datetime) -> None:
        for each in self._alive:
            self._say(each, now)

    @staticmethod
    def _start() -> "subprocess.Popen[str]":
        name = str(connection.settings_dict["NAME"])
        command = [sys.executable, "-m", "tests.act.worker", name]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    @staticmethod
    def _say(worker: "subprocess.Popen[str]", now: datetime) -> None:
        worker.stdin.write(now.isoformat() + "\n")
        worker.stdin.flush()

    @staticmethod
    def _heard(worker: "subprocess.Popen[str]") -> str:
        return worker.stdout.readline().strip()


def live_through(year: Year, *, kills: int) -> Workers:
    workers = Workers()
    chance = Random(3)
    killed_in = {round(WEEKS * (each + 0.5) / kills) for each in range(kills)}
    try:
        for number in range(WEEKS):
            with transaction.atomic():
                now = year.week(number)
            workers.work_until(now, kill=number in killed_in, random=chance)
            with transaction.atomic():
                year.change_minds()
                reach_out(year, now)
            workers.work_until(now, kill=False, random=chance)
        workers.work_until(now + timedelta(days=14), kill=False, random=chance)
    finally:
        workers.stop()
    return workers


def reach_out(year: Year, now: datetime) -> None:
    """Let somebody call two of three customers who wait."""
    waiting = list(Case.objects.filter(state=OPEN, contacted_at=None).values_list("pk", flat=True))
    called = year.random.sample(waiting, k=len(waiting) * 2 // 3)
    Case.objects.filter(pk__in=called).update(contacted_at=now, look_at=None)


def check(year: Year) -> None:
    assert not AnswerNews.objects.exists()
    check_one_case_each(year)
    check_due_times(year)
    check_owners(year)
    check_letters(year)
    check_nobody_forgotten()
    check_who_sees_what(year)


def check_one_case_each(year: Year) -> None:
    cases = Counter(Case.objects.values_list("response_id", flat=True))
    assert max(cases.values()) == 1
    drawn = set(Case.objects.filter(reason=DRAWN).values_list("response_id", flat=True))
    assert cases.keys() == year.expected.keys() | drawn
    key = bytes(year.workspace.hash_key)
    for response in Response.objects.filter(contact__isnull=False):
        digest = hmac.new(key, b"case " + response.uid.bytes, hashlib.sha256).digest()
        lot = int.from_bytes(digest[:8], "big") % 10_000
        if response.verdict == PERSON and response.score >= 7 and response.pk not in year.expected:
            assert (response.pk in drawn) == (lot < SHARE_DRAWN * 100)
    for case in Case.objects.select_related("response"):
        assert (case.outcome == NO_PERSON) == (case.response.verdict != PERSON)
        assert case.score == case.response.score or case.outcome == NO_PERSON
        assert case.state == (CLOSED if case.outcome else OPEN)


def check_due_times(year: Year) -> None:
    off = {each.team_id: days_off(each) for each in WorkCalendar.objects.all()}
    weekdays = {each.team_id: set(each.weekdays) for each in WorkCalendar.objects.all()}
    for case in Case.objects.select_related("response"):
        moment = case.response.answered_at + timedelta(hours=24)
        wanted = slowly_due(moment, year, weekdays[case.team_id], off[case.team_id])
        assert case.due_at == wanted, (case.response.answered_at, case.due_at, wanted)


def slowly_due(moment: datetime, year: Year, weekdays: set[int], off: set[date]) -> datetime:
    """Return the due time by walking along the clock, a quarter of an hour at a time."""

    def works(at: datetime) -> bool:
        day = at.astimezone(year.zone).date()
        return day.weekday() in weekdays and day not in off

    if works(moment):
        return moment
    at = datetime.fromtimestamp(moment.timestamp() // 900 * 900, UTC)
    while not works(at):
        at += QUARTER
    while works(at) and at.astimezone(year.zone).date() == (at - QUARTER).astimezone(year.zone).date():
        at += QUARTER
    first_day = at
    at += QUARTER
    while at.astimezone(year.zone).date() == first_day.astimezone(year.zone).date():
        at += QUARTER
    return at


def days_off(calendar: WorkCalendar) -> set[date]:
    public = holidays.country_holidays(calendar.country, years=(2025, 2026, 2027)) if calendar.country else {}
    return {*public, *DayOff.objects.filter(calendar=calendar).values_list("day", flat=True)}


def check_owners(year: Year) -> None:
    away = defaultdict(list)
    for each in Absence.objects.all():
        away[each.member_id].append((each.first_day, each.last_day))
    for case in Case.objects.select_related("owner", "account"):
        day = case.opened_at.astimezone(year.zone).date()
        assert case.owner is not None
        assert not any(first <= day <= last for first, last in away[case.owner_id])
        assert case.team_id == case.account.team_id


def check_letters(year: Year) -> None:
    told = Counter(Letter.objects.values_list("purpose", "case", "member", "params__level"))
    assert max(told.values()) == 1
    new = Counter(Letter.objects.filter(purpose=NEW_CASE).values_list("case", flat=True))
    assert set(new) == set(Case.objects.values_list("pk", flat=True))
    assert max(new.values()) == 1
    opened = Counter(CaseEvent.objects.filter(kind=OPENED).values_list("case", flat=True))
    assert set(opened.values()) == {1}


def check_nobody_forgotten() -> None:
    """Whoever nobody has called by two weeks after the end: everybody up to the owners knows."""
    waiting = Case.objects.filter(state=OPEN, contacted_at=None)
    assert set(waiting.values_list("escalation", flat=True)) == {OWNERS_KNOW}
    assert not waiting.exclude(look_at=None).exists()
    levels = Counter(CaseEvent.objects.filter(kind=ESCALATED).values_list("case", "params__level"))
    assert set(levels.values()) == {1}


def check_who_sees_what(year: Year) -> None:
    """On a day on which some are away: own cases, those of the team, and of whom one stands in for."""
    everything = set(Case.objects.values_list("pk", "team_id", "owner_id"))
    stand_ins = 0
    with time_machine.travel(LOOKED_AT, tick=False):
        for member in year.members:
            seen = set(cases_seen_by(member).values_list("pk", "team_id", "owner_id"))
            if member.role != "frontline":
                assert seen == everything
                continue
            mates = set(member.teams.values_list("pk", flat=True))
            stood_in = stood_in_for(member, day=LOOKED_AT.date())
            stand_ins += len(stood_in)
            owners = {member.pk, *stood_in}
            assert seen == {each for each in everything if each[1] in mates or each[2] in owners}
    assert stand_ins


@pytest.mark.django_db(transaction=True)
def test_a_tenth_of_a_year(programme) -> None:
    year = Year(programme, answers=5_000, random=Random(7))
    year.settle()
    assert live_through(year, kills=2).kills == 2
    check(year)
    assert Case.objects.filter(reason=DETRACTOR).count() > 250


# The tenth runs on both databases; the whole of it on one, because it takes minutes.
@pytest.mark.soak
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_a_whole_year(programme) -> None:
    year = Year(programme, answers=50_000, random=Random(11))
    year.settle()
    assert live_through(year, kills=12).kills == 12
    check(year)
    assert Case.objects.filter(reason=DETRACTOR).count() > 2_500
