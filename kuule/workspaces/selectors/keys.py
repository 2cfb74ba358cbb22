"""Which API keys work."""

from django.db.models import QuerySet

from kuule.lib.tokens import hash_token, is_well_formed
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import KEY_MARK


def live_keys(workspace: Workspace) -> QuerySet[ApiKey]:
    """Return the API keys that work, newest first."""
    return ApiKey.objects.filter(workspace=workspace, revoked_at=None).order_by("-created_at", "-pk")


def key_by_secret(secret: str) -> ApiKey | None:
    """Return the live API key with this secret, with its workspace loaded, or None."""
    if not secret.startswith(KEY_MARK) or not is_well_formed(secret.removeprefix(KEY_MARK)):
        return None
    return ApiKey.objects.select_related("workspace").filter(key_hash=hash_token(secret), revoked_at=None).first()
