"""What was heard elsewhere: one of it, where it was said, and what of it has grown old."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kuule.responses.models import Heard, HeardRemoval
from kuule.workspaces.models import Workspace

MOST_SOURCES = 100


def heard_sources(workspace: Workspace) -> list[str]:
    """Return the names of the places where something was said, in their order."""
    of_workspace = Heard.objects.filter(workspace=workspace).order_by("source")
    return list(of_workspace.values_list("source", flat=True).distinct()[:MOST_SOURCES])


def heard_of(workspace: Workspace, *, heard_id: int) -> Heard | None:
    """Return one thing that was heard, or None."""
    return Heard.objects.filter(workspace=workspace, pk=heard_id).first()


def heard_of_account(workspace: Workspace, *, account_id: int) -> int:
    """Return how much was heard from an account."""
    return Heard.objects.filter(workspace=workspace, account_id=account_id).count()


def heard_of_contact(workspace: Workspace, *, contact_id: int) -> int:
    """Return how much was heard from a person."""
    return Heard.objects.filter(workspace=workspace, contact_id=contact_id).count()


def heard_removals(workspace: Workspace, *, limit: int) -> list[HeardRemoval]:
    """Return what was deleted, the latest first."""
    found = HeardRemoval.objects.filter(workspace=workspace).select_related("removed_by")
    return list(found.order_by("-removed_at", "-pk")[:limit])


def old_heard(workspace: Workspace, *, before: datetime) -> QuerySet[Heard]:
    """Return what was said before a moment and still tells of a person."""
    tells = Q(contact__isnull=False) | Q(import_job__isnull=False)
    for field in ("author", "url", "title", "verbatim", "external_id"):
        tells |= ~Q(**{field: ""})
    return Heard.objects.filter(tells, workspace=workspace, said_at__lt=before)
