"""Imports that wait for a worker."""

import logging
import traceback

from django.utils import timezone

from kuule.contacts.importers import IMPORTERS
from kuule.contacts.services import run_import
from kuule.jobs.services import ClaimLostError, claim_job, drop_old_drafts

log = logging.getLogger(__name__)


def drain_imports() -> int:
    """Run the oldest import that waits, or that a dead worker left, to its end. Return the lines it went through.

    A failure leaves the job where it is: it is tried again when the claim runs out, up to five times.
    """
    for each in IMPORTERS:
        drop_old_drafts(kind=each.kind, now=timezone.now())
        job = claim_job(kind=each.kind, now=timezone.now())
        if job is None:
            continue
        before = job.done
        try:
            run_import(job=job, clock=timezone.now)
        except ClaimLostError:
            log.warning("import %s was taken over by another worker", job.pk)
        except Exception as error:  # noqa: BLE001 - the next job must not suffer for this one
            # Where it stopped, but not the message: a database quotes values in it.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("import %s stopped by %s and is tried again later\n%s", job.pk, type(error).__name__, where)
        return job.done - before
    return 0
