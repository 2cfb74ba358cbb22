"""Messages on their way, and the link that leads back to one."""

from datetime import datetime

from django.db.models import QuerySet

from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import DUE, NO_CONNECTION
from kuule.lib.tokens import hash_token, is_well_formed
from kuule.workspaces.models import Workspace


def delivery_by_token(token: str) -> Delivery | None:
    """Return the delivery whose link holds this token, with all that an answer needs, or None: one query.

    The token itself is the right to see it, so no workspace is asked.
    """
    if not is_well_formed(token):
        return None
    deliveries = Delivery.objects.select_related(
        "workspace", "invitation__contact__account", "invitation__version__survey"
    )
    return deliveries.filter(token_hash=hash_token(token)).first()


def delivery_of(workspace: Workspace, *, delivery_id: int) -> Delivery | None:
    """Return one message of a workspace with its invitation, or None."""
    deliveries = Delivery.objects.select_related("workspace", "invitation__contact")
    return deliveries.filter(workspace=workspace, pk=delivery_id).first()


def due_deliveries(*, now: datetime, limit: int, channel: str) -> list[Delivery]:
    """Return the messages of a channel that are due, those that waited longest first, of all workspaces."""
    due = Delivery.objects.filter(state=DUE, due_at__lte=now, channel=channel)
    return list(due.order_by("due_at", "pk")[:limit])


def mail_server_trouble(workspace: Workspace) -> str:
    """Return what the mail server said when it last could not be reached and messages still wait for it, or ""."""
    return _waiting_for(workspace, EMAIL).values_list("error", flat=True).first() or ""


def waits_for_text_provider(workspace: Workspace) -> bool:
    """Tell whether text messages wait because their provider could not be reached, or did not let us in."""
    return _waiting_for(workspace, SMS).exists()


def _waiting_for(workspace: Workspace, channel: str) -> QuerySet[Delivery]:
    waiting = Delivery.objects.filter(workspace=workspace, state=DUE, reason=NO_CONNECTION, channel=channel)
    return waiting.order_by("-due_at")
