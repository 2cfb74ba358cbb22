"""How far the long work on comments is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kuule.insight.rules.themes import COMMENT_JOBS, LABELLING
from kuule.jobs.models import Job
from kuule.jobs.rules import FAILED, OPEN_STATES
from kuule.jobs.selectors import newest_jobs
from kuule.responses.models import VerbatimChange
from kuule.workspaces.models import Workspace

COUNT_CAP = 100_000


def open_comment_jobs(workspace: Workspace) -> Sequence[Job]:
    """Return the jobs on comments that wait or run, the newest first."""
    return list(newest_jobs(workspace, kinds=COMMENT_JOBS).filter(state__in=OPEN_STATES))


def stopped_labelling(workspace: Workspace) -> Job | None:
    """Return the newest job that labels comments if it failed, else None."""
    newest = newest_jobs(workspace, kinds=(LABELLING,)).first()
    return newest if newest and newest.state == FAILED else None


def comments_waiting(workspace: Workspace) -> int:
    """Return how many new or changed comments wait to be read, at most `COUNT_CAP` + 1."""
    waiting = VerbatimChange.objects.filter(workspace_id=workspace.pk, row_id__isnull=False)
    return waiting[: COUNT_CAP + 1].count()


def time_left(job: Job, *, now: datetime) -> timedelta | None:
    """Return how long a job still takes at the pace it has had so far; None while nobody can tell."""
    if not job.total or not job.done:
        return None
    return (now - job.created_at) / job.done * max(job.total - job.done, 0)
