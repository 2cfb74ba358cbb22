"""Conversions of many amounts that wait for a worker."""

import logging

from django.utils import timezone

from kuule.economics.rules import CONVERSION
from kuule.economics.services.reconversion import run_conversion
from kuule.jobs.services import ClaimLostError, claim_job

log = logging.getLogger(__name__)


def drain_conversions() -> int:
    """Run the oldest conversion that waits, or that a dead worker left, to its end. Return the rows it converted."""
    job = claim_job(kind=CONVERSION, now=timezone.now())
    if job is None:
        return 0
    before = job.done
    try:
        run_conversion(job=job, clock=timezone.now)
    except ClaimLostError:
        log.warning("%s %s was taken over by another worker", job.kind, job.pk)
    return job.done - before
