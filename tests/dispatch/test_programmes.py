"""Programmes: a panel asked evenly, everybody on their own clock, and nothing sent that was not foretold."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.services import archive_contact, open_account, suppress
from kuule.dispatch.models import AskDecision, AskLimit, Delivery, Invitation, Programme, Turn
from kuule.dispatch.rules import ARCHIVED, PACE, RECENTLY_ASKED, UNSUBSCRIBED
from kuule.dispatch.rules.limits import ACCOUNT
from kuule.dispatch.selectors.panels import load_of
from kuule.dispatch.selectors.programmes import outlook
from kuule.dispatch.services.panels import keep_panel
from kuule.dispatch.services.planning import plan_programme
from kuule.dispatch.services.programmes import (
    change_programme,
    create_programme,
    end_programme,
    pause_programme,
    resume_programme,
    start_programme,
)
from kuule.workspaces.rules import SYSTEM, Refused

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def programme(nordlys, survey) -> Programme:
    made = create_programme(
        workspace=nordlys.workspace, survey=survey, name="Customers", actor=SYSTEM, now=MORNING, first_after_days=0
    )
    start_programme(programme=made, actor=SYSTEM, now=MORNING)
    return made


@pytest.fixture
def many(nordlys, now):
    """Add so many people quickly, a few in each account."""

    def add(number: int, **fields: object) -> list[Contact]:
        return Contact.objects.bulk_create(
            Contact(
                workspace=nordlys.workspace,
                email=f"p{each}@example.test",
                name_key=f"p{each}",
                created_at=now,
                **fields,
            )
            for each in range(number)
        )

    return add


def days_of(programme: Programme, *, days: int, since: datetime = MORNING, act=lambda now: None) -> Counter:
    """Plan so many days, one after another; return how many were asked on each."""
    for number in range(days):
        now = since + number * DAY
        act(now)
        plan_programme(programme=programme, now=now)
    asked = Delivery.objects.filter(invitation__programme=programme).values_list("due_at", flat=True)
    return Counter(moment.date() for moment in asked)


def test_a_panel_is_asked_evenly_and_everybody_once_a_period(programme, many) -> None:
    many(630)
    asked = days_of(programme, days=2 * 91 + 7)
    assert max(asked.values()) <= 1.3 * sum(asked.values()) / len(asked)
    assert {day.weekday() for day in asked} == {0, 1, 2, 3, 4}
    times = Counter(Invitation.objects.values_list("contact_id", flat=True))
    assert len(times) == 630
    assert set(times.values()) <= {2, 3}
    for contact in list(times)[:50]:
        moments = sorted(Delivery.objects.filter(invitation__contact=contact).values_list("due_at", flat=True))
        assert all(later - earlier >= timedelta(days=90) for earlier, later in pairwise(moments))


def test_what_is_sent_is_what_was_foretold(programme, many, nordlys, now) -> None:
    people = many(400)
    days_of(programme, days=3)
    for contact in people[:40]:
        suppress(
            workspace=nordlys.workspace,
            address=contact.email,
            reason=UNSUBSCRIBED,
            actor=SYSTEM,
            now=now,
            contact=contact,
        )
    for contact in people[40:60]:
        archive_contact(contact=contact, actor=SYSTEM, now=now)
    AskLimit.objects.create(workspace=nordlys.workspace, family="relationship", min_days=120, created_at=now)
    since = MORNING + 3 * DAY
    many_more = [
        Contact(workspace=nordlys.workspace, email=f"q{n}@x.test", name_key="q", created_at=now) for n in range(9)
    ]
    Contact.objects.bulk_create(many_more)
    foretold = outlook(programme, days=40, now=since)
    for each in foretold:
        at = since + (each.day - foretold[0].day)
        before = set(AskDecision.objects.values_list("pk", flat=True))
        plan_programme(programme=programme, now=at)
        made = AskDecision.objects.exclude(pk__in=before)
        assert Counter(made.filter(verdict="allow").values_list("channel", flat=True)) == each.asked, each.day
        assert Counter(made.filter(verdict="hold").values_list("rule", flat=True)) == each.held
        assert Counter(made.filter(verdict="drop").values_list("rule", flat=True)) == each.dropped
    assert sum(each.asked_total for each in foretold) > 100
    assert Counter(rule for each in foretold for rule in each.dropped) <= Counter({UNSUBSCRIBED: 40, ARCHIVED: 20})


def test_messages_go_out_in_the_persons_own_hours(programme) -> None:
    zones = ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "")
    for number, zone in enumerate(zones):
        Contact.objects.create(
            workspace=programme.workspace,
            email=f"z{number}@example.test",
            name_key="z",
            timezone=zone,
            created_at=MORNING,
        )
    days_of(programme, days=95)
    for delivery in Delivery.objects.select_related("invitation__contact"):
        zone = ZoneInfo(delivery.invitation.contact.timezone or programme.workspace.timezone)
        local = delivery.due_at.astimezone(zone)
        assert local.weekday() < 5
        assert time(9) <= local.time() < time(17)


def test_a_pause_moves_everybody_alike(programme, many) -> None:
    many(300)
    days_of(programme, days=10)
    before = sorted(load_of(programme).values())
    pause_programme(programme=programme, actor=SYSTEM, now=MORNING + 10 * DAY)
    assert days_of(programme, days=20, since=MORNING + 11 * DAY)[(MORNING + 25 * DAY).date()] == 0
    resume_programme(programme=programme, actor=SYSTEM, now=MORNING + 30 * DAY)
    assert sorted(load_of(programme).values()) == pytest.approx(before, abs=6)
    with pytest.raises(Refused, match="not_paused"):
        resume_programme(programme=programme, actor=SYSTEM, now=MORNING)


def test_who_joins_is_asked_soon_and_who_leaves_no_more(programme, many, add_people, nordlys) -> None:
    many(315)
    days_of(programme, days=5)
    (aino,) = add_people("Aino")
    keep_panel(programme=programme, now=MORNING + 5 * DAY)
    turn = Turn.objects.get(contact=aino)
    assert turn.next_on <= (MORNING + 20 * DAY).date()
    archive_contact(contact=aino, actor=SYSTEM, now=MORNING)
    assert keep_panel(programme=programme, now=MORNING + 5 * DAY) == (0, 1)
    turn.refresh_from_db()
    assert turn.next_on is None


def test_another_period_spreads_the_panel_anew(programme, many) -> None:
    many(400)
    days_of(programme, days=30)
    change_programme(programme=programme, actor=SYSTEM, now=MORNING + 30 * DAY, period_days=182)
    load = load_of(programme)
    assert max(load.values()) <= 1.3 * sum(load.values()) / 130 + 2
    for turn in Turn.objects.exclude(asked_on=None):
        assert (turn.next_on - turn.asked_on).days >= 182


def test_an_account_is_spared(programme, many, nordlys, now) -> None:
    account = open_account(workspace=nordlys.workspace, name="Large Ltd", actor=SYSTEM, now=now)
    many(60, account=account)
    limit = AskLimit.objects.create(workspace=nordlys.workspace, subject=ACCOUNT, most=2, period_days=7, created_at=now)
    days_of(programme, days=60)
    moments = sorted(Delivery.objects.values_list("due_at", flat=True))
    assert len(moments) > 10
    assert all(third - first >= timedelta(days=7) for first, third in zip(moments, moments[2:], strict=False))
    assert AskDecision.objects.filter(rule=f"limit_{limit.pk}").exists()


def test_a_pace_puts_the_rest_off_and_says_so(programme, many) -> None:
    many(200)
    change_programme(programme=programme, actor=SYSTEM, now=MORNING, pace=2)
    asked = days_of(programme, days=20)
    assert set(asked.values()) == {2}
    assert AskDecision.objects.filter(rule=PACE).exists()


def test_after_days_without_a_worker_nobody_is_overrun(programme, many) -> None:
    many(630)
    days_of(programme, days=5)
    before = Invitation.objects.count()
    plan_programme(programme=programme, now=MORNING + 19 * DAY)
    assert Invitation.objects.count() - before <= 13


def test_planning_a_day_twice_does_nothing(programme, many) -> None:
    many(200)
    days_of(programme, days=3)
    count = AskDecision.objects.count()
    assert plan_programme(programme=programme, now=MORNING + 2 * DAY) == 0
    assert AskDecision.objects.count() == count


def test_who_was_asked_otherwise_waits_with_the_rule_on_record(programme, many, schedule, plan) -> None:
    many(3)
    plan(schedule(name="Wave", due_at=MORNING, now=MORNING), at=MORNING)
    days_of(programme, days=95)
    held = AskDecision.objects.filter(verdict="hold", rule=RECENTLY_ASKED)
    assert held.exists()
    assert not Invitation.objects.filter(programme=programme, decided_at__lt=MORNING + 80 * DAY).exists()


def test_an_ended_programme_asks_nobody(programme, many) -> None:
    many(100)
    days_of(programme, days=2)
    end_programme(programme=programme, actor=SYSTEM, now=MORNING + 2 * DAY)
    assert not Delivery.objects.filter(state="due").exists()
    assert days_of(programme, days=5, since=MORNING + 3 * DAY).total() == Delivery.objects.count()
    with pytest.raises(Refused, match="ended"):
        end_programme(programme=programme, actor=SYSTEM, now=MORNING)


def test_an_audience_chooses_the_panel(nordlys, survey, add_people) -> None:
    add_people("Aino", language="fi")
    add_people("Berit", language="nb")
    made = create_programme(
        workspace=nordlys.workspace,
        survey=survey,
        name="Finns",
        audience=ContactFilter(language="fi"),
        actor=SYSTEM,
        now=MORNING,
    )
    start_programme(programme=made, actor=SYSTEM, now=MORNING)
    assert keep_panel(programme=made, now=MORNING) == (1, 0)
