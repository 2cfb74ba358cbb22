"""Whether amounts are being converted anew."""

from kuule.economics.rules import CONVERSION
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES
from kuule.workspaces.models import Workspace


def open_conversion(workspace: Workspace) -> Job | None:
    """Return the conversion that waits or runs, None if all amounts are converted."""
    jobs = Job.objects.filter(workspace=workspace, kind=CONVERSION, state__in=OPEN_STATES)
    return jobs.order_by("pk").first()
