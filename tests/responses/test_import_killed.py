"""An import of past answers that is killed at a random row: resumed it is whole, undone it is gone, to the row."""

import os
import random
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from kuule.contacts.models import Account, Contact, PropertyDefinition
from kuule.contacts.services import guess_mapping, run_undo, start_import, undo_import
from kuule.contacts.tasks import drain_imports
from kuule.jobs.models import Job
from kuule.jobs.services import request_cancel
from kuule.responses.models import Response, ResponseNote
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.responses.conftest import published_survey

WORKER = Path(__file__).parents[1] / "contacts" / "worker.py"
ROWS, OF_A_BATCH = 60, 10


@pytest.fixture
def killed(transactional_db: None, nordlys: Company, now: datetime, tmp_path: Path) -> tuple[Job, int]:
    """An import that a worker died in, before or after it kept a batch, and how many answers are in."""
    version = published_survey(nordlys.workspace, now)
    rows = [f"a{n},2025-01-02,9,p{n % 20}@x.example,Firm {n % 7},gold,Called" for n in range(ROWS)]
    content = "\n".join(["Response ID,Date,Score,Email,Company,Plan,Notes", *rows]).encode()
    file, options = ContentFile(content, "past.csv"), {"survey": str(version.survey_id)}
    who = {"workspace": nordlys.workspace, "kind": "responses", "file": file}
    mapping = guess_mapping(options=options, **who)
    job = start_import(file_name="past.csv", mapping=mapping, actor=SYSTEM, now=timezone.now(), **who)
    batches, moment = random.randint(1, 5), random.choice(["", "inside"])
    command = [sys.executable, str(WORKER), str(connection.settings_dict["NAME"]), str(default_storage.location)]
    worker = subprocess.run(
        [*command, str(batches), moment], check=False, capture_output=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr.decode()
    assert Response.objects.count() == batches * OF_A_BATCH
    Job.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    job.refresh_from_db()
    return job, batches * OF_A_BATCH


def test_the_next_worker_goes_on_to_the_end(killed: tuple[Job, int]) -> None:
    drain_imports()
    job = Job.objects.get(pk=killed[0].pk)
    assert (job.state, job.result["added"], job.result["kept_out"]) == ("done", ROWS, 0)
    assert sorted(Response.objects.values_list("external_id", flat=True)) == sorted(f"a{n}" for n in range(ROWS))
    assert (ResponseNote.objects.count(), Contact.objects.count(), Account.objects.count()) == (ROWS, 20, 7)


def test_or_it_is_stopped_and_undone_to_the_row(killed: tuple[Job, int]) -> None:
    job, _there = killed
    request_cancel(job=job, actor=SYSTEM, now=timezone.now())
    drain_imports()
    job.refresh_from_db()
    assert job.state == "cancelled"
    there = Response.objects.count()
    undo = undo_import(job=job, actor=SYSTEM, now=timezone.now())
    run_undo(job=undo, clock=timezone.now)
    assert undo_result(undo) == there
    left = [model.objects.count() for model in (Response, ResponseNote, Contact, Account, PropertyDefinition)]
    assert left == [0, 0, 0, 0, 0]


def undo_result(undo: Job) -> int:
    undo.refresh_from_db()
    return undo.result["response_removed"]
