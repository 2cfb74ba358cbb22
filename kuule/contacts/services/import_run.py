"""Running an import: batch by batch, each kept together with how far it is, so that a crash costs nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

from kuule.contacts.importers import Batch, UnreadableFileError, importer
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.importers.files import judged_rows, opened_records
from kuule.contacts.models import ImportedRow, ImportProblem
from kuule.contacts.rules.cells import storable
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.rows import JudgedRow, RowProblem
from kuule.contacts.services.import_outcomes import KEPT_OUT, OUTCOMES
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, DONE, WAITING
from kuule.jobs.services import claim_job, fail_job, finish_job, report_progress, return_to_draft
from kuule.lib.bulk import insert_rows, wide_cache
from kuule.lib.garbage import collected_seldom
from kuule.lib.tables.records import RecordFile
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record

BATCH_ROWS = 5_000
# Long lines end a batch earlier, so that memory stays bounded.
BATCH_CHARACTERS = 4_000_000
MAX_ROUNDS = 10
_TRIES = 3

Clock = Callable[[], datetime]
Progress = Callable[[int, int | None], None]
Rows = Sequence[JudgedRow[Any]]


class _Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    pass


def run_import(*, job: Job, clock: Clock, on_progress: Progress | None = None) -> Job:
    """Run an import to its end, or from where a dead worker left it. Return the job as it ended.

    `job` is claimed, or waits and is claimed here; one that somebody else runs is returned as it is. `on_progress` is
    told the lines that are done, and their total. A trial ends as a draft that knows what would become of its lines.

    Raises:
        ClaimLostError: another worker took over, because this one was silent for too long.
    """
    if job.state == WAITING:
        claimed = claim_job(kind=job.kind, now=clock(), job_id=job.pk)
        if claimed is None:
            job.refresh_from_db()
            return job
        job = claimed
    mapping = ColumnMapping.from_json(job.params["mapping"])
    is_trial = bool(job.params.get("is_trial"))
    try:
        with (
            collected_seldom(),
            wide_cache(),
            FileMemory() as memory,
            job.file.open("rb") as file,
            opened_records(file, mapping) as opened,
        ):
            run = _Run(job, clock, on_progress, memory, opened, is_trial=is_trial)
            try:
                run.lines()
                if not is_trial:
                    run.second_chances()
            except _Stopped:
                run.end(CANCELLED)
            else:
                run.end(DONE)
    except UnreadableFileError as error:
        fail_job(job=job, error=error.reason, now=clock())
    return job


class _Run:
    """One run of one import."""

    def __init__(
        self,
        job: Job,
        clock: Clock,
        on_progress: Progress | None,
        memory: FileMemory,
        opened: RecordFile,
        *,
        is_trial: bool,
    ) -> None:
        self._job, self._clock, self._on_progress = job, clock, on_progress
        self._importer = importer(job.kind)
        self._reader = self._importer.reader(ColumnMapping.from_json(job.params["mapping"]), job.workspace)
        self._actor = Actor.user(job.created_by_id) if job.created_by_id else SYSTEM
        self._memory, self._opened, self._is_trial = memory, opened, is_trial

    def lines(self) -> None:
        """Bring in the lines behind the job's position; those before it are read once more, to remember them."""
        position = 0
        for rows in self._batches():
            done = rows[: max(0, self._job.position - position)]
            if done:
                self._decided(done).remember()
            position += len(rows)
            if len(done) < len(rows):
                self._write(rows[len(done) :], position)

    def second_chances(self) -> None:
        """Try lines again that were in the way of another contact: a later line may have changed that one.

        Without this the same file, imported again, would still change something.
        """
        for _ in range(MAX_ROUNDS):
            kept_out = self._job.result.get(KEPT_OUT, 0)
            lines = self._retried_lines()
            if not lines:
                return
            for rows in self._batches(lines):
                self._write(rows, self._job.position, is_retry=True)
            if self._job.result.get(KEPT_OUT, 0) == kept_out:
                return

    def end(self, state: str) -> None:
        """End the job, with one line in the audit log for all that it did."""
        if self._is_trial:
            return_to_draft(job=self._job, params=_params_after_trial(self._job, is_whole=state == DONE))
            return
        with transaction.atomic():
            finish_job(job=self._job, now=self._clock(), state=state)
            record(
                workspace=self._job.workspace,
                actor=self._actor,
                act=self._importer.act,
                subject=self._job,
                now=self._clock(),
            )

    def _retried_lines(self) -> frozenset[int]:
        reasons = self._importer.retried
        problems = ImportProblem.objects.filter(workspace=self._job.workspace, job=self._job, reason__in=reasons)
        return frozenset(problems.values_list("line", flat=True))

    def _batches(self, lines: frozenset[int] | None = None) -> Iterator[Rows]:
        rows = judged_rows(self._opened, self._reader)
        yield from _in_batches(row for row in rows if lines is None or row.line in lines)

    def _decided(self, rows: Rows, *, is_retry: bool = False) -> Batch:
        batch = self._importer.batch(
            self._job, rows, memory=self._memory, reader=self._reader, now=self._clock(), is_retry=is_retry
        )
        batch.decide()
        return batch

    def _write(self, rows: Rows, position: int, *, is_retry: bool = False) -> None:
        for attempt in range(_TRIES):
            try:
                batch, go_on = self._written(rows, position, is_retry=is_retry)
            except (IntegrityError, OperationalError):
                # Somebody added one of these people at the same moment: look again.
                if attempt == _TRIES - 1:
                    raise
                self._job.refresh_from_db(fields=["position", "done", "result"])
            else:
                break
        batch.remember()
        if self._on_progress:
            self._on_progress(self._job.done, self._job.total)
        if not go_on:
            raise _Stopped

    @transaction.atomic
    def _written(self, rows: Rows, position: int, *, is_retry: bool) -> tuple[Batch, bool]:
        batch = self._decided(rows, is_retry=is_retry)
        counts = Counter(batch.outcomes.values())
        if is_retry:
            forget_problems(self._job, [row.line for row in rows])
            counts[KEPT_OUT] -= len(rows)
        if not self._is_trial:
            batch.write(self._actor)
        _write_problems(self._job, batch, rows)
        result = {name: self._job.result.get(name, 0) + counts[name] for name in OUTCOMES}
        go_on = report_progress(job=self._job, position=position, done=position, now=self._clock(), result=result)
        return batch, go_on


