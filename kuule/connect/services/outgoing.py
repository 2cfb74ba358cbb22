"""Webhooks: set up, ended, and given what to send. What is written down here is sent by `sending`."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kuule.connect.channels import KINDS
from kuule.connect.channels.base import Happening
from kuule.connect.models import Project, Webhook, WebhookMessage
from kuule.connect.rules.outgoing import (
    DUE,
    GIVEN_UP,
    KEPT_FOR,
)
from kuule.connect.selectors.projects import project_by_key
from kuule.contacts.models import Contact
from kuule.lib.outbound import is_sendable
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import DELIGHTED, Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def add_delighted_webhook(
    *, workspace: Workspace, key: ApiKey, url: str, events: Sequence[str], actor: Actor, now: datetime
) -> Webhook:
    """Send what happens in the project of a key to an address, signed with that key.

    Raises Refused("not_an_address"), Refused("no_events"), or Refused("key_cannot_sign") for a key that was not made
    for the Delighted-compatible API.
    """
    project: Project | None = project_by_key(key)
    if key.workspace_id != workspace.pk or project is None or DELIGHTED not in key.scopes or not key.secret_cipher:
        raise Refused("key_cannot_sign")
    if not is_sendable(url):
        raise Refused("not_an_address")
    kind = KINDS[DELIGHTED]
    wanted = [each for each in kind.events if each in events]
    if not wanted:
        raise Refused("no_events")
    webhook = Webhook.objects.create(
        workspace=workspace, kind=kind.key, url=url, events=wanted, project=project, key=key, created_at=now
    )
    record(workspace=workspace, actor=actor, act="webhook_added", subject=webhook, now=now)
    return webhook


@transaction.atomic
def revoke_webhook(*, webhook: Webhook, actor: Actor, now: datetime) -> None:
    """Send nothing more to an address; what waits for it is given up."""
    if Webhook.objects.filter(pk=webhook.pk, revoked_at=None).update(revoked_at=now):
        _waiting(webhook).update(state=GIVEN_UP, settled_at=now)
        record(workspace=webhook.workspace, actor=actor, act="webhook_revoked", subject=webhook, now=now)


@transaction.atomic
def send_webhook_again(*, message: WebhookMessage, actor: Actor, now: datetime) -> None:
    """Send a message once more that was settled. One that waits is left as it is."""
    settled = WebhookMessage.objects.filter(pk=message.pk).exclude(state=DUE)
    if settled.update(state=DUE, attempts=0, due_at=now, settled_at=None):
        record(workspace=message.workspace, actor=actor, act="webhook_message_sent_again", subject=message, now=now)


def put_in_line(
    *,
    webhook: Webhook,
    event_type: str,
    about: str,
    data: Mapping[str, Any],
    now: datetime,
    contact: Contact | None = None,
) -> WebhookMessage | None:
    """Write an event down to be sent, if the address wants such ones. Part of a larger act."""
    if event_type not in webhook.events:
        return None
    return write_message(webhook=webhook, event_type=event_type, about=about, data=data, now=now, contact=contact)


def write_message(
    *,
    webhook: Webhook,
    event_type: str,
    about: str,
    data: Mapping[str, Any],
    now: datetime,
    contact: Contact | None = None,
) -> WebhookMessage:
    """Write an event down to be sent, whatever the address wants to hear. Part of a larger act."""
    event_id = secrets.token_hex(32)
    body = KINDS[webhook.kind].wrapped(Happening(event_type, event_id, now, data))
    return WebhookMessage.objects.create(
        workspace_id=webhook.workspace_id,
        webhook=webhook,
        event_type=event_type,
        event_id=event_id,
        about=about,
        contact=contact,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        due_at=now,
        created_at=now,
    )


@transaction.atomic
def drop_old_messages(*, now: datetime) -> int:
    """Forget what was sent or given up long ago, or waited too long for an address that is paused.

    Returns how many messages that was.
    """
    before = now - KEPT_FOR
    waits_for_nobody = Q(webhook__paused_at__isnull=False, created_at__lt=before)
    _all, by_table = WebhookMessage.objects.filter(Q(settled_at__lt=before) | waits_for_nobody).delete()
    return by_table.get(WebhookMessage._meta.label, 0)


def _waiting(webhook: Webhook) -> Any:
    return WebhookMessage.objects.filter(webhook=webhook, state=DUE)
