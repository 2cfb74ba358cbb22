"""The drains of this room."""

import structlog
from django.utils import timezone

from kuule.insight.auth import guess_link
from kuule.insight.rules.themes import LABELLING, PLACING, SEARCHING
from kuule.insight.selectors.guesses import due_guess_mails, workspaces_that_guess
from kuule.insight.selectors.learned import workspaces_to_learn
from kuule.insight.selectors.vectors import workspaces_to_place, workspaces_without_embedder
from kuule.insight.services import ask_owners, send_guess_mail
from kuule.insight.services.comments.embedding import run_embedding
from kuule.insight.services.comments.labelling import run_labelling
from kuule.insight.services.comments.searching import run_search
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import learn_all_again, place_comments, read_again
from kuule.jobs.services import ClaimLostError, claim_job
from kuule.workspaces.rules import SYSTEM

log = structlog.get_logger("kuule.insight")

MAILS_PER_CALL = 50
_RUNS = {LABELLING: run_labelling, PLACING: run_embedding, SEARCHING: run_search}


def drain_comments() -> int:
    """Read some comments that are new or changed. Returns how many entries of their outbox that was."""
    return read_waiting(now=timezone.now())


def drain_comment_jobs() -> int:
    """Label comments, place them by their meaning or look for themes: by a job that waits or that a dead worker left.

    Returns how many comments it went through. A failure leaves the job where it is: it is tried again when the claim
    runs out, up to five times.
    """
    claimed = ((run, claim_job(kind=kind, now=timezone.now())) for kind, run in _RUNS.items())
    run, job = next(((run, job) for run, job in claimed if job), (None, None))
    if run is None or job is None:
        return 0
    before = job.done
    try:
        run(job=job, clock=timezone.now)
    except ClaimLostError:
        log.warning("comment_job_taken_over", job=job.pk)
    except Exception:
        log.exception("comment_job_stopped", job=job.pk)
    return 1 + job.done - before


def drain_learning() -> int:
    """Ask for comments to be placed where an embedder is new, and to be learned from where there is enough."""
    for workspace in workspaces_to_place():
        place_comments(workspace=workspace, actor=SYSTEM, now=timezone.now())
    for workspace in workspaces_without_embedder():
        learn_all_again(workspace=workspace, actor=SYSTEM, now=timezone.now())
    for workspace in workspaces_to_learn():
        read_again(workspace=workspace, actor=SYSTEM, now=timezone.now())
    return 0  # the jobs do it


def drain_guess_mails() -> int:
    """Ask owners of accounts what these would say, where a company wants it. Returns how many mails were tried."""
    for workspace in workspaces_that_guess():
        ask_owners(workspace=workspace, now=timezone.now())
    tried = 0
    for mail in due_guess_mails(now=timezone.now(), limit=MAILS_PER_CALL):
        try:
            send_guess_mail(mail=mail, link=guess_link(mail.member), now=timezone.now())
        except Exception:
            log.exception("guess_mail_not_sent", mail=mail.pk)
        tried += 1
    return tried
