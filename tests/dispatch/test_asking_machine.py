"""Whatever happens in whatever order, whoever crashes and whenever clocks change: no rule is broken."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kuule.contacts.models import Contact
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery, Occurrence, Programme
from kuule.dispatch.rules import DUE
from kuule.dispatch.rules.occurrences import API, Told
from kuule.dispatch.selectors import due_deliveries
from kuule.dispatch.services import (
    ask_about_occurrences,
    asking_about,
    change_programme,
    create_programme,
    declare_uncertain,
    give_back_stuck,
    hand_over_some,
    place_hold,
    plan_programme,
    planning,
    record_occurrences,
    start_programme,
)
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_touchpoint
from tests.conftest import make_workspace
from tests.soak import year_check as check
from tests.soak.year import BoomError, Post, failing, suppress_boom

# Two days before the clocks change in America, two weeks before they do in Europe.
BEGIN = datetime(2027, 3, 12, 10, 5, tzinfo=UTC)
PAUSE = timedelta(days=9)
ZONES = ("America/New_York", "Europe/Oslo", "Australia/Lord_Howe", "")
PEOPLE = st.integers(0, len(ZONES) - 1)


class DyingPost(Post):
    """Takes a mail and lets the process die."""

    def hand_over(self, envelope: object) -> str:
        super().hand_over(envelope)
        raise BoomError


class Asking(RuleBasedStateMachine):
    """A small company, and all that can happen to whom it asks."""

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.now, self.told, self.no = BEGIN, 0, {}
        self.log = Path(tempfile.mkdtemp()) / "taken.log"
        self.post, self.dying = Post(self.log), DyingPost(self.log)
        self.workspace = make_workspace("Machine", "machine")
        self.workspace.timezone, self.workspace.quarantine_days = "Europe/Helsinki", PAUSE.days
        self.workspace.save()
        self.touchpoint = make_touchpoint(self.workspace, delay_minutes=0, daily_cap=2)
        self.people = Contact.objects.bulk_create(
            Contact(workspace=self.workspace, email=f"p{n}@x.example", name_key="p", timezone=zone, created_at=BEGIN)
            for n, zone in enumerate(ZONES)
        )
        survey = create_from_starter(workspace=self.workspace, name="Machine", actor=SYSTEM, now=BEGIN)
        publish_survey(survey=survey, actor=SYSTEM, now=BEGIN)
        self.programme = create_programme(
            survey=survey, name="All", period_days=7, first_after_days=0, workspace=self.workspace, **self._who()
        )
        start_programme(programme=self.programme, **self._who())
        self.hours = {self.programme.pk: [(BEGIN, self.programme.weekdays, frozenset())]}

    def _who(self) -> dict[str, object]:
        return {"actor": SYSTEM, "now": self.now}

    def teardown(self) -> None:
        for post in (self.post, self.dying):
            post.close()
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        give_back_stuck(now=self.now, limit=99)
        declare_uncertain(now=self.now, limit=99)

    @rule(person=PEOPLE)
    def tell(self, person: int) -> None:
        self.told += 1
        told = Told(f"o{self.told}", PersonRow(0, email=f"p{person}@x.example"), self.now)
        for _twice in range(2):
            record_occurrences(
                workspace=self.workspace, touchpoint=self.touchpoint, items=[told], source=API, **self._who()
            )

    @rule(person=PEOPLE, days=st.integers(1, 12))
    def hold(self, person: int, days: int) -> None:
        subject, until = self.people[person], self.now + timedelta(days=days)
        place_hold(workspace=self.workspace, subject=subject, reason="case_open", until=until, **self._who())

    @rule(person=PEOPLE)
    def unsubscribe(self, person: int) -> None:
        contact = self.people[person]
        if contact.pk not in self.no:
            suppress(workspace=self.workspace, address=contact.email, reason=UNSUBSCRIBED, **self._who())
            self.no[contact.pk] = check.Span(self.now, datetime.max.replace(tzinfo=UTC))

    @rule(period=st.integers(3, 12), weekdays=st.sampled_from(["0123456", "01234", "56"]))
    def edit(self, period: int, weekdays: str) -> None:
        change_programme(programme=self.programme, period_days=period, weekdays=weekdays, **self._who())
        self.hours[self.programme.pk].append((self.now, weekdays, frozenset()))

    @rule(crashes=st.booleans())
    def plan(self, crashes: bool) -> None:
        if crashes:
            with failing(planning, "move_turns"), suppress_boom():
                plan_programme(programme=self.programme, now=self.now)
        plan_programme(programme=self.programme, now=self.now)

    @rule(crashes=st.booleans())
    def decide(self, crashes: bool) -> None:
        if crashes:
            with failing(asking_about, "overwrite_rows"), suppress_boom():
                ask_about_occurrences(workspace=self.workspace, now=self.now)
        ask_about_occurrences(workspace=self.workspace, now=self.now)

    @rule(dies=st.booleans())
    def hand_over(self, dies: bool) -> None:
        due = due_deliveries(now=self.now, limit=99, channel="email")
        with suppress_boom():
            hand_over_some(deliveries=due, channel=self.dying if dies else self.post, now=self.now)

    @invariant()
    def no_rule_is_broken(self) -> None:
        asks = check.asks_of(self.workspace)
        assert not check.too_soon(asks, PAUSE)
        assert not check.out_of_hours(asks, self.hours)
        assert not check.in_spite_of(asks, self.no)
        assert not check.held(asks, self.workspace)
        assert not check.over_the_cap(self.workspace)
        assert Occurrence.objects.filter(workspace=self.workspace).count() == self.told
        assert self.post.twice() == 0


@pytest.mark.any_database
@pytest.mark.django_db
def test_no_sequence_of_events_breaks_a_rule() -> None:
    share = settings(
        max_examples=max(settings().max_examples // 8, 4),
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    run_state_machine_as_test(Asking, settings=share)
    assert not Programme.objects.exists()
    assert not Delivery.objects.filter(state=DUE).exists()
