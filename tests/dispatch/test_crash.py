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
from kuule.dispatch.rules import HANDED_OVER, HANDING_OVER, SENT, STUCK_AFTER, UNCERTAIN
from kuule.dispatch.services import declare_uncertain
from kuule.dispatch.tasks import drain_deliveries, drain_waves

WORKER = Path(__file__).with_name("worker.py")
PEOPLE = 150
KILLS = 4


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
