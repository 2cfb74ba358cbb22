"""A year of asking, as fast as the code can: people come and go, things happen, workers die."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import holidays
from django.db import connection, connections

from kuule.contacts.models import Account, Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.rules import BOUNCED, UNSUBSCRIBED
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import archive_contact, define_property, suppress
from kuule.contacts.services.search_text import index_contact
from kuule.dispatch.channels.base import Envelope
from kuule.dispatch.models import Invitation, Programme
from kuule.dispatch.rules.occurrences import API, Told
from kuule.dispatch.selectors import due_deliveries, due_waves
from kuule.dispatch.selectors.programmes import outlook
from kuule.dispatch.services import (
    ask_about_occurrences,
    change_programme,
    create_programme,
    declare_uncertain,
    finish_waves,
    give_back_stuck,
    hand_over_some,
    lift_limit,
    mark_answered,
    pause_programme,
    place_hold,
    plan_programme,
    plan_wave,
    planning,
    record_occurrences,
    resume_programme,
    schedule_wave,
    set_limit,
    start_programme,
)
from kuule.surveys.models import Survey, Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.soak.year_check import Span

DAY, EVER = timedelta(days=1), datetime.max.replace(tzinfo=UTC)
# Within five weeks the clocks change in America, in Europe, and in Australia and New Zealand.
BEGIN = datetime(2027, 3, 1, 10, 5, tzinfo=UTC)
ZONES = ("", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Auckland", "UTC")
WORKDAYS, ALL_WEEK = "01234", "0123456"
BATCH = 500
# Of so many who are asked one answers.
ONE_IN = 5
# Of many people only as many are asked as such a margin of error needs, in points; of few all of them.
MARGIN = 3.0
PAUSE_DAYS = 30


class Post:
    """Takes every mail, and notes which in a file that outlives the process."""

    kind: ClassVar[str] = "email"

    def __init__(self, log: Path) -> None:
        self.log = log
        self.line = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def open(self) -> None:
        pass

    def hand_over(self, envelope: Envelope) -> str:
        os.write(self.line, f"{envelope.reference.partition('-')[0]}\n".encode())
        return ""

    def close(self) -> None:
        os.close(self.line)

    def twice(self) -> int:
        return sum(count > 1 for count in Counter(self.log.read_text().split()).values())


class Year:
    """The company, what happens in it, and what a checker has to know about that."""

    def __init__(self, workspace: Workspace, survey: Survey, touchpoints: list[Touchpoint], post: Post) -> None:
        self.workspace, self.survey, self.touchpoints, self.post = workspace, survey, touchpoints, post
        self.dice = random.Random(20270104)
        self.no: dict[int, Span] = {}
        self.hours: dict[int, list[tuple[datetime, str, frozenset[date]]]] = {}
        self.told = self.kills = self.errors = self.compared = 0
        self.seconds: list[tuple[int, float]] = []
        self.programmes: list[Programme] = []
        self.working_day = 0.6
        self.limit_span = Span(EVER, EVER)

    def people(self, number: int, *, accounts: int) -> None:
        """Let people and their accounts be there."""
        define = {"key": "group", "label": "Group", "kind": "text", "of": "contact"}
        define_property(workspace=self.workspace, actor=SYSTEM, now=BEGIN, **define)
        made = Account.objects.bulk_create(
            Account(workspace=self.workspace, name=f"A{n}", name_key=f"a{n}", created_at=BEGIN) for n in range(accounts)
        )
        for start in range(0, number, 10_000):
            self._add(range(start, min(start + 10_000, number)), made, BEGIN)

    def _add(self, numbers: range, accounts: list[Account], now: datetime) -> None:
        Contact.objects.bulk_create(self._person(n, accounts, now) for n in numbers)
        self.number = numbers.stop

    def _person(self, n: int, accounts: list[Account], now: datetime) -> Contact:
        account = accounts[n % len(accounts)] if accounts else None
        person = Contact(
            workspace=self.workspace,
            account=account,
            email=f"p{n}@year.example",
            name_key=f"p{n}",
            timezone=ZONES[n % len(ZONES)],
            properties={"group": "abc"[n % 10 // 4]},
            created_at=now,
        )
        index_contact(person, account)
        return person

    def programme(self, group: str, **fields: object) -> None:
        """Begin to ask a group."""
        audience = ContactFilter(property_key="group", property_value=group)
        who = {"actor": SYSTEM, "now": BEGIN}
        made = create_programme(
            workspace=self.workspace,
            survey=self.survey,
            name=group,
            audience=audience,
            first_after_days=0,
            sample_margin=MARGIN,
            **fields,
            **who,
        )
        start_programme(programme=made, **who)
        self.programmes.append(made)
        self._note_hours(made, BEGIN)

    def _note_hours(self, programme: Programme, now: datetime) -> None:
        country = programme.holidays_of
        off = frozenset(holidays.country_holidays(country, years=range(2026, 2030))) if country else frozenset()
        self.hours.setdefault(programme.pk, []).append((now, programme.weekdays, off))

    def live(self, days: int, *, kill_on: int = 0) -> None:
        """Let so many days pass; on every `kill_on`th a worker is killed in the middle of it."""
        for number in range(days):
            now = BEGIN + number * DAY
            self.happenings(number, now)
            foretold = outlook(self.programmes[1], days=1, now=now)[0] if number % 20 == 12 else None
            if kill_on and number % kill_on == kill_on - 1:
                self.die_at_work(now)
            began = time.monotonic()
            self.work(now, foretold, number)
            self.working_day = max(time.monotonic() - began, 0.6)
        end = BEGIN + days * DAY
        while give_back_stuck(now=end, limit=10_000) + declare_uncertain(now=end, limit=10_000):
            pass

    def happenings(self, number: int, now: datetime) -> None:
        """Let people do what people do."""
        who = {"actor": SYSTEM, "now": now}
        for contact in self._some(1 + self.number // 4_000):
            reason = self.dice.choice((UNSUBSCRIBED, BOUNCED))
            suppress(workspace=self.workspace, address=contact.email, reason=reason, contact=contact, **who)
            self.no.setdefault(contact.pk, Span(now, EVER))
        for contact in self._some(1 + self.number // 10_000):
            archive_contact(contact=contact, **who)
            self.no.setdefault(contact.pk, Span(now, EVER))
        for contact in self._some(1 + self.number // 4_000):
            place_hold(workspace=self.workspace, subject=contact, reason="case_open", until=now + 9 * DAY, **who)
        asked = Invitation.objects.filter(asked_at__gt=now - DAY, answered_at=None).order_by("pk")
        for invitation in asked[::ONE_IN]:
            mark_answered(invitation=invitation, now=now)
        self._add(range(self.number, self.number + 1 + self.number // 2_000), [], now)
        self._tell(now)
        self._steer(number, now)

    def _some(self, number: int) -> list[Contact]:
        first = Contact.objects.order_by("pk").values_list("pk", flat=True)[0]
        ids = [first + self.dice.randrange(self.number) for _ in range(number)]
        return list(Contact.objects.select_related("workspace").filter(pk__in=ids, archived_at=None))

    def _tell(self, now: datetime) -> None:
        for place, touchpoint in enumerate(self.touchpoints):
            items = [
                Told(
                    f"{touchpoint.pk} {now:%j} {n}",
                    PersonRow(0, email=f"p{self.dice.randrange(self.number)}@year.example"),
                    now - n * timedelta(minutes=20),
                )
                for n in range(3 + self.number // 4_000)
            ]
            self.told += len(items)
            # Every other system tells some things twice.
            for told in (items, items[: place + 1]):
                record_occurrences(
                    workspace=self.workspace, touchpoint=touchpoint, items=told, source=API, actor=SYSTEM, now=now
                )

    def _steer(self, number: int, now: datetime) -> None:
        third, who = self.programmes[2], {"actor": SYSTEM, "now": now}
        if number == 10:
            self.limit = set_limit(workspace=self.workspace, subject="account", most=12, period_days=30, **who)
            self.limit_span = Span(now, now + 110 * DAY)
        elif number == 120:
            lift_limit(limit=self.limit, **who)
        elif number == 15:
            pause_programme(programme=third, **who)
        elif number == 22:
            resume_programme(programme=third, **who)
        elif number == 26:
            change_programme(programme=third, weekdays=ALL_WEEK, period_days=119, **who)
            self._note_hours(third, now)
        elif number in (8, 210):
            group = ContactFilter(property_key="group", property_value="c")
            schedule_wave(
                workspace=self.workspace, survey=self.survey, name=str(number), audience=group, due_at=now, **who
            )

    def work(self, now: datetime, foretold: object = None, number: int = 0) -> None:
        """Do what the worker does in a day."""
        for each in self.programmes:
            if number % 30 == 7:
                self._fail_to_plan(each, now)
            began = time.process_time()
            planned = plan_programme(programme=each, now=now)
            self.seconds.append((planned, time.process_time() - began))
        if foretold is not None:
            self._compare(foretold, now)
        for wave in due_waves(now=now, limit=5):
            while plan_wave(wave=wave, now=now, batch=2_000):
                pass
        for hour in range(0, 24, 12):
            at = now + timedelta(hours=hour)
            while ask_about_occurrences(workspace=self.workspace, now=at):
                pass
            # What is due at the very moment of the next day's happenings goes out after them.
            self._hand_over(at + timedelta(hours=12) - timedelta(microseconds=1))
        finish_waves(now=now)

    def _hand_over(self, until: datetime) -> None:
        while due := due_deliveries(now=until, limit=BATCH, channel="email"):
            # As a worker that looks once in an hour: what lies further apart is another look.
            now = min(due[-1].due_at, due[0].due_at + timedelta(hours=1))
            hand_over_some(deliveries=[each for each in due if each.due_at <= now], channel=self.post, now=now)

    def _compare(self, foretold: object, now: datetime) -> None:
        made = Invitation.objects.filter(programme=self.programmes[1], decided_at=now).count()
        assert foretold.asked_total == made, foretold
        self.compared += 1

    def _fail_to_plan(self, programme: Programme, now: datetime) -> None:
        with failing(planning, "move_turns"), suppress_boom():
            plan_programme(programme=programme, now=now)
        self.errors += 1

    def die_at_work(self, now: datetime) -> None:
        """Let a worker begin the day and kill it somewhere in it."""
        connections.close_all()
        worker = os.fork()
        if worker == 0:
            try:
                self.work(now)
            finally:
                os._exit(0)
        time.sleep(self.dice.uniform(0.02, self.working_day))
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        self.kills += 1
        connection.ensure_connection()


class BoomError(Exception):
    """Something unexpected in the middle of a transaction."""


@contextmanager
def failing(module: object, name: str) -> Iterator[None]:
    kept: Callable[..., object] = getattr(module, name)

    def boom(*_args: object, **_options: object) -> None:
        raise BoomError

    setattr(module, name, boom)
    try:
        yield
    finally:
        setattr(module, name, kept)


@contextmanager
def suppress_boom() -> Iterator[None]:
    try:
        yield
    except BoomError:
        return
