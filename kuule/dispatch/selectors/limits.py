"""The limits that were set beside the pause of a workspace."""

from django.db.models import QuerySet

from kuule.dispatch.models import AskLimit
from kuule.workspaces.models import Workspace


def kept_limits(workspace: Workspace) -> QuerySet[AskLimit]:
    """Return the limits of a workspace, the oldest first."""
    return AskLimit.objects.filter(workspace=workspace).order_by("pk")
