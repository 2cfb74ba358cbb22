"""Webhooks that sign with a secret of their own: made, changed, given another secret, paused, tried and caught up."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuule.connect.channels import STANDARD
from kuule.connect.channels.mails import mail_paused
from kuule.connect.channels.standard import SECRET_BYTES, SECRET_MARK
from kuule.connect.models import Webhook, WebhookMessage
from kuule.connect.rules.events import EVENTS, TEST
from kuule.connect.rules.outgoing import DUE, OVERLAP
from kuule.connect.selectors.outgoing import given_up_of, owners_to_warn
from kuule.connect.services.outgoing import write_message
from kuule.connect.services.sending import SECRET_PURPOSE
from kuule.lib.ciphers import sealed
from kuule.lib.outbound import is_sendable
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.selectors.keys import sealing_keys
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True)
class WebhookPlan:
    """What somebody wants of a webhook; `events` are names of `rules.events.EVENTS`."""

    name: str
    url: str
    events: Sequence[str]
    shows_personal: bool = False


@transaction.atomic
def add_webhook(*, workspace: Workspace, plan: WebhookPlan, actor: Actor, now: datetime) -> tuple[Webhook, str]:
    """Send what happens to an address. Returns the webhook and its secret, which nobody is shown again.

    Raises Refused("not_an_address") or Refused("no_events").
    """
    events, secret = _checked(plan), _new_secret()
    webhook = Webhook.objects.create(
        workspace=workspace,
        kind=STANDARD.key,
        name=plan.name,
        url=plan.url,
        events=events,
        shows_personal=plan.shows_personal,
        secret_cipher=_sealed(secret),
        created_at=now,
    )
    record(workspace=workspace, actor=actor, act="webhook_added", subject=webhook, now=now)
    return webhook, secret


@transaction.atomic
def change_webhook(*, webhook: Webhook, plan: WebhookPlan, actor: Actor, now: datetime) -> None:
    """Send other events, or to another address. What waits goes to the new one.

    Raises Refused("not_an_address") or Refused("no_events").
    """
    changed = {"name": plan.name, "url": plan.url, "events": _checked(plan), "shows_personal": plan.shows_personal}
    Webhook.objects.filter(pk=webhook.pk).update(**changed)
    record(workspace=webhook.workspace, actor=actor, act="webhook_changed", subject=webhook, now=now)


@transaction.atomic
def rotate_webhook_secret(*, webhook: Webhook, actor: Actor, now: datetime) -> str:
    """Give a webhook another secret and return it. For a day the one before signs beside it."""
    secret = _new_secret()
    Webhook.objects.filter(pk=webhook.pk).update(
        old_secret_cipher=webhook.secret_cipher, old_secret_until=now + OVERLAP, secret_cipher=_sealed(secret)
    )
    record(workspace=webhook.workspace, actor=actor, act="webhook_secret_rotated", subject=webhook, now=now)
    return secret


@transaction.atomic
def pause_webhook(*, webhook: Webhook, actor: Actor, now: datetime) -> None:
    """Send nothing for now; what happens is written down and waits."""
    # Whoever pauses it need not be told.
    if Webhook.objects.filter(pk=webhook.pk, paused_at=None).update(paused_at=now, warned_at=now):
        record(workspace=webhook.workspace, actor=actor, act="webhook_paused", subject=webhook, now=now)


@transaction.atomic
def resume_webhook(*, webhook: Webhook, actor: Actor, now: datetime) -> None:
    """Send again, first what waited."""
    paused = Webhook.objects.filter(pk=webhook.pk, paused_at__isnull=False)
    if paused.update(paused_at=None, warned_at=None, failing_since=None):
        WebhookMessage.objects.filter(webhook=webhook, state=DUE).update(due_at=now, attempts=0)
        record(workspace=webhook.workspace, actor=actor, act="webhook_resumed", subject=webhook, now=now)


@transaction.atomic
def try_webhook(*, webhook: Webhook, actor: Actor, now: datetime) -> WebhookMessage:
    """Send an event that tells of nothing, to see whether the address works."""
    data = {"message": "This is a test. Nothing happened."}
    message = write_message(webhook=webhook, event_type=TEST, about=f"test {now.isoformat()}", data=data, now=now)
    record(workspace=webhook.workspace, actor=actor, act="webhook_tested", subject=webhook, now=now)
    return message


@transaction.atomic
def send_given_up_again(*, webhook: Webhook, actor: Actor, now: datetime) -> int:
    """Send everything once more that an address did not take in the end. Returns how many messages that is."""
    count = given_up_of(webhook).update(state=DUE, attempts=0, due_at=now, settled_at=None)
    if count:
        record(workspace=webhook.workspace, actor=actor, act="webhook_messages_sent_again", subject=webhook, now=now)
    return count


def warn_of_paused(*, webhook: Webhook, link: str, now: datetime) -> bool:
    """Tell the owners of a workspace that a webhook paused by itself, once; tell whether it was this worker's turn."""
    mine = Webhook.objects.filter(pk=webhook.pk, paused_at__isnull=False, warned_at=None)
    if not mine.update(warned_at=now):
        return False
    for owner in owners_to_warn(webhook.workspace):
        mail_paused(webhook=webhook, user=owner.user, link=link)
    return True


def _checked(plan: WebhookPlan) -> list[str]:
    if not is_sendable(plan.url):
        raise Refused("not_an_address")
    wanted = [each for each in EVENTS if each in plan.events]
    if not wanted:
        raise Refused("no_events")
    return wanted


def _new_secret() -> str:
    return SECRET_MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _sealed(secret: str) -> str:
    return sealed(secret, keys=sealing_keys(), purpose=SECRET_PURPOSE)
