"""Members: who works in a workspace, with which role and in which teams."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kuule.workspaces.models import Member, Team, User, Workspace
from kuule.workspaces.rules import OWNER, ROLES, Actor, Refused
from kuule.workspaces.services.audit import record


@transaction.atomic
def add_member(
    *, workspace: Workspace, user: User, role: str, actor: Actor, now: datetime, teams: Iterable[Team] = ()
) -> Member:
    """Make a user a member. Raises Refused("already_member"), and ValueError for an unknown role or a foreign team."""
    chosen = _own_teams(workspace, teams)
    _known_role(role)
    member, is_new = Member.objects.get_or_create(
        workspace=workspace, user=user, defaults={"role": role, "created_at": now}
    )
    if not is_new:
        raise Refused("already_member")
    member.teams.set(chosen)
    record(workspace=workspace, actor=actor, act="member_added", subject=member, now=now)
    return member


@transaction.atomic
def change_member(*, member: Member, role: str, teams: Iterable[Team], actor: Actor, now: datetime) -> Member:
    """Give a member a role and exactly these teams. Raises Refused("last_owner") when no owner would be left."""
    chosen = _own_teams(member.workspace, teams)
    _known_role(role)
    if role != OWNER:
        _keep_an_owner(member)
    member.role = role
    member.save(update_fields=["role"])
    member.teams.set(chosen)
    record(workspace=member.workspace, actor=actor, act="member_changed", subject=member, now=now)
    return member


@transaction.atomic
def remove_member(*, member: Member, actor: Actor, now: datetime) -> None:
    """Take a person out of a workspace; they can still sign in to others. Raises Refused("last_owner")."""
    _keep_an_owner(member)
    record(workspace=member.workspace, actor=actor, act="member_removed", subject=member, now=now)
    member.delete()


def _keep_an_owner(leaving: Member) -> None:
    # The workspace's row is the lock: two owners who demote each other at the same moment are taken one by one.
    Workspace.objects.select_for_update().get(pk=leaving.workspace_id)
    owners = Member.objects.filter(workspace_id=leaving.workspace_id, role=OWNER, user__is_active=True)
    if owners.filter(pk=leaving.pk).exists() and not owners.exclude(pk=leaving.pk).exists():
        raise Refused("last_owner")


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise ValueError(role)


def _own_teams(workspace: Workspace, teams: Iterable[Team]) -> list[Team]:
    chosen = list(teams)
    if any(team.workspace_id != workspace.pk for team in chosen):
        message = "A team of another workspace"
        raise ValueError(message)
    return chosen
