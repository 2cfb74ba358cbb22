"""Imports, those to be undone, exports and erasures that wait for a worker."""

import logging
import traceback
from collections.abc import Callable

from django.utils import timezone

from kuule.contacts.exporters import exporters
from kuule.contacts.importers import importers
from kuule.contacts.services import UNDO, drop_old_drafts, forget_old_imports, run_import, run_undo
from kuule.contacts.services.exports import drop_old_exports, run_export
from kuule.contacts.services.persons import wipe_traces
from kuule.jobs.models import Job
from kuule.jobs.services import ClaimLostError, claim_job

log = logging.getLogger(__name__)


def drain_imports() -> int:
    """Run the oldest import that waits, or that a dead worker left, to its end. Return the lines it went through.

    A failure leaves the job where it is: it is tried again when the claim runs out, up to five times.
    """
    drop_old_drafts(now=timezone.now())
    for each in importers():
        job = claim_job(kind=each.kind, now=timezone.now())
        if job is not None:
            return _run(job, lambda job: run_import(job=job, clock=timezone.now))
    undo = claim_job(kind=UNDO, now=timezone.now())
    return 0 if undo is None else _run(undo, lambda job: run_undo(job=job, clock=timezone.now))


def _run(job: Job, work: Callable[[Job], Job]) -> int:
    before = job.done
    try:
        work(job)
    except ClaimLostError:
        log.warning("%s %s was taken over by another worker", job.kind, job.pk)
    except Exception as error:  # noqa: BLE001 - the next job must not suffer for this one
        # Where it stopped, but not the message: a database quotes values in it.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s %s stopped by %s and is tried again later\n%s", job.kind, job.pk, type(error).__name__, where)
    return job.done - before


def drain_old_imports() -> int:
    """Forget what imports of long ago remember. Return how many rows that were."""
    return forget_old_imports(now=timezone.now())


def drain_exports() -> int:
    """Make the file of the oldest export that waits, or that a dead worker left. Return how many rows it took."""
    drop_old_exports(now=timezone.now())
    for each in exporters():
        job = claim_job(kind=each.kind, now=timezone.now())
        if job is not None:
            return _run(job, lambda job: run_export(job=job, clock=timezone.now))
    return 0


def drain_erasures() -> int:
    """Make the database overwrite what erasures deleted. Return how many erasures that concerned."""
    return wipe_traces(now=timezone.now())
