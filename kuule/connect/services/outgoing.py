"""Webhooks: set up, given what to send, and sent to. At least once, in order about each object, every attempt kept."""

import json
import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kuule.connect.channels import KINDS, STANDARD
from kuule.connect.channels.base import Happening, Parcel
from kuule.connect.models import Project, Webhook, WebhookAttempt, WebhookMessage
from kuule.connect.rules.outgoing import (
    CLAIMED_FOR,
    DELIVERED,
    DUE,
    GIVEN_UP,
    KEPT_FOR,
    MOST_ANSWER_CHARACTERS,
    is_accepted,
    is_to_pause,
    retry_after,
)
from kuule.connect.selectors.projects import project_by_key
from kuule.contacts.models import Contact
from kuule.lib.ciphers import SealedElsewhereError, unsealed
from kuule.lib.outbound import NotSentError, is_sendable, networks_of, post
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import DELIGHTED, SYSTEM, Actor, Refused
from kuule.workspaces.selectors.keys import sealing_keys, secret_of
from kuule.workspaces.services import record

SECRET_PURPOSE = "kuule.connect.webhook"  # noqa: S105 - what for, not the secret
USER_AGENT = "Kuule-Webhooks/1"
# Why nothing was sent that the sender itself does not know.
NO_SECRET = "no_secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: int | None = None
    trouble: str = ""
    answer: str = ""


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


def send_message(*, message: WebhookMessage, now: datetime) -> bool:
    """Send one message that is due, unless another worker has it; tell whether it was sent or failed.

    It counts as claimed before it leaves: after a crash it is sent again, by the same id.
    """
    mine = WebhookMessage.objects.filter(pk=message.pk, state=DUE, attempts=message.attempts, due_at=message.due_at)
    if not mine.update(attempts=message.attempts + 1, due_at=now + CLAIMED_FOR):
        return False
    message.attempts += 1
    began = monotonic()
    outcome = _sent(message, now)
    _settle(message, outcome, int((monotonic() - began) * 1000), now)
    return True


def _sent(message: WebhookMessage, now: datetime) -> _Outcome:
    body = message.body.encode()
    try:
        proof = KINDS[message.webhook.kind].signed(
            Parcel(message.event_id, body, int(now.timestamp())), _secrets(message.webhook, now)
        )
        headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **proof}
        allowed = networks_of(settings.KUULE_WEBHOOK_ALLOW_INTERNAL)
        answered = post(message.webhook.url, body=body, headers=headers, allowed=allowed)
    except SealedElsewhereError:
        return _Outcome(trouble=NO_SECRET)
    except NotSentError as error:
        return _Outcome(trouble=error.reason)
    # A database keeps no NUL in a text.
    said = answered.body.decode(errors="replace").replace("\0", "")
    return _Outcome(answered.status, answer=said[:MOST_ANSWER_CHARACTERS])


def _secrets(webhook: Webhook, now: datetime) -> list[str]:
    if webhook.key is not None:
        return [secret_of(webhook.key)]
    still_signs = webhook.old_secret_until is not None and now < webhook.old_secret_until
    ciphers = [webhook.secret_cipher, *([webhook.old_secret_cipher] if still_signs else [])]
    return [unsealed(each, keys=sealing_keys(), purpose=SECRET_PURPOSE) for each in ciphers]


@transaction.atomic
def _settle(message: WebhookMessage, outcome: _Outcome, milliseconds: int, now: datetime) -> None:
    # The message may be gone with its person, or given up with its address.
    mine = WebhookMessage.objects.select_for_update().filter(pk=message.pk)
    if not mine.exists():
        return
    WebhookAttempt.objects.create(
        workspace_id=message.workspace_id,
        message=message,
        at=now,
        status=outcome.status,
        trouble=outcome.trouble,
        milliseconds=milliseconds,
        answer=outcome.answer,
    )
    _note_health(message.webhook_id, outcome, now)
    wait = retry_after(message.attempts, jitter=random.random())  # noqa: S311 - spreads, protects nothing
    if is_accepted(outcome.status):
        mine.update(state=DELIVERED, settled_at=now)
    elif wait is None:
        mine.filter(state=DUE).update(state=GIVEN_UP, settled_at=now)
    else:
        mine.filter(state=DUE).update(due_at=now + wait)


def _note_health(webhook_id: int, outcome: _Outcome, now: datetime) -> None:
    mine = Webhook.objects.filter(pk=webhook_id, kind=STANDARD.key)
    if is_accepted(outcome.status):
        mine.exclude(failing_since=None).update(failing_since=None)
        return
    mine.filter(failing_since=None).update(failing_since=now)
    webhook = mine.filter(paused_at=None).select_related("workspace").first()
    if webhook is None or webhook.failing_since is None:
        return
    if is_to_pause(status=outcome.status, failing_since=webhook.failing_since, now=now):
        mine.update(paused_at=now, warned_at=None)
        record(workspace=webhook.workspace, actor=SYSTEM, act="webhook_paused", subject=webhook, now=now)


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
