"""Opening an import: a file becomes a draft with a guessed mapping, then a job for the worker."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from kuule.contacts.importers import FileHead, importer, importers
from kuule.contacts.importers.files import inspected, mapping_for
from kuule.contacts.rules.columns import ColumnMapping, MappingProblem
from kuule.contacts.services.column_memory import recalled_mapping, remember_mapping
from kuule.contacts.services.import_contacts import CONTACTS
from kuule.contacts.services.import_run import forget_problems, run_import
from kuule.jobs.models import Job
from kuule.jobs.rules import DRAFT, WAITING
from kuule.jobs.services import HEAD, claim_job, open_job, release_job, request_cancel
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor

# A file that somebody waits for is tried out at once up to this many lines; a longer one is left to the worker.
TRIED_AT_ONCE = 2_000


class UnusableMappingError(Exception):
    """A mapping by which no line could be read; `problems` say which columns are in the way."""

    def __init__(self, problems: list[MappingProblem]) -> None:
        super().__init__(", ".join(problem.reason for problem in problems))
        self.problems = problems


def guess_mapping(
    *,
    workspace: Workspace,
    file: IO[Any] | File[Any],
    kind: str = CONTACTS,
    options: Mapping[str, str] | None = None,
    sheet: str = "",
) -> ColumnMapping:
    """Return what the columns of a file were the last time, or seem to be.

    Raises:
        UnreadableFileError: no line of the file can be used.
    """
    head = inspected(file, ColumnMapping("", (), sheet=sheet))
    return _mapping(workspace, kind, head, options or {})[0]


def _mapping(workspace: Workspace, kind: str, head: FileHead, options: Mapping[str, str]) -> tuple[ColumnMapping, bool]:
    """Return the mapping that a file starts with, and whether it is the one of an earlier file."""
    guessed = importer(kind).guessed_mapping(head, workspace, options)
    recalled = recalled_mapping(workspace=workspace, kind=kind, guessed=guessed, options=options)
    if recalled is None or importer(kind).mapping_problems(recalled, workspace):
        return guessed, False
    return recalled, True


@transaction.atomic
def upload_file(
    *,
    workspace: Workspace,
    actor: Actor,
    now: datetime,
    file: File[Any],
    file_name: str,
    kind: str = CONTACTS,
    options: Mapping[str, str] | None = None,
) -> Job:
    """Keep a file as the draft of an import, with a mapping to begin with, until a person has looked at it.

    Raises:
        UnreadableFileError: no line of the file can be used.
    """
    head = inspected(file)
    return open_job(
        workspace=workspace,
        kind=kind,
        actor=actor,
        now=now,
        file=file,
        file_name=file_name,
        params=_draft_params(workspace, kind, head, options or {}),
        total=head.total,
        is_draft=True,
    )


def _draft_params(workspace: Workspace, kind: str, head: FileHead, options: Mapping[str, str]) -> dict[str, Any]:
    mapping, is_recalled = _mapping(workspace, kind, head, options)
    # The first rows are kept beside the file, because a workbook takes long to open.
    return {"mapping": mapping.as_json(), HEAD: asdict(head), "is_recalled": is_recalled}


@transaction.atomic
def read_otherwise(*, job: Job, delimiter: str = "", encoding: str = "", sheet: str = "") -> None:
    """Read the file of a draft anew: with another delimiter or encoding, or another sheet of the workbook.

    Raises:
        UnreadableFileError: read so, no line of the file can be used. The draft stays as it is.
    """
    head = inspected(job.file, ColumnMapping(delimiter, (), encoding, sheet))
    params = _draft_params(job.workspace, job.kind, head, job.params["mapping"].get("options", {}))
    Job.objects.filter(pk=job.pk, state=DRAFT).update(params=params, total=head.total)
    forget_problems(job)
    job.refresh_from_db()


@transaction.atomic
def release_import(*, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> bool:
    """Hand a draft over to the worker, and define the properties it brings. False: it is no longer a draft.

    Raises:
        UnusableMappingError: the mapping names no identity, or one place twice, or a property with another type.
    """
    require_usable(job.workspace, job.kind, mapping)
    if not release_job(job=job, params={"mapping": mapping.as_json()}, actor=actor, now=now):
        return False
    forget_problems(job)
    _begin(job, mapping, actor, now)
    return True


def try_import(*, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> bool:
    """Find out what would become of every line of a draft, and write nothing of it. False: it is no longer a draft.

    A short file is tried at once; a long one when the worker comes to it. Then the draft knows (`params["tried"]`).

    Raises:
        UnusableMappingError: as `release_import`.
    """
    require_usable(job.workspace, job.kind, mapping)
    params = {**job.params, "mapping": mapping.as_json(), "is_trial": True}
    params.pop("tried", None)
    with transaction.atomic():
        if not release_job(job=job, params=params, actor=actor, now=now):
            return False
        forget_problems(job)
    if (job.total or 0) <= TRIED_AT_ONCE:
        run_import(job=job, clock=timezone.now)
        job.refresh_from_db()
    return True


@transaction.atomic
def cancel_import(*, job: Job, actor: Actor, now: datetime) -> bool:
    """Stop an import, or drop a draft; a trial that waits becomes a draft again. False: it had already ended."""
    if job.params.get("is_trial"):
        params = {name: value for name, value in job.params.items() if name != "is_trial"}
        if Job.objects.filter(pk=job.pk, state=WAITING).update(state=DRAFT, params=params):
            job.refresh_from_db()
            return True
    was_draft = job.state == DRAFT
    is_cancelled = request_cancel(job=job, actor=actor, now=now)
    if is_cancelled and was_draft:
        forget_problems(job)
    return is_cancelled


@transaction.atomic
def drop_import(*, job: Job) -> None:
    """Let nothing remain of a draft, not even its row: nobody was told of it."""
    if job.file:
        transaction.on_commit(partial(job.file.storage.delete, job.file.name or ""))
    Job.objects.filter(pk=job.pk, state=DRAFT).delete()


def drop_old_drafts(*, now: datetime, age: timedelta = timedelta(days=1)) -> None:
    """Drop files that were uploaded and never imported, with all that was noted about them."""
    kinds = [each.kind for each in importers()]
    for job in Job.objects.filter(kind__in=kinds, state=DRAFT, created_at__lte=now - age)[:100]:
        cancel_import(job=job, actor=SYSTEM, now=now)


@transaction.atomic
def start_import(
    *,
    workspace: Workspace,
    actor: Actor,
    now: datetime,
    file: File[Any],
    file_name: str,
    mapping: ColumnMapping | Mapping[str, Any],
    kind: str = CONTACTS,
    is_claimed: bool = False,
    is_trial: bool = False,
) -> Job:
    """Open the import of a file under a mapping. With `is_claimed` the caller runs it, not the worker.

    Raises:
        UnreadableFileError: no line of the file can be used.
        UnusableMappingError: the mapping names no identity, or one place twice, or a property with another type.
    """
    mapping = mapping if isinstance(mapping, ColumnMapping) else ColumnMapping.from_json(mapping)
    head = inspected(file, mapping)
    mapping = mapping_for(head, mapping)
    require_usable(workspace, kind, mapping)
    job = open_job(
        workspace=workspace,
        kind=kind,
        actor=actor,
        now=now,
        file=file,
        file_name=file_name,
        params={"mapping": mapping.as_json(), **({"is_trial": True} if is_trial else {})},
        total=head.total,
    )
    if not is_trial:
        _begin(job, mapping, actor, now)
    return (claim_job(kind=kind, now=now, job_id=job.pk) if is_claimed else None) or job


def _begin(job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
    importer(job.kind).adopt(job=job, mapping=mapping, actor=actor, now=now)
    remember_mapping(workspace=job.workspace, kind=job.kind, mapping=mapping, now=now)


def require_usable(workspace: Workspace, kind: str, mapping: ColumnMapping) -> None:
    """Raise `UnusableMappingError` if no line could be read by this mapping."""
    if problems := importer(kind).mapping_problems(mapping, workspace):
        raise UnusableMappingError(problems)
