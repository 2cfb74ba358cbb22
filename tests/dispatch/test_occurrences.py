"""Occurrences: asked about once, by the one decision, in the person's hours, and every word of why is on record."""

import uuid
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.models import Contact, ContactPreference
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services import suppress
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.models import AskDecision, Delivery, Invitation, Occurrence, Turn
from kuule.dispatch.rules import Reminder
from kuule.dispatch.rules.occurrences import API, Told, is_drawn
from kuule.dispatch.selectors.occurrences import workspaces_with_due_occurrences
from kuule.dispatch.services import (
    ask_about_occurrences,
    asking_about,
    create_programme,
    hand_over,
    plan_programme,
    record_occurrences,
    remind_due,
    set_priority,
    start_programme,
)
from kuule.dispatch.services.panels import keep_panel
from kuule.dispatch.tasks import drain_occurrences
from kuule.responses.services import accept_answer
from kuule.surveys.models import Touchpoint
from kuule.surveys.services import close_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_touchpoint

pytestmark = pytest.mark.any_database

DAY = timedelta(days=1)
# A Friday, noon in Helsinki.
NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def touchpoint(nordlys) -> Touchpoint:
    Workspace.objects.update(timezone="Europe/Helsinki", quarantine_days=10)
    nordlys.workspace.refresh_from_db()
    return make_touchpoint(nordlys.workspace, delay_minutes=0)


def told(number: int = 1, *, person: PersonRow | None = None, **fields) -> Told:
    row = person or PersonRow(0, email=f"p{number}@example.test", fields={"name": f"P{number}"})
    return Told(f"o{number}", row, **{"happened_at": NOON, **fields})


def tell(touchpoint: Touchpoint, *items: Told, now: datetime = NOON) -> list[Occurrence]:
    done = record_occurrences(
        workspace=touchpoint.workspace, touchpoint=touchpoint, items=items, source=API, actor=SYSTEM, now=now
    )
    kept = {each.uid: each for each in Occurrence.objects.filter(uid__in=[one.uid for one in done])}
    return [kept[one.uid] for one in done]


def decide(touchpoint: Touchpoint, now: datetime = NOON) -> int:
    return ask_about_occurrences(workspace=touchpoint.workspace, now=now)


def states() -> Counter:
    return Counter(Occurrence.objects.values_list("state", "rule"))


def test_somebody_is_asked_about_what_happened_and_the_answer_keeps_its_properties(touchpoint, mailbox) -> None:
    (occurrence,) = tell(touchpoint, told(properties={"depot": "Oslo"}))
    assert decide(touchpoint) == 1
    assert decide(touchpoint) == 0
    invitation = Invitation.objects.get()
    assert hand_over(delivery=Delivery.objects.get(), now=NOON) == "sent"
    answer = accept_answer(
        version=invitation.version,
        score=9,
        verbatim="",
        answers={},
        language="en",
        channel="email",
        now=NOON,
        invitation=invitation,
    )
    assert answer.properties == {"depot": "Oslo"}
    occurrence.refresh_from_db()
    assert (occurrence.state, occurrence.invitation) == ("asked", invitation)
    assert AskDecision.objects.get().occurrence == occurrence


def test_nobody_is_asked_before_the_delay_or_at_night(touchpoint) -> None:
    Touchpoint.objects.update(delay_minutes=120)
    touchpoint.refresh_from_db()
    tell(touchpoint, told(person=PersonRow(0, email="a@x.test", fields={"timezone": "Asia/Tokyo"})))
    assert decide(touchpoint, NOON + timedelta(minutes=119)) == 0
    assert decide(touchpoint, NOON + timedelta(minutes=120)) == 1
    local = Delivery.objects.get().due_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (local.date(), local.hour) == ((NOON + DAY).date(), 8)


def test_quiet_hours_and_the_preferred_channel_are_heeded(touchpoint, mailbox) -> None:
    Touchpoint.objects.update(channels=["email", "sms"], reminders=[Reminder(2).as_json()])
    touchpoint.refresh_from_db()
    row = PersonRow(0, email="a@x.test", fields={"timezone": "Asia/Tokyo"})
    tell(touchpoint, told(person=row))
    person = Contact.objects.get()
    Contact.objects.update(phone="+81312345678")
    ContactPreference.objects.create(
        workspace=person.workspace, contact=person, channel="sms", quiet_from=time(12), quiet_until=time(19, 30)
    )
    # It is seven in the evening in Tokyo: half an hour to wait.
    assert decide(touchpoint) == 1
    message = Delivery.objects.get()
    assert (message.channel, message.due_at) == ("sms", NOON + timedelta(minutes=30))
    assert hand_over(delivery=message, now=message.due_at) == "sent"
    after = message.due_at + 2 * DAY
    assert remind_due(workspace=touchpoint.workspace, now=after - timedelta(seconds=1)) == 0
    assert remind_due(workspace=touchpoint.workspace, now=after) == 1
    assert Delivery.objects.latest("pk").purpose == "remind"


