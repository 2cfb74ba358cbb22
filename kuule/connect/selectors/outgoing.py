"""Where what happens is sent to, what waits, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.connect.models import AnswerTelling, StopTelling, Webhook, WebhookAttempt, WebhookMessage
from kuule.connect.rules.outgoing import DUE
from kuule.workspaces.models import Workspace

SHOWN_ATTEMPTS = 50


def live_webhooks(workspace: Workspace) -> QuerySet[Webhook]:
    """Return the webhooks of a workspace that are sent to, newest first."""
    found = Webhook.objects.filter(workspace=workspace, revoked_at=None).order_by("-pk")
    return found.select_related("project__survey", "key")


def webhook_of(workspace: Workspace, *, webhook_id: int) -> Webhook | None:
    """Return one webhook of a workspace that is sent to, or None."""
    return live_webhooks(workspace).filter(pk=webhook_id).first()


def hears_anybody() -> bool:
    """Tell whether there is any webhook that is sent to."""
    return Webhook.objects.filter(revoked_at=None).exists()


def webhooks_that_hear(kind: str, workspace_ids: Sequence[int]) -> list[Webhook]:
    """Return the live webhooks of a kind in these workspaces, with what signing and telling need."""
    found = Webhook.objects.filter(kind=kind, workspace__in=workspace_ids, revoked_at=None)
    return list(found.select_related("project__survey", "project__workspace", "key", "workspace").order_by("pk"))


def entries_to_tell(table: type[AnswerTelling] | type[StopTelling], *, limit: int) -> list[tuple[int, int | None, int]]:
    """Return the next entries of an outbox: their id, workspace and row."""
    rows = table.objects.filter(row_id__isnull=False).order_by("pk").values_list("pk", "workspace_id", "row_id")
    return [(pk, workspace, row) for pk, workspace, row in rows[:limit] if row is not None]


def due_messages(*, now: datetime, limit: int) -> list[WebhookMessage]:
    """Return messages that can be sent: each is the first that waits for its address about its object."""
    earlier = WebhookMessage.objects.filter(
        webhook=OuterRef("webhook"), about=OuterRef("about"), state=DUE, pk__lt=OuterRef("pk")
    )
    due = WebhookMessage.objects.filter(~Exists(earlier), state=DUE, due_at__lte=now).order_by("due_at", "pk")
    return list(due.select_related("webhook__key", "webhook__project")[:limit])


def attempts_of(webhook: Webhook) -> list[WebhookAttempt]:
    """Return the last attempts to send to an address, the newest first."""
    found = WebhookAttempt.objects.filter(workspace_id=webhook.workspace_id, message__webhook=webhook)
    return list(found.select_related("message").order_by("-at", "-pk")[:SHOWN_ATTEMPTS])


def waiting_of(webhook: Webhook) -> int:
    """Return how many messages wait for an address."""
    return WebhookMessage.objects.filter(webhook=webhook, state=DUE).count()


def message_of(workspace: Workspace, *, message_id: int) -> WebhookMessage | None:
    """Return one message of a live webhook, or None."""
    found = WebhookMessage.objects.filter(Q(webhook__revoked_at=None), workspace=workspace, pk=message_id)
    return found.select_related("webhook").first()
