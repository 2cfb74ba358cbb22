"""The chat of a workspace, and what it has not been told yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from kuule.dispatch.models import ChatAlert, ChatRoom
from kuule.dispatch.rules import DUE
from kuule.workspaces.models import Workspace


def chat_room_of(workspace: Workspace) -> ChatRoom | None:
    """Return the chat of a workspace, or None."""
    return ChatRoom.objects.filter(workspace=workspace).first()


def due_chat_alerts(workspace: Workspace, *, now: datetime) -> QuerySet[ChatAlert]:
    """Return what the chat is to be told now: nothing on a day on which it was told something already."""
    alerts = ChatAlert.objects.filter(workspace=workspace)
    today = now.astimezone(ZoneInfo(workspace.timezone)).date()
    if alerts.filter(day=today).exclude(state=DUE).exists():
        return alerts.none()
    return alerts.filter(state=DUE, due_at__lte=now)


def alerts_in_message(alerts: QuerySet[ChatAlert]) -> list[ChatAlert]:
    """Return what one message tells of, those silent for longest first; who was erased meanwhile is left out."""
    known = alerts.filter(invitation__contact__isnull=False).select_related("invitation__contact__account__owner__user")
    return list(known.annotate(asked_at=F("invitation__asked_at")).order_by("asked_at", "pk"))
