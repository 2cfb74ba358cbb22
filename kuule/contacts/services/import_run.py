"""Running an import: batch by batch, each kept together with how far it is, so that a crash costs nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from kuule.contacts.importers import UnreadableFileError, importer
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.models import ImportProblem
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.rows import JudgedRow
from kuule.contacts.services.import_batch import KEPT_OUT, OUTCOMES, RETRIED, Batch
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, DONE, WAITING
from kuule.jobs.services import claim_job, fail_job, finish_job, report_progress
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record

BATCH_ROWS = 2_000
# Long lines end a batch earlier, so that memory stays bounded.
BATCH_CHARACTERS = 4_000_000
MAX_ROUNDS = 10
_TRIES = 3

Clock = Callable[[], datetime]
Progress = Callable[[int, int | None], None]


class _Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    pass


def run_import(*, job: Job, clock: Clock, on_progress: Progress | None = None) -> Job:
    """Run an import to its end, or from where a dead worker left it. Return the job as it ended.

    `job` is claimed, or waits and is claimed here; one that somebody else runs is returned as it is. `on_progress` is
    told the lines that are done, and their total.

    Raises:
        ClaimLostError: another worker took over, because this one was silent for too long.
    """
    if job.state == WAITING:
        claimed = claim_job(kind=job.kind, now=clock(), job_id=job.pk)
        if claimed is None:
            job.refresh_from_db()
            return job
        job = claimed
    with FileMemory() as memory:
        run = _Run(job, clock, on_progress, memory)
        try:
            run.lines()
            run.second_chances()
        except _Stopped:
            run.end(CANCELLED)
        except UnreadableFileError as error:
            fail_job(job=job, error=error.reason, now=clock())
        else:
            run.end(DONE)
    return job


class _Run:
    """One run of one import."""

    def __init__(self, job: Job, clock: Clock, on_progress: Progress | None, memory: FileMemory) -> None:
        self._job, self._clock, self._on_progress = job, clock, on_progress
        self._importer = importer(job.kind)
        mapping = ColumnMapping.from_json(job.params["mapping"])
        self._delimiter, self._reader = mapping.delimiter, self._importer.reader(mapping)
        self._actor = Actor.user(job.created_by_id) if job.created_by_id else SYSTEM
        self._memory = memory

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
        """Try lines again whose address belonged to another contact: a later line may have changed that one.

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
        with transaction.atomic():
            finish_job(job=self._job, now=self._clock(), state=state)
            record(
                workspace=self._job.workspace,
                actor=self._actor,
                act="contacts_imported",
                subject=self._job,
                now=self._clock(),
            )

    def _retried_lines(self) -> frozenset[int]:
        problems = ImportProblem.objects.filter(workspace=self._job.workspace, job=self._job, reason__in=RETRIED)
        return frozenset(problems.values_list("line", flat=True))

    def _batches(self, lines: frozenset[int] | None = None) -> Iterator[Sequence[JudgedRow]]:
        with self._job.file.open("rb") as file:
            rows = self._importer.judged_rows(file, self._reader, self._delimiter)
            yield from _in_batches(row for row in rows if lines is None or row.line in lines)

    def _decided(self, rows: Sequence[JudgedRow], *, is_retry: bool = False) -> Batch:
        batch = Batch(self._job, rows, memory=self._memory, reader=self._reader, now=self._clock(), is_retry=is_retry)
        batch.decide()
        return batch

    def _write(self, rows: Sequence[JudgedRow], position: int, *, is_retry: bool = False) -> None:
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
    def _written(self, rows: Sequence[JudgedRow], position: int, *, is_retry: bool) -> tuple[Batch, bool]:
        batch = self._decided(rows, is_retry=is_retry)
        counts = batch.counts
        if is_retry:
            old = ImportProblem.objects.filter(
                workspace=self._job.workspace, job=self._job, line__in=[row.line for row in rows]
            )
            old.delete()
            counts[KEPT_OUT] -= len(rows)
        batch.write(self._actor)
        result = {name: self._job.result.get(name, 0) + counts[name] for name in OUTCOMES}
        go_on = report_progress(job=self._job, position=position, done=position, now=self._clock(), result=result)
        return batch, go_on


def _in_batches(rows: Iterable[JudgedRow]) -> Iterator[list[JudgedRow]]:
    batch: list[JudgedRow] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += row.characters
        if len(batch) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
