"""Choosing reminders and channels on pages, and seeing how they went."""

from zoneinfo import ZoneInfo

import pytest

from kuule.dispatch.models import AskDecision, Delivery, Invitation, Programme, Wave
from kuule.dispatch.rules import HOLD, Reminder, reminders_from
from kuule.dispatch.services import create_programme, hand_over, plan_reminders, remind_due, start_programme
from kuule.surveys.models import Touchpoint
from kuule.workspaces.rules import SYSTEM
from tests.workspaces.objects import a_touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(nordlys) -> str:
    return f"/w/{nordlys.workspace.slug}"


@pytest.fixture
def client(sign_in, nordlys):
    return sign_in(nordlys.alice)


def test_reminders_of_a_wave_are_chosen_on_its_page(client, place, add_people, schedule):
    add_people("Aino")
    wave = schedule()
    page = client.get(f"{place}/ask/{wave.pk}/").content.decode()
    assert "None: everybody is asked once." in page
    here = f"{place}/ask/{wave.pk}/reminders/"
    assert here in page
    told = {"days_1": "3", "days_2": "5", "channel_2": "sms", "subject_2_fi": "Vielä  kerran", "words_2_fi": "Hei!"}
    assert client.post(here, told).status_code == 302
    wave.refresh_from_db()
    assert reminders_from(wave.reminders) == (
        Reminder(3),
        Reminder(5, "sms", {"fi": "Vielä kerran"}, {"fi": "Hei!"}),
    )
    assert "Vielä kerran" in client.get(here).content.decode()
    assert "After 5 days" in client.get(f"{place}/ask/{wave.pk}/").content.decode()


def test_words_without_a_day_are_not_kept_half(client, place, add_people, schedule):
    add_people("Aino")
    wave = schedule()
    said = client.post(f"{place}/ask/{wave.pk}/reminders/", {"days_1": "0", "subject_2_en": "Again"})
    assert said.status_code == 422
    assert "Say after how many days" in said.content.decode()
    wave.refresh_from_db()
    assert wave.reminders is None


def test_a_touchpoint_has_reminders_and_channels(client, place, nordlys):
    touchpoint = Touchpoint.objects.get(pk=a_touchpoint(nordlys.workspace))
    assert client.post(f"{place}/touchpoints/{touchpoint.pk}/reminders/", {"days_1": "2"}).status_code == 302
    touchpoint.refresh_from_db()
    assert reminders_from(touchpoint.reminders) == (Reminder(2),)


def test_a_wave_is_sent_on_the_chosen_channels(client, place, survey, add_people):
    add_people("Aino", phone="+358401234567", email="")
    add_people("Berit")
    told = {"survey": survey.pk, "name": "Both", "when": "now", "channels": ["email", "sms"]}
    before = client.post(f"{place}/ask/new/", {**told, "check": "yes"}).content.decode()
    assert "The text message" in before
    assert "Reply STOP" in before
    client.post(f"{place}/ask/new/", told)
    assert Wave.objects.get().wanted_channels == ("email", "sms")


def test_the_days_ahead_tell_of_reminders_beside_the_surveys(client, place, nordlys, survey, add_people, now):
    add_people("Aino", "Berit")
    programme = create_programme(
        workspace=nordlys.workspace,
        survey=survey,
        name="Customers",
        actor=SYSTEM,
        now=now,
        first_after_days=0,
        period_days=7,
    )
    plan_reminders(source=programme, reminders=[Reminder(2), Reminder(2)], actor=SYSTEM, now=now)
    page = client.get(f"{place}/ask/programmes/{programme.pk}/").content.decode()
    assert "Reminders, at most" in page
    assert "do not count into the pace" in page


def test_a_paused_programme_reminds_nobody_until_it_goes_on(nordlys, survey, add_people, now, mailbox):
    [aino] = add_people("Aino")
    programme = create_programme(workspace=nordlys.workspace, survey=survey, name="Customers", actor=SYSTEM, now=now)
    start_programme(programme=programme, actor=SYSTEM, now=now)
    plan_reminders(source=programme, reminders=[Reminder(1)], actor=SYSTEM, now=now)
    invitation = Invitation.objects.create(
        workspace=nordlys.workspace,
        programme=programme,
        version=survey.versions.get(),
        contact=aino,
        decision="invited",
        decided_at=now,
        language="en",
    )
    delivery = Delivery.objects.create(workspace=nordlys.workspace, invitation=invitation, channel="email", due_at=now)
    hand_over(delivery=delivery, now=now)
    Programme.objects.update(state="paused")
    invitation.refresh_from_db()
    remind_due(workspace=nordlys.workspace, now=invitation.remind_at)
    assert AskDecision.objects.get().verdict == HOLD
    Programme.objects.update(state="running")
    invitation.refresh_from_db()
    while Delivery.objects.count() == 1:
        invitation.refresh_from_db()
        remind_due(workspace=nordlys.workspace, now=invitation.remind_at)
    reminder = Delivery.objects.latest("pk")
    # At the sending times of the programme: on a weekday between nine and five.
    local = reminder.due_at.astimezone(ZoneInfo("Europe/Helsinki"))
    assert local.weekday() < 5
    assert 9 <= local.hour < 17


def test_the_person_page_tells_of_each_reminder(client, place, nordlys, add_people, schedule, plan, now, mailbox):
    [aino] = add_people("Aino")
    wave = schedule()
    plan_reminders(source=wave, reminders=[Reminder(1)], actor=SYSTEM, now=now)
    plan(wave)
    hand_over(delivery=Delivery.objects.get(), now=now)
    Invitation.objects.update(remind_at=now)
    remind_due(workspace=nordlys.workspace, now=now)
    page = client.get(f"{place}/contacts/{aino.pk}/asking/").content.decode()
    assert "A reminder" in page
    assert "one more message" in page
