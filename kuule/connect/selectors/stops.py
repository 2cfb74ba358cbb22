"""Who does not want to be asked, and whose mail came back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kuule.connect.models import Project
from kuule.connect.selectors.people import seconds
from kuule.contacts.models import Suppression
from kuule.contacts.rules import BOUNCED


def unsubscribes_of(project: Project) -> QuerySet[Suppression]:
    """Return the suppressions of people who are known and said stop, the oldest first."""
    return _stops(project).exclude(reason=BOUNCED)


def bounces_of(project: Project) -> QuerySet[Suppression]:
    """Return the suppressions of people whose mail came back, the oldest first."""
    return _stops(project).filter(reason=BOUNCED)


def _stops(project: Project) -> QuerySet[Suppression]:
    live = Suppression.objects.filter(workspace_id=project.workspace_id, lifted_at=None, contact__isnull=False)
    return live.exclude(contact__email="").select_related("contact").order_by("created_at", "pk")


def told_stops(stops: Iterable[Suppression], *, named: str) -> list[dict[str, Any]]:
    """Return suppressions as the API tells of them; `named` is what it calls their moment."""
    return [_told(each, named, each.created_at) for each in stops]


def _told(stop: Suppression, named: str, at: datetime) -> dict[str, Any]:
    contact = stop.contact
    return {
        "person_id": str(stop.contact_id),
        "email": contact.email if contact else None,
        "name": (contact.name if contact else "") or None,
        named: seconds(at),
    }
