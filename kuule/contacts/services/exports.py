"""Taking people, and what rooms above have, out as a file."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.db import transaction

from kuule.contacts.exporters import Plan, exporter, exporters
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, RUNNING
from kuule.jobs.services import (
    ClaimLostError,
    claim_job,
    drop_made_files,
    fail_job,
    finish_job,
    open_job,
    report_progress,
)
from kuule.lib.garbage import collected_seldom
from kuule.lib.tables.writing import FORMATS, TableTooLargeError, table_writer
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record

CHUNK = 2_000
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
KEEP_FILES = timedelta(days=7)
# To join the parts of a large workbook takes minutes in which nothing is reported.
FINISHING_SECONDS = 1_800
KEEP_ROOMS = timedelta(days=2)

Progress = Callable[[int, int], bool]


class MadeFile(File):  # type: ignore[type-arg]
    """A file that a storage on the same disk may move instead of copying it."""

    def temporary_file_path(self) -> str:
        """Return where the file lies."""
        return str(self.name)


def start_export(
    *,
    workspace: Workspace,
    kind: str,
    params: Mapping[str, Any],
    format: str,  # noqa: A002 - what the trade calls it
    actor: Actor,
    now: datetime,
) -> Job:
    """Write down that a file is wanted, for a worker to make. `params` are what the exporter of this kind knows."""
    if format not in FORMATS:
        raise ValueError(format)
    day = now.astimezone(ZoneInfo(workspace.timezone)).date()
    return open_job(
        workspace=workspace,
        kind=kind,
        actor=actor,
        now=now,
        file_name=f"{exporter(kind).file_name}-{workspace.slug}-{day.isoformat()}.{format}",
        params={**params, "format": format},
        makes_file=True,
    )


def run_export(*, job: Job, clock: Callable[[], datetime]) -> Job:
    """Make the file of an export. One that a worker left begins anew: what it had written is thrown away.

    Raises:
        ClaimLostError: another worker took the job over.
    """
    if job.state != RUNNING:
        claimed = claim_job(kind=job.kind, now=clock(), job_id=job.pk)
        if claimed is None:
            raise ClaimLostError
        job = claimed

    def goes_on(done: int, total: int) -> bool:
        seconds = FINISHING_SECONDS if done == total else 120
        return report_progress(job=job, position=0, done=done, total=total, now=clock(), seconds=seconds)

    with _room_of(job) as room:
        made = room / "made"
        plan = exporter(job.kind).plan(job.workspace, job.params)
        try:
            written = write_rows(plan, made, job.params["format"], room=room, goes_on=goes_on)
        except TableTooLargeError as error:
            fail_job(job=job, error=error.reason, now=clock())
            return job
        if written is None:
            finish_job(job=job, now=clock(), state=CANCELLED)
            return job
        with made.open("rb") as opened, transaction.atomic():
            size = made.stat().st_size
            finish_job(job=job, now=clock(), result={"rows": written, "size": size}, made=MadeFile(opened, str(made)))
            actor = Actor.user(job.created_by_id) if job.created_by_id else SYSTEM
            record(workspace=job.workspace, actor=actor, act=exporter(job.kind).act, subject=job, now=clock())
    return job


def write_export(
    *,
    workspace: Workspace,
    kind: str,
    params: Mapping[str, Any],
    format: str,  # noqa: A002
    path: Path,
    room: Path,
    actor: Actor,
    now: datetime,
    on_progress: Callable[[int, int], None],
) -> int:
    """Write an export to a file of the caller's, and the audit line. Return how many rows there are.

    Raises:
        TableTooLargeError: the format cannot hold the table.
    """

    def goes_on(done: int, total: int) -> bool:
        on_progress(done, total)
        return True

    written = write_rows(exporter(kind).plan(workspace, params), path, format, room=room, goes_on=goes_on)
    record(workspace=workspace, actor=actor, act=exporter(kind).act, subject=workspace, now=now)
    return written or 0


def write_rows(plan: Plan, path: Path, format: str, *, room: Path, goes_on: Progress) -> int | None:  # noqa: A002
    """Write a planned table piece by piece; return how many rows it has, None when `goes_on` said to stop."""
    written, total = 0, len(plan.ids)
    try:
        with collected_seldom(), table_writer(path, format, plan.columns, room=room) as writer:
            _go_on(goes_on(0, total))
            for start in range(0, total, CHUNK):
                rows = list(plan.rows(plan.ids[start : start + CHUNK]))
                writer.write(rows)
                written += len(rows)
                _go_on(goes_on(min(start + CHUNK, total), total))
    except _StoppedError:
        return None
    return written


class _StoppedError(Exception):
    pass


def _go_on(wanted: bool) -> None:
    if not wanted:
        raise _StoppedError


def drop_old_exports(*, now: datetime) -> int:
    """Drop files that nobody needs any more, and what workers left that died. Return how many files there were."""
    if _rooms().is_dir():
        for room in _rooms().iterdir():
            if room.stat().st_mtime < (now - KEEP_ROOMS).timestamp():
                shutil.rmtree(room, ignore_errors=True)
    return drop_made_files(kinds=[each.kind for each in exporters()], now=now, age=KEEP_FILES)


def _rooms() -> Path:
    return Path(settings.KUULE_HOME) / "work"


@contextmanager
def _room_of(job: Job) -> Iterator[Path]:
    """Make an empty folder for the files of one attempt at an export; its name is as random as the file's.

    Each attempt has its own, so that a worker that was only slow does not take away what its heir is writing.
    """
    name = Path(job.file.name or "").name
    for attempt in range(job.attempts):
        shutil.rmtree(_rooms() / f"{name}-{attempt}", ignore_errors=True)
    room = _rooms() / f"{name}-{job.attempts}"
    room.mkdir(mode=0o700, parents=True)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