def test_whoever_is_quiet_by_day_and_asked_by_day_only_is_left_out_and_it_says_why(touchpoint) -> None:
    tell(touchpoint, told(person=PersonRow(0, email="a@x.test", fields={"timezone": "Asia/Tokyo"})))
    person = Contact.objects.get()
    ContactPreference.objects.create(
        workspace=person.workspace, contact=person, quiet_from=time(7), quiet_until=time(22)
    )
    decide(touchpoint)
    assert states() == {("left_out", "quiet_hours"): 1}


def test_who_was_asked_lately_waits_or_is_left_out_as_the_touchpoint_says(touchpoint) -> None:
    tell(touchpoint, told(1), told(2, person=PersonRow(0, email="p1@example.test")))
    decide(touchpoint)
    assert states() == {("asked", ""): 1, ("queued", "recently_asked"): 1}
    assert decide(touchpoint, NOON + 10 * DAY - timedelta(seconds=1)) == 0
    assert decide(touchpoint, NOON + 10 * DAY) == 1
    assert states() == {("asked", ""): 2}
    Touchpoint.objects.update(if_held="drop")
    later = NOON + 11 * DAY
    tell(touchpoint, told(3, person=PersonRow(0, email="p1@example.test"), happened_at=later), now=later)
    decide(touchpoint, later)
    assert states()["left_out", "recently_asked"] == 1


def test_the_family_that_goes_first_keeps_its_turn(touchpoint, survey) -> None:
    # When on its day the programme asks is drawn: at any of its hours, the pause ends before the occurrence is stale.
    Touchpoint.objects.update(expires_days=30)
    touchpoint.refresh_from_db()
    as_system = {"workspace": touchpoint.workspace, "actor": SYSTEM, "now": NOON}
    touchpoint.survey.family = "transactional"
    touchpoint.survey.save()
    programme = create_programme(survey=survey, name="Customers", first_after_days=0, **as_system)
    start_programme(programme=programme, actor=SYSTEM, now=NOON)
    tell(touchpoint, told(1), told(2))
    keep_panel(programme=programme, now=NOON)
    monday = NOON + 3 * DAY
    Turn.objects.update(next_on=monday + 30 * DAY)
    Turn.objects.filter(contact__email="p1@example.test").update(next_on=monday.date())
    set_priority(family=survey.family, days=7, **as_system)
    decide(touchpoint)
    assert states() == {("queued", "reserved"): 1, ("asked", ""): 1}
    held = AskDecision.objects.get(rule="reserved")
    assert held.until == datetime(2026, 11, 24, tzinfo=ZoneInfo("Europe/Helsinki"))
    plan_programme(programme=programme, now=monday)
    assert Invitation.objects.get(programme=programme).contact.email == "p1@example.test"
    decide(touchpoint, monday + DAY)
    assert states()["queued", "recently_asked"] == 1


def test_a_hold_that_goes_on_is_one_line_on_record(touchpoint) -> None:
    Touchpoint.objects.update(daily_cap=1, expires_days=60)
    touchpoint.refresh_from_db()
    tell(touchpoint, *(told(number) for number in range(5)))
    for day in range(7):
        decide(touchpoint, NOON + day * DAY)
    assert states() == {("asked", ""): 5}
    verdicts = Counter(AskDecision.objects.values_list("verdict", "rule"))
    assert verdicts == {("allow", ""): 5, ("hold", "daily_cap"): 4}


def test_no_more_are_asked_on_a_day_than_the_cap(touchpoint) -> None:
    Touchpoint.objects.update(daily_cap=3)
    touchpoint.refresh_from_db()
    tell(touchpoint, *(told(number) for number in range(8)))
    for hours in (0, 1, 12, 24, 30, 48):
        decide(touchpoint, NOON + timedelta(hours=hours))
    zone = ZoneInfo("Europe/Helsinki")
    days = Counter(moment.astimezone(zone).date() for moment in Delivery.objects.values_list("due_at", flat=True))
    assert sorted(days.values()) == [2, 3, 3]


