"""How long the work on comments still takes, and whether it stopped before its end."""

from datetime import datetime, timedelta

from kuule.insight.rules.themes import LABELLING
from kuule.jobs.models import Job
from kuule.jobs.rules import FAILED
from kuule.jobs.selectors import newest_jobs
from kuule.workspaces.models import Workspace


def stopped_labelling(workspace: Workspace) -> Job | None:
    """Return the newest job that labels comments if it failed, else None."""
    newest = newest_jobs(workspace, kinds=(LABELLING,)).first()
    return newest if newest and newest.state == FAILED else None


def time_left(job: Job, *, now: datetime) -> timedelta | None:
    """Return how long a job still takes at the pace it has had so far; None while nobody can tell."""
    if not job.total or not job.done:
        return None
    return (now - job.created_at) / job.done * max(job.total - job.done, 0)
