"""Workers that are killed in the middle: nothing is lost without a trace, nothing is sent twice."""

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from kuule.dispatch.channels import new_channel
from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import (
    DUE,
    HANDED_OVER,
    HANDING_OVER,
    IN_LINE,
    REMIND,
    SENT,
    STUCK_AFTER,
    UNCERTAIN,
    Reminder,
)
from kuule.dispatch.services import (
    declare_uncertain,
    give_back_stuck,
    hand_over_some,
    handover,
    plan_reminders,
    stuck,
)
from kuule.dispatch.services.marks import begin
from kuule.dispatch.tasks import drain_deliveries, drain_reminders, drain_waves
from kuule.workspaces.rules import SYSTEM

WORKER = Path(__file__).with_name("worker.py")
PEOPLE = 150
KILLS = 4
REMINDED = 40


def drain_everything():
    while drain_waves() + drain_deliveries():
        pass


def start_worker(port):
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen([sys.executable, str(WORKER), name, str(port)], stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"ready\n"
    return worker


def kill_after(letters, post, *, later):
    """Kill a worker once it sent so many letters; what it had in line waits for the next one, as after a tick."""
    worker = start_worker(post.port)
    deadline, wanted = time.monotonic() + 20, len(post.letters) + letters
    while len(post.letters) < wanted and time.monotonic() < deadline:
        time.sleep(0.001)
    sent_some = len(post.letters) >= wanted
    worker.kill()
    worker.wait()
    give_back_stuck(now=later, limit=1_000)
    return sent_some


@pytest.mark.django_db(transaction=True)
def test_killing_workers_loses_nothing_and_doubles_nothing(post, add_people, schedule):
    add_people(*(f"P{number}" for number in range(PEOPLE)))
    wave = schedule()
    later = timezone.now() + STUCK_AFTER + timedelta(minutes=1)
    assert all(kill_after(5 + kill, post, later=later) for kill in range(KILLS))
    drain_everything()
    # What the dead had in line, others hand over; of the one that each had in hand nobody can say.
    killed_in_the_middle = Delivery.objects.filter(state=HANDING_OVER).exclude(reason=IN_LINE).count()
    assert killed_in_the_middle <= KILLS
    assert declare_uncertain(now=later, limit=100) == killed_in_the_middle
    drain_everything()
    wave.refresh_from_db()
    assert wave.state == SENT
    assert Invitation.objects.count() == PEOPLE
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == Counter({HANDED_OVER: PEOPLE - killed_in_the_middle, UNCERTAIN: killed_in_the_middle})
    arrived = Counter(post.recipients)
    assert max(arrived.values()) == 1
    sent = {delivery.invitation.contact.email for delivery in Delivery.objects.filter(state=HANDED_OVER)}
    assert sent <= set(arrived)
    assert {letter["Message-ID"] for letter in post.letters} <= set(
        Delivery.objects.values_list("message_id", flat=True)
    )


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_killing_workers_doubles_no_reminder_and_loses_none(post, add_people, schedule, now):
    add_people(*(f"P{number}" for number in range(REMINDED)))
    wave = schedule()
    plan_reminders(source=wave, reminders=[Reminder(1)], actor=SYSTEM, now=now)
    while drain_waves() + drain_deliveries():
        pass
    Invitation.objects.update(remind_at=now)
    post.letters.clear()
    later = timezone.now() + STUCK_AFTER + timedelta(minutes=1)
    assert all(kill_after(3 + kill, post, later=later) for kill in range(KILLS))
    while drain_reminders() + drain_deliveries():
        pass
    declare_uncertain(now=later, limit=100)
    while drain_deliveries():
        pass
    reminders = Delivery.objects.filter(purpose=REMIND)
    assert Counter(Invitation.objects.values_list("reminded", "remind_at")) == {(1, None): REMINDED}
    assert reminders.values("invitation").distinct().count() == reminders.count() == REMINDED
    arrived = Counter(post.recipients)
    assert max(arrived.values()) == 1
    lost = reminders.filter(state=UNCERTAIN).count()
    assert lost <= KILLS
    assert len(arrived) >= REMINDED - lost


@pytest.mark.django_db
def test_what_a_machine_that_stopped_had_in_line_is_uncertain(add_people, schedule, plan, now, monkeypatch):
    add_people("Aino")
    plan(schedule())
    Delivery.objects.update(state=HANDING_OVER, reason=IN_LINE, claimed_at=now)
    monkeypatch.setattr(stuck, "nothing_lost_since", lambda: now + timedelta(seconds=1))
    later = now + STUCK_AFTER + timedelta(seconds=1)
    assert give_back_stuck(now=later, limit=10) == 0
    assert declare_uncertain(now=later, limit=10) == 1


@pytest.mark.django_db
def test_a_mail_in_line_of_somebody_who_is_erased_or_whose_wave_ends_does_not_go_out(
    post, add_people, schedule, plan, now, monkeypatch
):
    people = add_people("Aino", "Berit", "Chidi")
    plan(schedule())

    def begin_after_the_others_are_gone(delivery):
        Delivery.objects.exclude(pk=delivery.pk).update(token_hash=None)
        return begin(delivery)

    monkeypatch.setattr(handover, "begin", begin_after_the_others_are_gone)
    drain_deliveries()
    assert len(post.letters) == 1 < len(people)


@pytest.mark.django_db
def test_a_slow_server_keeps_nobody_in_line_for_long(post, add_people, schedule, plan, monkeypatch):
    add_people(*(f"P{number}" for number in range(5)))
    wave = plan(schedule())
    monkeypatch.setattr(handover, "LONGEST_ROUND_SECONDS", 0.0)
    waiting = list(Delivery.objects.all())
    assert len(hand_over_some(deliveries=waiting, channel=new_channel("email"), now=wave.due_at)) == 1
    given_back = Delivery.objects.filter(state=DUE, attempts=0, token_hash=None, invitation__asked_at=None)
    assert given_back.count() == 4
    drain_everything()
    assert len(set(post.recipients)) == len(post.recipients) == 5
