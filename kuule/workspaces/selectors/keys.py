"""Which API keys work."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from kuule.lib.ciphers import unsealed
from kuule.lib.tokens import hash_token, is_well_formed
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import KEY_MARK, key_works

KEY_PURPOSE = "kuule.workspaces.key"


def live_keys(workspace: Workspace) -> QuerySet[ApiKey]:
    """Return the API keys that were not revoked, newest first; some may have expired."""
    return ApiKey.objects.filter(workspace=workspace, revoked_at=None).order_by("-created_at", "-pk")


def key_by_secret(secret: str, *, now: datetime) -> ApiKey | None:
    """Return the API key with this secret if it works, with its workspace loaded, or None."""
    if not secret.startswith(KEY_MARK) or not is_well_formed(secret.removeprefix(KEY_MARK)):
        return None
    key = ApiKey.objects.select_related("workspace").filter(key_hash=hash_token(secret)).first()
    return key if key and key_works(revoked_at=key.revoked_at, expires_at=key.expires_at, now=now) else None


def secret_of(key: ApiKey) -> str:
    """Return the secret of a key that signs webhooks. Raises SealedElsewhereError for any other."""
    return unsealed(key.secret_cipher, keys=sealing_keys(), purpose=KEY_PURPOSE)


def sealing_keys() -> Sequence[str]:
    """Return what secrets are sealed with here, the present one first."""
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
