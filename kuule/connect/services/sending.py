"""Sending what waits for other systems: at least once, in order about each object, every attempt kept."""

import random
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.db import transaction

from kuule.connect.channels import KINDS, STANDARD
from kuule.connect.channels.base import Parcel
from kuule.connect.models import Webhook, WebhookAttempt, WebhookMessage
from kuule.connect.rules.outgoing import (
    CLAIMED_FOR,
    DELIVERED,
    DUE,
    GIVEN_UP,
    MOST_ANSWER_CHARACTERS,
    is_accepted,
    is_to_pause,
    retry_after,
)
from kuule.lib.ciphers import SealedElsewhereError, unsealed
from kuule.lib.outbound import NotSentError, networks_of, post
from kuule.workspaces.rules import SYSTEM
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
