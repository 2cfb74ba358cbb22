"""API keys: how other programs sign in."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kuule.lib.ciphers import sealed
from kuule.lib.commits import quick_commits
from kuule.lib.tokens import hash_token, mint_token
from kuule.workspaces.models import ApiKey, KeptAnswer, Workspace
from kuule.workspaces.rules import (
    ANSWERS_KEPT,
    DELIGHTED,
    KEY_MARK,
    KEY_SHOWN_CHARACTERS,
    SCOPES,
    USE_NOTED_EVERY,
    Actor,
    Refused,
)
from kuule.workspaces.selectors.keys import KEY_PURPOSE, sealing_keys
from kuule.workspaces.services.audit import record


@transaction.atomic
def issue_key(
    *,
    workspace: Workspace,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[ApiKey, str]:
    """Make an API key and return it with its secret, which cannot be read again later.

    Raises Refused("key_name_taken") when a live key has this name: so a form sent twice makes one key. An unknown scope
    is a mistake in the program: KeyError.
    """
    if unknown := set(scopes).difference(SCOPES):
        raise KeyError(*unknown)
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    if ApiKey.objects.filter(workspace=workspace, revoked_at=None, name__iexact=name).exists():
        raise Refused("key_name_taken", name=name)
    secret = KEY_MARK + mint_token()
    key = ApiKey.objects.create(
        workspace=workspace,
        name=name,
        prefix=secret[:KEY_SHOWN_CHARACTERS],
        key_hash=hash_token(secret),
        secret_cipher=sealed(secret, keys=sealing_keys(), purpose=KEY_PURPOSE) if DELIGHTED in scopes else "",
        scopes=[each for each in SCOPES if each in scopes],
        created_at=now,
        expires_at=expires_at,
    )
    record(workspace=workspace, actor=actor, act="key_issued", subject=key, now=now)
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, actor: Actor, now: datetime) -> None:
    """End a key at once, and forget what it could be read by. A key that ended before stays as it is."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now, secret_cipher=""):
        record(workspace=key.workspace, actor=actor, act="key_revoked", subject=key, now=now)


def note_use(*, key: ApiKey, now: datetime) -> None:
    """Write down that a key was used, once a minute at most. It is no act of the trade and leaves no audit line."""
    since = now - USE_NOTED_EVERY
    if key.last_used_at is None or key.last_used_at <= since:
        # Not worth to wait for the disk.
        with quick_commits():
            ApiKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lte=since), pk=key.pk).update(last_used_at=now)


def drop_old_answers(*, now: datetime) -> None:
    """Forget what requests were answered that nobody repeats any more."""
    KeptAnswer.objects.filter(at__lt=now - ANSWERS_KEPT).delete()


def empty_answers(*, workspace: Workspace) -> None:
    """Take the words out of what requests were answered. Whoever repeats one learns only that it was done."""
    KeptAnswer.objects.filter(key__workspace=workspace).exclude(body="").update(body="")
