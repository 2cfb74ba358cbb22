"""API keys: how other programs sign in."""

from datetime import datetime

from django.db import transaction

from kuule.lib.tokens import hash_token, mint_token
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import KEY_MARK, KEY_SHOWN_CHARACTERS, Actor, Refused
from kuule.workspaces.services.audit import record


@transaction.atomic
def issue_key(*, workspace: Workspace, name: str, actor: Actor, now: datetime) -> tuple[ApiKey, str]:
    """Make an API key and return it with its secret, which cannot be read again later.

    Raises Refused("key_name_taken") when a live key has this name: so a form sent twice makes one key.
    """
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    if ApiKey.objects.filter(workspace=workspace, revoked_at=None, name__iexact=name).exists():
        raise Refused("key_name_taken", name=name)
    secret = KEY_MARK + mint_token()
    key = ApiKey.objects.create(
        workspace=workspace,
        name=name,
        prefix=secret[:KEY_SHOWN_CHARACTERS],
        key_hash=hash_token(secret),
        created_at=now,
    )
    record(workspace=workspace, actor=actor, act="key_issued", subject=key, now=now)
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, actor: Actor, now: datetime) -> None:
    """End a key at once. A key that ended before stays as it is."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        record(workspace=key.workspace, actor=actor, act="key_revoked", subject=key, now=now)
