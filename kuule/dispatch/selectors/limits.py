"""The limits that were set beside the pause of a workspace."""

from django.db.models import QuerySet

from kuule.dispatch.models import AskLimit, FamilyPriority
from kuule.workspaces.models import Workspace


def kept_limits(workspace: Workspace) -> QuerySet[AskLimit]:
    """Return the limits of a workspace, the oldest first."""
    return AskLimit.objects.filter(workspace=workspace).order_by("pk")


def priority_of(workspace: Workspace) -> dict[str, object]:
    """Return which family of surveys goes first and by how many days; nothing where none does."""
    found = FamilyPriority.objects.filter(workspace=workspace).first()
    return {"family": found.family, "days": found.days} if found else {}
