"""Where what happens is sent to, what waits, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.connect.models import (
    AnswerTelling,
    CaseTelling,
    InitiativeTelling,
    InvitationTelling,
    StopTelling,
    Webhook,
    WebhookAttempt,
    WebhookMessage,
)
from kuule.connect.rules.outgoing import DUE, GIVEN_UP
from kuule.lib.places import Place, behind
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.rules import OWNER

SHOWN_ATTEMPTS = 50

Outbox = type[AnswerTelling | StopTelling | InvitationTelling | CaseTelling | InitiativeTelling]


def live_webhooks(workspace: Workspace, *, kind: str) -> QuerySet[Webhook]:
    """Return the webhooks of a workspace and kind that are sent to, newest first."""
    found = Webhook.objects.filter(workspace=workspace, kind=kind, revoked_at=None).order_by("-pk")
    return found.select_related("project__survey", "key", "workspace")


def webhook_of(workspace: Workspace, *, kind: str, webhook_id: int, is_held: bool = False) -> Webhook | None:
    """Return one webhook of a workspace and kind that is sent to, or None.

    With `is_held` nobody else changes it until the transaction ends.
    """
    found = live_webhooks(workspace, kind=kind).filter(pk=webhook_id)
    return (found.select_for_update(of=("self",)) if is_held else found).first()


def hears_anybody(*kinds: str) -> bool:
    """Tell whether there is any webhook of these kinds that is sent to."""
    return Webhook.objects.filter(kind__in=kinds, revoked_at=None).exists()


def webhooks_that_hear(kind: str, workspace_ids: Sequence[int]) -> list[Webhook]:
    """Return the live webhooks of a kind in these workspaces, with what signing and telling need."""
    found = Webhook.objects.filter(kind=kind, workspace__in=workspace_ids, revoked_at=None)
    return list(found.select_related("project__survey", "project__workspace", "key", "workspace").order_by("pk"))


def entries_to_tell(table: Outbox, *, limit: int) -> list[tuple[int, int | None, int]]:
    """Return the next entries of an outbox: their id, workspace and row."""
    rows = table.objects.filter(row_id__isnull=False).order_by("pk").values_list("pk", "workspace_id", "row_id")
    return [(pk, workspace, row) for pk, workspace, row in rows[:limit] if row is not None]


def due_messages(*, now: datetime, limit: int) -> list[WebhookMessage]:
    """Return messages that can be sent: each is the first that waits for its address about its object."""
    earlier = WebhookMessage.objects.filter(
        webhook=OuterRef("webhook"), about=OuterRef("about"), state=DUE, pk__lt=OuterRef("pk")
    )
    due = WebhookMessage.objects.filter(~Exists(earlier), state=DUE, due_at__lte=now, webhook__paused_at=None).order_by(
        "due_at", "pk"
    )
    return list(due.select_related("webhook__key", "webhook__project")[:limit])


def attempts_of(webhook: Webhook) -> list[WebhookAttempt]:
    """Return the last attempts to send to an address, the newest first."""
    found = WebhookAttempt.objects.filter(workspace_id=webhook.workspace_id, message__webhook=webhook)
    return list(found.select_related("message").order_by("-at", "-pk")[:SHOWN_ATTEMPTS])


def waiting_of(webhook: Webhook) -> int:
    """Return how many messages wait for an address."""
    return WebhookMessage.objects.filter(webhook=webhook, state=DUE).count()


def given_up_of(webhook: Webhook) -> QuerySet[WebhookMessage]:
    """Return the messages that an address did not take in the end, the oldest first."""
    return WebhookMessage.objects.filter(webhook=webhook, state=GIVEN_UP).order_by("pk")


def messages_of(webhook: Webhook, *, state: str, after: Place | None, limit: int) -> list[WebhookMessage]:
    """Return messages for an address behind a place, the newest first, each with its attempts; "" is every state."""
    found = WebhookMessage.objects.filter(webhook=webhook)
    found = found.filter(state=state) if state else found
    return list(behind(found, after).prefetch_related("tries")[:limit])


def webhooks_to_warn_of(*, limit: int) -> list[Webhook]:
    """Return webhooks that paused by themselves and whose owners do not know yet."""
    found = Webhook.objects.filter(paused_at__isnull=False, warned_at=None, revoked_at=None)
    return list(found.select_related("workspace").order_by("paused_at")[:limit])


def owners_to_warn(workspace: Workspace) -> list[Member]:
    """Return who is told that something with the webhooks is wrong."""
    found = Member.objects.filter(workspace=workspace, role=OWNER, user__is_active=True)
    return list(found.select_related("user").order_by("pk"))


def message_of(workspace: Workspace, *, kind: str, message_id: int) -> WebhookMessage | None:
    """Return one message of a live webhook of a kind, or None."""
    found = WebhookMessage.objects.filter(
        Q(webhook__revoked_at=None), workspace=workspace, webhook__kind=kind, pk=message_id
    )
    return found.select_related("webhook").first()
