"""What can be read about long work."""

from collections.abc import Collection

from django.db.models import QuerySet

from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace


def job_of(workspace: Workspace, *, job_id: int, kinds: Collection[str]) -> Job | None:
    """Return one job of a workspace that is of one of these kinds, or None."""
    return Job.objects.filter(workspace=workspace, kind__in=kinds, pk=job_id).first()


def newest_jobs(workspace: Workspace, *, kinds: Collection[str]) -> QuerySet[Job]:
    """Return the jobs of these kinds, newest first."""
    return Job.objects.filter(workspace=workspace, kind__in=kinds).order_by("-created_at", "-id")
