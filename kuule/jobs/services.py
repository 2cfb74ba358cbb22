"""What can be done to long work: open it, claim it, say how far it is, and end it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, DONE, DRAFT, FAILED, MAX_ATTEMPTS, RUNNING, WAITING
from kuule.lib.tokens import mint_token
from kuule.ui.clean import visible_text
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

CLAIM_SECONDS = 120
# The parameter under which the first rows of a job's file are kept.
HEAD = "head"


class ClaimLostError(Exception):
    """Another worker took this job over: the current transaction must be rolled back and the work left."""


@transaction.atomic
def open_job(
    *,
    workspace: Workspace,
    kind: str,
    actor: Actor,
    now: datetime,
    file: File[Any] | None = None,
    file_name: str = "",
    params: Mapping[str, Any] | None = None,
    total: int | None = None,
    is_draft: bool = False,
    makes_file: bool = False,
) -> Job:
    """Write down a piece of long work for a worker to find; a draft waits until `release_job`.

    The file is stored under a random name. `file_name` is what its owner calls it. `total` counts rows, if known.
    With `makes_file` the work itself makes the file: its name is on the row before anything is written, so that
    however the work ends the file is found and dropped.
    """
    job = Job(
        workspace=workspace,
        kind=kind,
        state=DRAFT if is_draft else WAITING,
        file_name=visible_text(file_name)[:255],
        params=dict(params or {}),
        total=total,
        created_by_id=actor.id if actor.kind == "user" else None,
        created_at=now,
    )
    if file is not None:
        job.file.save(mint_token(), file, save=False)
    elif makes_file:
        job.file = job.file.field.generate_filename(job, mint_token())
    job.save()
    record(workspace=workspace, actor=actor, act="job_opened", subject=job, now=now)
    return job


@transaction.atomic
def release_job(*, job: Job, params: Mapping[str, Any], actor: Actor, now: datetime) -> bool:
    """Hand a draft over to the worker. Return False if it is no longer a draft."""
    released = Job.objects.filter(pk=job.pk, state=DRAFT).update(state=WAITING, params=dict(params))
    if released:
        record(workspace=job.workspace, actor=actor, act="job_released", subject=job, now=now)
        job.refresh_from_db()
    return bool(released)


def claim_job(*, kind: str, now: datetime, seconds: int = CLAIM_SECONDS, job_id: int | None = None) -> Job | None:
    """Claim the oldest job of a kind that waits, or whose worker died, for `seconds`. None: nothing to do.

    Claiming is one conditional update, so that of two workers exactly one gets the job. A job that has used up its
    attempts fails here instead.
    """
    claimable = Q(state=WAITING) | Q(state=RUNNING, claimed_until__lte=now)
    jobs: QuerySet[Job] = Job.objects.filter(claimable, kind=kind)
    if job_id is not None:
        jobs = jobs.filter(pk=job_id)
    while jobs.exists():  # asks before it locks: most of the time there is nothing to do
        with transaction.atomic():
            found = _first_free(jobs)
            if found is None:
                return None
            if found.attempts >= MAX_ATTEMPTS:
                _update_if_unchanged(found, state=FAILED, error="stopped_often", finished_at=now, claimed_until=None)
                _drop_file(found)
            elif _update_if_unchanged(
                found, state=RUNNING, attempts=found.attempts + 1, claimed_until=now + timedelta(seconds=seconds)
            ):
                return found
    return None


def _first_free(jobs: QuerySet[Job]) -> Job | None:
    if connection.features.has_select_for_update_skip_locked:
        jobs = jobs.select_for_update(skip_locked=True, of=("self",))
    return jobs.select_related("workspace").order_by("created_at", "id").first()


def _update_if_unchanged(job: Job, **changes: Any) -> bool:
    unchanged = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)
    if not unchanged.update(**changes):
        return False
    for name, value in changes.items():
        setattr(job, name, value)
    return True


def report_progress(
    *,
    job: Job,
    position: int,
    done: int,
    now: datetime,
    result: Mapping[str, Any] | None = None,
    total: int | None = None,
    seconds: int = CLAIM_SECONDS,
) -> bool:
    """Write how far a claimed job is and prolong the claim. Return False when someone asked to cancel it.

    Call it inside the transaction that does the work, so that neither is kept without the other.

    Raises:
        ClaimLostError: the job was taken over by another worker.
    """
    changes: dict[str, Any] = {
        "position": position,
        "done": done,
        "total": job.total if total is None else total,
        "result": job.result if result is None else dict(result),
        "claimed_until": now + timedelta(seconds=seconds),
    }
    if not _update_if_unchanged(job, **changes):
        raise ClaimLostError
    return not Job.objects.filter(pk=job.pk, cancel_requested=True).exists()


def finish_job(
    *,
    job: Job,
    now: datetime,
    result: Mapping[str, Any] | None = None,
    state: str = DONE,
    made: File[Any] | None = None,
) -> None:
    """End a claimed job: it is done, or with `state="cancelled"` it stopped where somebody asked it to.

    `made` is the file of a job that makes one: it is kept until `drop_made_files`. Any other file is dropped.

    Raises:
        ClaimLostError: the job was taken over by another worker.
    """
    ended = {"state": state, "finished_at": now, "claimed_until": None}
    with transaction.atomic():
        if not _update_if_unchanged(job, result=job.result if result is None else dict(result), **ended):
            raise ClaimLostError
        if made is None:
            _drop_file(job)
        else:
            _keep_file(job, made)


def fail_job(*, job: Job, error: str, now: datetime) -> None:
    """End a claimed job that cannot go on. `error` is a code or a sentence without personal data.

    Raises:
        ClaimLostError: the job was taken over by another worker.
    """
    if not _update_if_unchanged(job, state=FAILED, error=error[:300], finished_at=now, claimed_until=None):
        raise ClaimLostError
    _drop_file(job)


def return_to_draft(*, job: Job, params: Mapping[str, Any]) -> None:
    """End a claimed job that only tried something: it keeps its file and waits for a person again.

    Raises:
        ClaimLostError: the job was taken over by another worker.
    """
    begun_anew = {"position": 0, "done": 0, "result": {}, "attempts": 0, "cancel_requested": False}
    if not _update_if_unchanged(job, state=DRAFT, params=dict(params), claimed_until=None, **begun_anew):
        raise ClaimLostError


@transaction.atomic
def request_cancel(*, job: Job, actor: Actor, now: datetime) -> bool:
    """Ask a job to stop. One that no worker has begun stops at once. Return False if it had already ended."""
    idle = Job.objects.filter(pk=job.pk, state__in=(DRAFT, WAITING))
    stopped = idle.update(state=CANCELLED, cancel_requested=True, finished_at=now)
    asked = stopped or Job.objects.filter(pk=job.pk, state=RUNNING).update(cancel_requested=True)
    if asked:
        record(workspace=job.workspace, actor=actor, act="job_cancelled", subject=job, now=now)
    job.refresh_from_db()
    if stopped:
        _drop_file(job)
    return bool(asked)


@transaction.atomic
def drop_file(*, job: Job, actor: Actor, now: datetime) -> None:
    """Drop the file that a job made, or stop a job that has not ended. Twice is as good as once."""
    if request_cancel(job=job, actor=actor, now=now) or not job.file:
        return
    _drop_file(job)
    record(workspace=job.workspace, actor=actor, act="job_file_dropped", subject=job, now=now)


def drop_made_files(*, kinds: Collection[str], now: datetime, age: timedelta) -> int:
    """Drop the files that jobs of these kinds made so long ago. Return how many there were."""
    jobs = Job.objects.filter(kind__in=kinds, state=DONE, finished_at__lte=now - age).exclude(file="")
    return sum(_drop_file(job) for job in jobs[:100])


def _keep_file(job: Job, made: File[Any]) -> None:
    # In the transaction that says the job is done: a worker that lost its claim must not write over its heir's file.
    storage, name = job.file.storage, job.file.name or ""
    storage.delete(name)  # what a worker left that died right here
    storage.save(name, made)


def _drop_file(job: Job) -> bool:
    # The file holds personal data and nobody needs it any more, nor its first rows if they are among the parameters.
    # Dropped on commit: a rolled-back end keeps it.
    if job.file:
        storage, name = job.file.storage, job.file.name
        job.params = {key: value for key, value in job.params.items() if key != HEAD}
        Job.objects.filter(pk=job.pk).update(file="", params=job.params)
        transaction.on_commit(lambda: storage.delete(name or ""))
        job.file = ""
    return True