def _params_after_trial(job: Job, *, is_whole: bool) -> dict[str, Any]:
    params = {name: value for name, value in job.params.items() if name not in ("is_trial", "tried")}
    return {**params, "tried": {"mapping": params["mapping"], "result": job.result}} if is_whole else params


def forget_problems(job: Job, lines: Sequence[int] | None = None) -> None:
    """Delete what was noted about these lines of an import, or about all of them."""
    for model in (ImportProblem, ImportedRow):
        noted = model.objects.filter(workspace=job.workspace, job=job)
        (noted if lines is None else noted.filter(line__in=lines)).delete()


def _write_problems(job: Job, batch: Batch, rows: Rows) -> None:
    insert_rows([_stored(job, problem) for problem in batch.problems])
    kept_out: Mapping[int, str] = batch.outcomes
    insert_rows(
        [
            ImportedRow(workspace_id=job.workspace_id, job_id=job.pk, line=row.line, cells=[*map(storable, row.cells)])
            for row in rows
            if kept_out[row.line] == KEPT_OUT
        ]
    )


def _stored(job: Job, problem: RowProblem) -> ImportProblem:
    return ImportProblem(
        workspace_id=job.workspace_id,
        job_id=job.pk,
        line=problem.line,
        column=problem.column[:200],
        value=problem.value,
        reason=problem.reason,
        detail=problem.detail,
    )


def _in_batches(rows: Iterable[JudgedRow[Any]]) -> Iterator[list[JudgedRow[Any]]]:
    batch: list[JudgedRow[Any]] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += row.characters
        if len(batch) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
