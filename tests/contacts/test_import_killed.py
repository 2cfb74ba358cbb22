"""A worker that is killed in the middle of a file, whatever its format: the next one loses and doubles nothing."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from kuule.contacts.models import Contact
from kuule.contacts.services import guess_mapping, run_import, start_import
from kuule.jobs.models import Job
from kuule.jobs.services import claim_job
from kuule.workspaces.rules import SYSTEM
from tests.contacts.test_import_trial import as_xlsx

WORKER = Path(__file__).with_name("worker.py")
PEOPLE = 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_killing_workers_loses_nothing_and_doubles_nothing(nordlys, tmp_path, kind) -> None:
    rows = [["id", "email"], *([str(number), f"p{number}@x.example"] for number in range(PEOPLE))]
    content = as_xlsx(rows) if kind == "xlsx" else "\n".join(map(",".join, rows)).encode()
    file = ContentFile(content, f"people.{kind}")
    mapping = guess_mapping(workspace=nordlys.workspace, file=file)
    now = timezone.now()
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    start_import(file=file, file_name=file.name, mapping=mapping, **who)
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, str(WORKER), database, str(default_storage.location), "2"]
    for _ in range(2):
        worker = subprocess.run(command, check=False, capture_output=True, env={**os.environ, "TMPDIR": str(tmp_path)})
        assert worker.returncode == -signal.SIGKILL, worker.stderr.decode()
        Job.objects.update(claimed_until=now, state="waiting")
    assert Contact.objects.count() == 40
    job = claim_job(kind="contacts", now=timezone.now() + timedelta(hours=1))
    assert job is not None
    job = run_import(job=job, clock=timezone.now)
    assert (job.state, job.result["added"], job.result["kept_out"]) == ("done", PEOPLE, 0)
    assert Contact.objects.count() == PEOPLE
