"""What can be read about long work."""

from django.db.models import QuerySet

from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace


def job_of(workspace: Workspace, *, job_id: int, kind: str) -> Job | None:
    """Return one job of a workspace, or None."""
    return Job.objects.filter(workspace=workspace, kind=kind, pk=job_id).first()


def newest_jobs(workspace: Workspace, *, kind: str) -> QuerySet[Job]:
    """Return the jobs of one kind, newest first."""
    return Job.objects.filter(workspace=workspace, kind=kind).order_by("-created_at", "-id")
