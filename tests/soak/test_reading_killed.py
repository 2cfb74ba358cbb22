"""Workers that are killed while they read and label comments: each comment is read once, as it is now, none is lost."""

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from kuule.insight.models import CommentReading, ThemeLabel
from kuule.insight.rules.themes import LABELLING
from kuule.insight.services.comments.labelling import run_labelling
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import read_again, start_from_set
from kuule.jobs.models import Job
from kuule.jobs.services import claim_job
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response, VerbatimChange
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.insight.conftest import programme_of

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

COMMENTS, KILLS = 6_000, 12
SAID = (
    ("The invoice was wrong again and nobody answered the phone", 2),
    ("Invoices come late and with the wrong price", 4),
    ("Great support, they solve our problems within the hour", 10),
    ("Our contact person knows our business", 9),
    ("Delivery is late every month", 5),
    ("All fine", 8),
)


def test_killing_whoever_reads_loses_and_doubles_no_comment(nordlys: Company, now) -> None:
    programme = programme_of(nordlys.workspace, now)
    insert_rows([answer(programme, number, now) for number in range(COMMENTS)])
    luck = random.Random(3)
    ids = list(Response.objects.order_by("pk").values_list("pk", flat=True))
    for _ in range(KILLS):
        for pk in luck.sample(ids, 5):
            Response.objects.filter(pk=pk).update(verbatim=f"Changed to {luck.choice(SAID)[0]}")
        die_while(lambda: read_all(now), luck)
    read_all(now)
    read = dict(CommentReading.objects.values_list("response_id", "masked"))
    assert read == dict(Response.objects.values_list("pk", "verbatim"))
    assert not VerbatimChange.objects.exists()

    start_from_set(name="b2b", **programme.who)
    read_again(workspace=programme.workspace, actor=SYSTEM, now=now)
    label(now)
    whole = labels()
    assert len(whole) > COMMENTS / 3
    read_again(workspace=programme.workspace, actor=SYSTEM, now=now)
    moment = now
    for _ in range(4):
        moment += timedelta(hours=1)  # by then the claim of whoever died has run out
        die_while(lambda at=moment: label(at), luck)
    label(moment + timedelta(hours=1))
    assert set(Job.objects.filter(kind=LABELLING).values_list("state", flat=True)) == {"done"}
    assert labels() == whole


def answer(programme, number: int, now) -> Response:
    words, score = SAID[number % len(SAID)]
    return Response(
        workspace=programme.workspace,
        uid=new_uid(),
        survey=programme.survey,
        version=programme.version,
        channel="email",
        language="en",
        score=score,
        verbatim=f"{words} in week {number}",
        answered_at=now - timedelta(minutes=number),
    )


def read_all(now) -> None:
    while read_waiting(now=now):
        pass


def label(now) -> None:
    while job := claim_job(kind=LABELLING, now=now):
        run_labelling(job=job, clock=lambda: now)


def labels() -> list[tuple[int, int, float | None]]:
    return sorted(ThemeLabel.objects.values_list("response_id", "theme_id", "probability"))


def die_while(act: Callable[[], object], luck: random.Random) -> None:
    """Let another process begin with it, and kill it somewhere in it."""
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            act()
        finally:
            os._exit(0)
    time.sleep(luck.uniform(0.02, 0.4))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    connection.ensure_connection()