def test_only_what_meets_the_conditions_is_asked_about(touchpoint) -> None:
    Touchpoint.objects.update(conditions=[{"property": "amount", "is": "at_least", "value": "100"}])
    touchpoint.refresh_from_db()
    tell(touchpoint, told(1, properties={"amount": 99}), told(2, properties={"amount": 100}), told(3))
    decide(touchpoint)
    assert states() == {("asked", ""): 1, ("left_out", "condition"): 2}


def test_a_sample_is_drawn(touchpoint) -> None:
    Touchpoint.objects.update(share=25)
    touchpoint.refresh_from_db()
    tell(touchpoint, *(told(number) for number in range(400)))
    decide(touchpoint)
    assert 60 <= states()["asked", ""] <= 145
    assert set(states()) == {("asked", ""), ("left_out", "sampled_out")}


@given(st.integers(1, 10**9), st.uuids(), st.integers(1, 100))
def test_a_draw_is_the_same_whenever_it_is_made_and_a_larger_share_loses_nobody(
    workspace: int, uid: uuid.UUID, share: int
) -> None:
    drawn = is_drawn(workspace_id=workspace, uid=uid, share=share)
    assert drawn == is_drawn(workspace_id=workspace, uid=uid, share=share)
    assert is_drawn(workspace_id=workspace, uid=uid, share=100)
    assert not drawn or is_drawn(workspace_id=workspace, uid=uid, share=min(100, share + 1))


def test_a_touchpoint_that_is_off_lets_things_wait_until_it_is_too_late(touchpoint) -> None:
    Touchpoint.objects.update(is_on=False)
    tell(touchpoint, told(1), told(2, happened_at=NOON - 10 * DAY))
    assert workspaces_with_due_occurrences(now=NOON) == []
    assert decide(touchpoint, NOON + 5 * DAY) == 1
    assert states() == {("queued", ""): 1, ("left_out", "expired"): 1}
    Touchpoint.objects.update(is_on=True)
    close_survey(survey=touchpoint.survey, actor=SYSTEM, now=NOON)
    assert decide(touchpoint, NOON + 6 * DAY) == 0


def test_the_worker_decides_in_every_workspace(touchpoint, charlie) -> None:
    for each in (touchpoint, make_touchpoint(charlie.workspace, delay_minutes=0)):
        tell(each, told())
    with time_machine.travel(NOON, tick=False):
        assert drain_occurrences() == 2
        assert drain_occurrences() == 0
    for invitation in Invitation.objects.all():
        assert invitation.contact.workspace_id == invitation.version.workspace_id == invitation.workspace_id


def test_who_does_not_want_to_be_asked_is_not(touchpoint, nordlys) -> None:
    tell(touchpoint, told(1), told(2, person=PersonRow(0, external_id="c-2")))
    suppress(workspace=nordlys.workspace, address="p1@example.test", reason="unsubscribed", actor=SYSTEM, now=NOON)
    decide(touchpoint)
    assert states() == {("left_out", "unsubscribed"): 1, ("left_out", "no_address"): 1}


def test_what_would_be_too_late_is_left_out_at_once(touchpoint) -> None:
    Touchpoint.objects.update(expires_days=3)
    touchpoint.refresh_from_db()
    tell(touchpoint, told(1), told(2, person=PersonRow(0, email="p1@example.test")))
    decide(touchpoint)
    assert states() == {("asked", ""): 1, ("left_out", "expired"): 1}


def test_a_crash_in_the_middle_repeats_and_loses_nothing(touchpoint, monkeypatch) -> None:
    tell(touchpoint, *(told(number) for number in range(20)))
    with monkeypatch.context() as broken:
        broken.setattr(asking_about, "overwrite_rows", lambda *_a: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            decide(touchpoint)
    assert not Invitation.objects.exists()
    assert decide(touchpoint) == 20
    assert Delivery.objects.count() == Invitation.objects.count() == 20


def test_an_erased_person_leaves_nothing_of_what_happened(touchpoint) -> None:
    (asked, waiting) = tell(
        touchpoint, told(1, properties={"note": "secret"}), told(2, person=PersonRow(0, email="p1@example.test"))
    )
    decide(touchpoint)
    erase_person(contact=asked.contact, reason=ASKED_FOR, actor=SYSTEM, now=NOON)
    for each in (asked, waiting):
        each.refresh_from_db()
        assert (each.contact, each.properties, each.external_id) == (None, {}, "")
    assert Invitation.objects.get().properties == {}
    assert decide(touchpoint, NOON + 11 * DAY) == 0


def test_many_are_decided_about_with_few_queries(touchpoint, django_assert_max_num_queries) -> None:
    tell(touchpoint, *(told(number) for number in range(1_000)))
    with django_assert_max_num_queries(40):
        assert decide(touchpoint) == 1_000
