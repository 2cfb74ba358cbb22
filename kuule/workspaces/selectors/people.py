"""Who works where."""

from datetime import datetime

from django.db.models import Count, QuerySet

from kuule.lib.tokens import hash_token, is_well_formed
from kuule.workspaces.models import JoinInvitation, Member, Team, User, Workspace


def membership(*, slug: str, user_id: int) -> Member | None:
    """Return a user's membership in the workspace with this slug, with both rows loaded, or None."""
    return (
        Member.objects.select_related("workspace", "user")
        .filter(workspace__slug=slug, user_id=user_id, user__is_active=True)
        .first()
    )


def memberships_of(user: User) -> QuerySet[Member]:
    """Return the workspaces a person works in, by name, each with their teams."""
    found = Member.objects.select_related("workspace").prefetch_related("teams").filter(user=user)
    return found.order_by("workspace__name", "pk")


def workspace_by_slug(slug: str) -> Workspace | None:
    """Return the workspace with this short name, or None."""
    return Workspace.objects.filter(slug=slug).first()


def user_by_email(email: str) -> User | None:
    """Return the person who signs in with this address, in whatever case it is written, or None."""
    return User.objects.filter(email__iexact=email).first()


def members(workspace: Workspace) -> QuerySet[Member]:
    """Return the members of a workspace with their users and teams, by name."""
    return (
        Member.objects.filter(workspace=workspace)
        .select_related("user", "workspace")
        .prefetch_related("teams")
        .order_by("user__name", "user__email")
    )


def teams(workspace: Workspace) -> QuerySet[Team]:
    """Return the teams of a workspace by name, each with its `size`: the number of members."""
    return Team.objects.filter(workspace=workspace).annotate(size=Count("members")).order_by("name", "pk")


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
