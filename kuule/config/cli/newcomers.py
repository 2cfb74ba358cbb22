"""How the first person and the first program come in."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kuule.config.cli.ground import fail
from kuule.workspaces.models import User, Workspace
from kuule.workspaces.rules import SCOPES, SYSTEM, Refused
from kuule.workspaces.selectors import setup_token, workspace_by_slug
from kuule.workspaces.services import issue_key


def first_link() -> str | None:
    """Return the set-up link of an installation that has no person yet, else None."""
    if User.objects.exists():
        return None
    return f"{settings.KUULE_BASE_URL}{reverse('setup', args=[setup_token(timezone.now())])}"


def named_workspace(slug: str) -> Workspace:
    """Return the workspace with this slug, or end the command and name those that exist."""
    workspace = workspace_by_slug(slug)
    if workspace is None:
        known = ", ".join(Workspace.objects.order_by("slug").values_list("slug", flat=True)[:20])
        fail(f"There is no workspace “{slug}”.", f"Known: {known or 'none yet'}.")
    return workspace


def make_key(slug: str, name: str, *, scopes: Sequence[str] | None, days: int | None) -> str:
    """Issue an API key for a workspace and return it; it cannot be read again. Without scopes it may do everything."""
    now, workspace = timezone.now(), named_workspace(slug)
    for unknown in set(scopes or ()).difference(SCOPES):
        fail(f"There is no scope “{unknown}”.", f"Known: {', '.join(SCOPES)}.")
    expires_at = now + timedelta(days=days) if days else None
    try:
        _row, key = issue_key(
            workspace=workspace, name=name, scopes=scopes or SCOPES, expires_at=expires_at, actor=SYSTEM, now=now
        )
    except Refused:
        fail(f"A key “{name}” works already.", "Choose another --name, or revoke that key in the settings first.")
    return key
