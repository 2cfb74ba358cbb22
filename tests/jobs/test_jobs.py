"""Long work: one worker at a time, resumed after a crash, cancelled when asked."""

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kuule.jobs.models import Job
from kuule.jobs.rules import MAX_ATTEMPTS, percent_done
from kuule.jobs.selectors import job_of, newest_jobs
from kuule.jobs.services import (
    ClaimLostError,
    claim_job,
    fail_job,
    finish_job,
    open_job,
    release_job,
    report_progress,
    request_cancel,
    return_to_draft,
)
from kuule.workspaces.rules import SYSTEM, Actor
from tests.conftest import Company

LATER = timedelta(minutes=10)


@pytest.fixture
def job(nordlys: Company, now: datetime) -> Job:
    file = ContentFile(b"name\nAino\n", "people.csv")
    return open_job(workspace=nordlys.workspace, kind="k", actor=Actor.user(nordlys.bob.user_id), now=now, file=file)


def claimed(job: Job, now: datetime) -> Job:
    found = claim_job(kind="k", now=now)
    assert found is not None
    assert found.pk == job.pk
    return found


def test_a_job_is_claimed_once(job, now) -> None:
    assert claimed(job, now).state == "running"
    assert claim_job(kind="k", now=now) is None
    assert claim_job(kind="other", now=now) is None


def test_the_oldest_job_comes_first(nordlys, now, job) -> None:
    open_job(workspace=nordlys.workspace, kind="k", actor=SYSTEM, now=now - LATER, file_name="older")
    assert claim_job(kind="k", now=now).file_name == "older"


def test_a_dead_workers_job_goes_on_where_it_was_and_the_dead_worker_cannot_write(job, now) -> None:
    dead = claimed(job, now)
    assert report_progress(job=dead, position=2000, done=2000, now=now, result={"added": 1}) is True
    assert claim_job(kind="k", now=now + timedelta(seconds=60)) is None
    heir = claimed(job, now + LATER)
    assert (heir.position, heir.result) == (2000, {"added": 1})
    with pytest.raises(ClaimLostError):
        report_progress(job=dead, position=4000, done=4000, now=now + LATER)
    with pytest.raises(ClaimLostError):
        finish_job(job=dead, now=now)
    with pytest.raises(ClaimLostError):
        fail_job(job=dead, error="x", now=now)
    finish_job(job=heir, now=now + LATER)
    assert Job.objects.get().state == "done"


def test_a_job_that_keeps_killing_its_worker_is_given_up(job, now) -> None:
    for attempt in range(MAX_ATTEMPTS):
        claimed(job, now + attempt * LATER)
    assert claim_job(kind="k", now=now + MAX_ATTEMPTS * LATER) is None
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "stopped_often")


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_report(nordlys, job, now) -> None:
    running = claimed(job, now)
    assert request_cancel(job=job, actor=SYSTEM, now=now)
    assert report_progress(job=running, position=1, done=1, now=now) is False
    finish_job(job=running, now=now, state="cancelled")
    assert request_cancel(job=job, actor=SYSTEM, now=now) is False
    waiting = open_job(workspace=nordlys.workspace, kind="k", actor=SYSTEM, now=now)
    request_cancel(job=waiting, actor=SYSTEM, now=now)
    assert waiting.state == "cancelled"
    assert claim_job(kind="k", now=now) is None


def test_a_draft_waits_for_its_owner(nordlys, now) -> None:
    who = {"workspace": nordlys.workspace, "kind": "k", "actor": SYSTEM, "now": now, "is_draft": True}
    kept = open_job(**who)
    assert claim_job(kind="k", now=now) is None
    assert release_job(job=kept, params={"a": 1}, actor=SYSTEM, now=now)
    assert not release_job(job=kept, params={"a": 2}, actor=SYSTEM, now=now)
    job = claim_job(kind="k", now=now)
    assert job.params == {"a": 1}
    return_to_draft(job=job, params={"a": 3})
    assert claim_job(kind="k", now=now) is None
    assert release_job(job=kept, params={"a": 4}, actor=SYSTEM, now=now)


@pytest.mark.parametrize("end", ["finish", "fail", "cancel"])
def test_the_file_goes_when_the_job_ends(job, now, end, django_capture_on_commit_callbacks) -> None:
    assert "people" not in job.file.name
    name = job.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        if end == "cancel":
            request_cancel(job=job, actor=SYSTEM, now=now)
        else:
            running = claimed(job, now)
            finish_job(job=running, now=now) if end == "finish" else fail_job(job=running, error="x", now=now)
    assert not default_storage.exists(name)
    assert Job.objects.get().file.name == ""


def test_a_job_is_seen_only_in_its_workspace(nordlys, charlie, job) -> None:
    assert job_of(nordlys.workspace, job_id=job.pk, kinds=["k"]) == job
    assert job_of(nordlys.workspace, job_id=job.pk, kinds=["other"]) is None
    assert job_of(charlie.workspace, job_id=job.pk, kinds=["k"]) is None
    assert list(newest_jobs(nordlys.workspace, kinds=["k"])) == [job]


@pytest.mark.parametrize(("done", "total", "percent"), [(0, None, None), (0, 0, None), (1, 3, 33), (5, 3, 100)])
def test_progress_is_a_percentage_when_the_whole_is_known(done, total, percent) -> None:
    assert percent_done(done, total) == percent
