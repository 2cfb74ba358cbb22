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

from kuule.dispatch.models import Delivery, Invitation
from kuule.dispatch.rules import HANDED_OVER, HANDING_OVER, REMIND, SENT, STUCK_AFTER, UNCERTAIN, Reminder
from kuule.dispatch.services import declare_uncertain, plan_reminders
from kuule.dispatch.tasks import drain_deliveries, drain_reminders, drain_waves
from kuule.workspaces.rules import SYSTEM

WORKER = Path(__file__).with_name("worker.py")
PEOPLE = 150
KILLS = 4
REMINDED = 40


def start_worker(port):
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen([sys.executable, str(WORKER), name, str(port)], stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"ready\n"
    return worker


@pytest.mark.django_db(transaction=True)
def test_killing_workers_loses_nothing_and_doubles_nothing(post, add_people, schedule):
    add_people(*(f"P{number}" for number in range(PEOPLE)))
    wave = schedule()
    for kill in range(KILLS):
        worker = start_worker(post.port)
        taken, deadline = len(post.letters), time.monotonic() + 20
        while len(post.letters) < taken + 5 + kill and time.monotonic() < deadline:
            time.sleep(0.001)
        worker.kill()
        worker.wait()
    while drain_waves() + drain_deliveries():
        pass
    killed_in_the_middle = Delivery.objects.filter(state=HANDING_OVER).count()
    assert killed_in_the_middle <= KILLS
    assert declare_uncertain(now=timezone.now() + STUCK_AFTER + timedelta(minutes=1), limit=100) == killed_in_the_middle
    drain_waves()
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


@pytest.mark.django_db(transaction=True)
def test_killing_workers_doubles_no_reminder_and_loses_none(post, add_people, schedule, now):
    add_people(*(f"P{number}" for number in range(REMINDED)))
    wave = schedule()
    plan_reminders(source=wave, reminders=[Reminder(1)], actor=SYSTEM, now=now)
    while drain_waves() + drain_deliveries():
        pass
    Invitation.objects.update(remind_at=now)
    post.letters.clear()
    for kill in range(KILLS):
        worker = start_worker(post.port)
        taken, deadline = len(post.letters), time.monotonic() + 20
        while len(post.letters) < min(taken + 3 + kill, REMINDED) and time.monotonic() < deadline:
            time.sleep(0.001)
        worker.kill()
        worker.wait()
    while drain_reminders() + drain_deliveries():
        pass
    declare_uncertain(now=timezone.now() + STUCK_AFTER + timedelta(minutes=1), limit=100)
    reminders = Delivery.objects.filter(purpose=REMIND)
    assert Counter(Invitation.objects.values_list("reminded", "remind_at")) == {(1, None): REMINDED}
    assert reminders.values("invitation").distinct().count() == reminders.count() == REMINDED
    arrived = Counter(post.recipients)
    assert max(arrived.values()) == 1
    lost = reminders.filter(state=UNCERTAIN).count()
    assert lost <= KILLS
    assert len(arrived) >= REMINDED - lost
