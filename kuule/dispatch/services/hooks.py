"""Hooks: addresses at which other systems tell what happened, each with a secret that signs."""

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kuule.contacts.rules.faults import Fault
from kuule.dispatch.models import InboundHook
from kuule.dispatch.rules.hook_mapping import GITHUB, SIGNATURES, STANDARD, items_of, occurrence_from
from kuule.dispatch.rules.occurrences import MOST_AT_ONCE, WEBHOOK, Recorded, Told
from kuule.dispatch.services.intake import read_told
from kuule.dispatch.services.occurrences import record_occurrences
from kuule.lib.signatures import STANDARD_MARK, is_signed_github, is_signed_standard
from kuule.lib.tokens import hash_token, mint_token
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM, Actor
from kuule.workspaces.services import record

SECRET_BYTES = 24
SIGNATURE_HEADERS = ("X-Signature-256", "X-Hub-Signature-256")


@transaction.atomic
def make_hook(
    *,
    workspace: Workspace,
    touchpoint: Touchpoint,
    name: str,
    signature: str,
    mapping: Mapping[str, Any],
    sample: str,
    actor: Actor,
    now: datetime,
) -> tuple[InboundHook, str]:
    """Make a hook, and return it with the token of its address, which cannot be read again later.

    Raises ValueError for a touchpoint of another workspace or an unknown way to sign.
    """
    if touchpoint.workspace_id != workspace.pk or signature not in SIGNATURES:
        raise ValueError(signature)
    token = mint_token()
    key = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    hook = InboundHook.objects.create(
        workspace=workspace,
        touchpoint=touchpoint,
        name=name,
        token=hash_token(token),
        secret=(STANDARD_MARK if signature == STANDARD else "") + key,
        signature=signature,
        mapping=dict(mapping),
        sample=sample,
        created_at=now,
    )
    record(workspace=workspace, actor=actor, act="hook_made", subject=hook, now=now)
    return hook, token


@transaction.atomic
def change_hook(
    *,
    hook: InboundHook,
    touchpoint: Touchpoint,
    name: str,
    mapping: Mapping[str, Any],
    sample: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Read messages otherwise, or count them to another touchpoint. Address and secret stay."""
    if touchpoint.workspace_id != hook.workspace_id:
        raise ValueError("A touchpoint of another workspace")
    hook.touchpoint, hook.name, hook.mapping, hook.sample = touchpoint, name, dict(mapping), sample
    hook.save(update_fields=["touchpoint", "name", "mapping", "sample"])
    record(workspace=hook.workspace, actor=actor, act="hook_changed", subject=hook, now=now)


@transaction.atomic
def revoke_hook(*, hook: InboundHook, actor: Actor, now: datetime) -> None:
    """Take nothing more at this address. Twice is as good as once."""
    if InboundHook.objects.filter(pk=hook.pk, revoked_at=None).update(revoked_at=now, secret="", sample=""):
        record(workspace=hook.workspace, actor=actor, act="hook_revoked", subject=hook, now=now)


def is_signed(hook: InboundHook, *, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """Tell whether a message comes from who knows the secret of a hook."""
    if hook.signature == GITHUB:
        given = next((headers[name] for name in SIGNATURE_HEADERS if headers.get(name)), "")
        return is_signed_github(body, secret=hook.secret, signature=given)
    return is_signed_standard(body, secret=hook.secret, headers=headers, now=now)


def read_message(
    message: Any, *, mapping: Mapping[str, Any], zone: ZoneInfo, now: datetime
) -> list[Told | list[Fault]]:
    """Return what a message tells under a mapping, item by item: what is meant, or its faults.

    At most one item more than may come at once is read.
    """
    items = items_of(message, mapping)[: MOST_AT_ONCE + 1]
    return [_read_item(occurrence_from(each, mapping), zone, now) for each in items]


def _read_item(item: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> Told | list[Fault]:
    told = read_told(item, zone=zone, now=now)
    if not isinstance(told, Told):
        return list(told)
    # Senders repeat messages: without an id each time would count.
    return told if told.external_id else [Fault("id", "missing")]


@transaction.atomic
def take_message(*, hook: InboundHook, told: list[Told], now: datetime) -> list[Recorded]:
    """Keep what a hook was told, and note that it works."""
    InboundHook.objects.filter(pk=hook.pk).update(last_used_at=now, last_trouble="")
    return record_occurrences(
        workspace=hook.workspace, touchpoint=hook.touchpoint, items=told, source=WEBHOOK, actor=SYSTEM, now=now
    )


def note_trouble(*, hook: InboundHook, trouble: str, now: datetime) -> None:
    """Note why the last message to a hook was refused, for whoever looks after it: no word of the message itself."""
    InboundHook.objects.filter(pk=hook.pk).update(last_used_at=now, last_trouble=trouble[:300])
