"""What can be read about workspaces and their people."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from kuule.lib.tokens import TOKEN_BYTES, hash_token, is_well_formed
from kuule.workspaces.models import ApiKey, AuditEntry, JoinInvitation, Member, Team, User, Workspace
from kuule.workspaces.rules import KEY_MARK

SETUP_DAYS = 7


def membership(*, slug: str, user_id: int) -> Member | None:
    """Return a user's membership in the workspace with this slug, with both rows loaded, or None."""
    return (
        Member.objects.select_related("workspace", "user")
        .filter(workspace__slug=slug, user_id=user_id, user__is_active=True)
        .first()
    )


def memberships_of(user: User) -> QuerySet[Member]:
    """Return the workspaces a person works in, by name."""
    return Member.objects.select_related("workspace").filter(user=user).order_by("workspace__name", "pk")


def workspace_by_slug(slug: str) -> Workspace | None:
    """Return the workspace with this short name, or None."""
    return Workspace.objects.filter(slug=slug).first()


def members(workspace: Workspace) -> QuerySet[Member]:
    """Return the members of a workspace with their users and teams, by name."""
    return (
        Member.objects.filter(workspace=workspace)
        .select_related("user", "workspace")
        .prefetch_related("teams")
        .order_by("user__name", "user__email")
    )


def teams(workspace: Workspace) -> QuerySet[Team]:
    """Return the teams of a workspace by name."""
    return Team.objects.filter(workspace=workspace).order_by("name")


def open_joins(workspace: Workspace, *, now: datetime) -> QuerySet[JoinInvitation]:
    """Return the invitations to join that still wait for an answer, newest first."""
    return (
        JoinInvitation.objects.filter(workspace=workspace, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        .prefetch_related("teams")
        .order_by("-created_at", "-pk")
    )


def join_by_token(token: str) -> JoinInvitation | None:
    """Return the invitation that a link belongs to, open or not, or None for a token that was never made."""
    if not is_well_formed(token):
        return None
    return JoinInvitation.objects.select_related("workspace", "invited_by").filter(token_hash=hash_token(token)).first()


def live_keys(workspace: Workspace) -> QuerySet[ApiKey]:
    """Return the API keys that work, newest first."""
    return ApiKey.objects.filter(workspace=workspace, revoked_at=None).order_by("-created_at", "-pk")


def key_by_secret(secret: str) -> ApiKey | None:
    """Return the live API key with this secret, with its workspace loaded, or None."""
    if not secret.startswith(KEY_MARK) or not is_well_formed(secret.removeprefix(KEY_MARK)):
        return None
    return ApiKey.objects.select_related("workspace").filter(key_hash=hash_token(secret), revoked_at=None).first()


def audit_entries(workspace: Workspace, *, count: int, before: tuple[datetime, int] | None = None) -> list[AuditEntry]:
    """Return up to `count` lines of the audit log, newest first, older than the line with this time and id."""
    entries = AuditEntry.objects.filter(workspace=workspace)
    if before:
        at, entry_id = before
        entries = entries.filter(Q(at__lt=at) | Q(at=at, id__lt=entry_id))
    return list(entries.order_by("-at", "-id")[:count])


def setup_token(*, now: datetime) -> str | None:
    """Return today's token of the set-up link, or None when somebody can sign in already.

    It is made from the installation's secret key and the day, so nothing is stored and no start of Kuule makes
    an earlier link useless.
    """
    return None if User.objects.exists() else _token_of_day(now)


def opens_setup(token: str, *, now: datetime) -> bool:
    """Tell whether a set-up token is genuine, at most a week old, and still of use because nobody can sign in."""
    days = (now - timedelta(days=age) for age in range(SETUP_DAYS))
    genuine = [constant_time_compare(token, _token_of_day(day)) for day in days]
    return any(genuine) and not User.objects.exists()


def _token_of_day(moment: datetime) -> str:
    digest = salted_hmac("kuule.setup", moment.date().isoformat(), algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip("=")
