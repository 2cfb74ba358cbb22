"""The drains of this room."""

import structlog
from django.utils import timezone

from kuule.economics.rules import CONVERSION
from kuule.economics.selectors.bands import stale_bands
from kuule.economics.selectors.told_answers import answers_to_read
from kuule.economics.services.bands import refresh_value_bands
from kuule.economics.services.counting import claim_figures, count_figures
from kuule.economics.services.reconversion import run_conversion
from kuule.economics.services.told_answers import read_told_answer
from kuule.jobs.services import ClaimLostError, claim_job

log = structlog.get_logger("kuule.economics")

ANSWERS_PER_CALL = 500
ACCOUNTS_PER_CALL = 2000


def drain_conversions() -> int:
    """Run the oldest conversion that waits, or that a dead worker left, to its end. Return the rows it converted."""
    job = claim_job(kind=CONVERSION, now=timezone.now())
    if job is None:
        return 0
    before = job.done
    try:
        run_conversion(job=job, clock=timezone.now)
    except ClaimLostError:
        log.warning("conversion_taken_over", job=job.pk)
    return job.done - before


def drain_told_answers() -> int:
    """Read what customers answered about what brought them and whom they told. Returns how many answers that was."""
    read = 0
    for response in answers_to_read()[:ANSWERS_PER_CALL]:
        try:
            read_told_answer(response=response, now=timezone.now())
        except Exception:
            log.exception("told_answer_not_read", response=response.pk)
            continue
        read += 1
    return read


def drain_value_bands() -> int:
    """Write the bands of value that changed since yesterday. Returns how many accounts that was."""
    now, written = timezone.now(), 0
    for bands in stale_bands(day=now.date()):
        try:
            written += refresh_value_bands(bands=bands, day=now.date(), now=now, limit=ACCOUNTS_PER_CALL)
        except Exception:
            log.exception("value_bands_not_written", workspace=bands.workspace_id)
    return written


def drain_kept_figures() -> int:
    """Count what is due, one after the other beginning with what somebody waits for. Returns how many that was."""
    kept = claim_figures(now=timezone.now())
    if kept is None:
        return 0
    try:
        count_figures(kept=kept, clock=timezone.now)
    except Exception:
        log.exception("figures_not_counted", workspace=kept.workspace_id, kind=kept.kind, again_at=kept.due_at)
    return 1
