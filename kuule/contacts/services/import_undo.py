"""Undoing a whole import, batch by batch: what it added goes, what it changed goes back, unless it was used since."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Model, QuerySet

from kuule.contacts.importers import importer, importers
from kuule.contacts.models import (
    Account,
    AccountParent,
    Contact,
    ContactGroup,
    ContactMove,
    ContactPreference,
    ImportChange,
    PropertyDefinition,
)
from kuule.contacts.selectors.imports import is_undoable
from kuule.contacts.services.import_changes import ACCOUNT, CONTACT, PREFERENCE, PROPERTY
from kuule.contacts.services.import_restore import restore
from kuule.contacts.services.import_run import Clock, Progress
from kuule.contacts.services.import_wishes import restore_wishes
from kuule.jobs.models import Job
from kuule.jobs.rules import DONE, WAITING
from kuule.jobs.services import claim_job, finish_job, open_job, report_progress
from kuule.lib.references import referred_to
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.selectors import objects_with_acts
from kuule.workspaces.services import record

UNDO = "import_undo"
BATCH = 1_000
# People first: an account or a property can only go when nobody has it any more.
_TABLES: tuple[tuple[str, type[Model]], ...] = (
    (PREFERENCE, ContactPreference),
    (CONTACT, Contact),
    (ACCOUNT, Account),
    (PROPERTY, PropertyDefinition),
)
# What a row of these says belongs to the person, and goes with them.
_TOLD_WITH_PEOPLE: tuple[type[Model], ...] = (ContactGroup, ContactMove, AccountParent)
REMOVED, KEPT = "removed", "kept"


class NotUndoableError(Exception):
    """An import that cannot be undone: it has not ended, was undone before, or was so long ago that nobody knows."""


@transaction.atomic
def undo_import(*, job: Job, actor: Actor, now: datetime) -> Job:
    """Ask for an import to be undone. Return the job that the worker will do it with.

    Raises:
        NotUndoableError: see there.
    """
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if not is_undoable(locked, now=now):
        raise NotUndoableError
    undo = open_job(workspace=job.workspace, kind=UNDO, actor=actor, now=now, params={"import": job.pk})
    Job.objects.filter(pk=job.pk).update(result={**locked.result, "undo": undo.pk})
    job.refresh_from_db()
    return undo


def run_undo(*, job: Job, clock: Clock, on_progress: Progress | None = None) -> Job:
    """Undo to the end, or from where a dead worker left it. Return the job as it ended.

    Raises:
        ClaimLostError: another worker took over.
    """
    if job.state == WAITING:
        claimed = claim_job(kind=UNDO, now=clock(), job_id=job.pk)
        if claimed is None:
            job.refresh_from_db()
            return job
        job = claimed
    done = Job.objects.get(workspace=job.workspace, pk=job.params["import"])
    undo = _Undo(job, done, clock)
    while undo.step():
        if on_progress:
            on_progress(job.done, job.total)
    with transaction.atomic():
        finish_job(job=job, now=clock(), state=DONE)
        record(workspace=job.workspace, actor=undo.actor, act="import_undone", subject=done, now=clock())
    return job


class _Undo:
    """One run of one undoing. Each step takes the rows it undoes off the list of changes, all in one transaction."""

    def __init__(self, job: Job, done: Job, clock: Clock) -> None:
        self._job, self._done, self._clock = job, done, clock
        self.actor = Actor.user(job.created_by_id) if job.created_by_id else SYSTEM

    @transaction.atomic
    def step(self) -> bool:
        """Undo some rows. Return False when there are none left."""
        now = self._clock()
        counted = importer(self._done.kind).take_back(job=self._done, limit=BATCH, now=now) or self._some_changes(now)
        if counted is None:
            return False
        done = self._job.done + counted.total()
        result = dict(Counter(self._job.result) + counted)
        report_progress(job=self._job, position=done, done=done, now=now, result=result)
        return True

    def _some_changes(self, now: datetime) -> Counter[str] | None:
        # What was added goes first: it may have what a changed row gets back, such as an address.
        for table, model in _TABLES:
            for is_new in (True, False):
                changes = list(self._of_table(table).filter(is_new=is_new).order_by("-pk")[:BATCH])
                if changes:
                    counted = self._undone(table, model, changes, now)
                    ImportChange.objects.filter(pk__in=[each.pk for each in changes]).delete()
                    return counted
        return None

    def _of_table(self, table: str) -> QuerySet[ImportChange]:
        return ImportChange.objects.filter(workspace=self._job.workspace, job=self._done, table=table)

    def _undone(self, table: str, model: type[Model], changes: list[ImportChange], now: datetime) -> Counter[str]:
        if table == PREFERENCE:
            return restore_wishes(self._job.workspace, changes)
        counted: Counter[str] = Counter()
        changed = [each for each in changes if not each.is_new]
        counted.update(restore(self._job.workspace, table, changed, actor=self.actor, now=now))
        added = {each.row_id for each in changes if each.is_new}
        kept = self._in_use(table, model, added)
        gone = model._default_manager.filter(workspace=self._job.workspace, pk__in=added - kept)
        counted[f"{table}_{REMOVED}"] += gone.count()
        counted[f"{table}_{KEPT}"] += model._default_manager.filter(pk__in=kept).count()
        gone.delete()
        return +counted

    def _in_use(self, table: str, model: type[Model], ids: set[int]) -> set[int]:
        """Return which added rows stay: something refers to them, or somebody, or another import, changed them."""
        if not ids:
            return set()
        if table == PROPERTY:
            known = PropertyDefinition.objects.filter(workspace=self._job.workspace, pk__in=ids)
            return {one.pk for one in known if any(each.has_property(one) for each in importers())}
        tables = (table, PREFERENCE) if table == CONTACT else (table,)
        others = ImportChange.objects.filter(workspace=self._job.workspace, table__in=tables, row_id__in=ids)
        by_imports = set(others.exclude(job=self._done).values_list("row_id", flat=True))
        by_people = objects_with_acts(
            self._job.workspace,
            acts=(f"{table}_changed", f"{table}_archived"),
            object_ids=ids,
            since=self._done.created_at,
        )
        return referred_to(model, ids, but_by=_TOLD_WITH_PEOPLE) | by_imports | by_people
