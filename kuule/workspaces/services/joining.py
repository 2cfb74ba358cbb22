"""Inviting people into a workspace, and their joining."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kuule.lib.tokens import hash_token, mint_token
from kuule.workspaces.models import JoinInvitation, Member, Team, User, Workspace
from kuule.workspaces.rules import JOIN_OPEN, JOIN_PERIOD, ROLES, Actor, Refused, join_state
from kuule.workspaces.services.audit import record
from kuule.workspaces.services.members import add_member
from kuule.workspaces.services.people import register_user


@transaction.atomic
def invite_to_join(
    *, workspace: Workspace, email: str, role: str, teams: Iterable[Team], actor: Actor, now: datetime
) -> tuple[JoinInvitation, str]:
    """Make an invitation for an address and return it with its token, which is kept only as a hash.

    An older open invitation to the same address is withdrawn. Raises Refused("already_member"), and ValueError
    for an unknown role or a team of another workspace.
    """
    address, chosen = email.strip().lower(), list(teams)
    if role not in ROLES or any(team.workspace_id != workspace.pk for team in chosen):
        raise ValueError(role)
    if Member.objects.filter(workspace=workspace, user__email__iexact=address).exists():
        raise Refused("already_member", email=address)
    for older in JoinInvitation.objects.filter(workspace=workspace, email=address, accepted_at=None, withdrawn_at=None):
        withdraw_join(invitation=older, actor=actor, now=now)
    token = mint_token()
    invitation = JoinInvitation.objects.create(
        workspace=workspace,
        email=address,
        role=role,
        token_hash=hash_token(token),
        invited_by_id=actor.id if actor.kind == "user" else None,
        created_at=now,
        expires_at=now + JOIN_PERIOD,
    )
    invitation.teams.set(chosen)
    record(workspace=workspace, actor=actor, act="join_invited", subject=invitation, now=now)
    return invitation, token


@transaction.atomic
def withdraw_join(*, invitation: JoinInvitation, actor: Actor, now: datetime) -> None:
    """End an open invitation: its link stops working. One that was accepted or withdrawn stays as it is."""
    still_open = JoinInvitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if still_open.update(withdrawn_at=now):
        record(workspace=invitation.workspace, actor=actor, act="join_withdrawn", subject=invitation, now=now)


@transaction.atomic
def accept_join(*, invitation: JoinInvitation, user: User, now: datetime) -> Member:
    """Make a signed-in person a member as invited.

    Raises Refused with "join_used", "join_withdrawn" or "join_expired" when the invitation is no longer open, with
    "other_address" when it was sent to somebody else, with "already_member" when they joined by another way.
    """
    current = JoinInvitation.objects.select_for_update().select_related("workspace").get(pk=invitation.pk)
    state = join_state(
        accepted_at=current.accepted_at, withdrawn_at=current.withdrawn_at, expires_at=current.expires_at, now=now
    )
    if state != JOIN_OPEN:
        raise Refused(f"join_{state}")
    if user.email.lower() != current.email:
        raise Refused("other_address", email=current.email)
    current.accepted_at = now
    current.save(update_fields=["accepted_at"])
    return add_member(
        workspace=current.workspace,
        user=user,
        role=current.role,
        actor=Actor.user(user.pk),
        now=now,
        teams=current.teams.all(),
    )


@transaction.atomic
def join_as_new_user(
    *, invitation: JoinInvitation, name: str, password: str, now: datetime, language: str = ""
) -> Member:
    """Register the invited person and make them a member. Raises what `register_user` and `accept_join` raise."""
    user = register_user(email=invitation.email, name=name, password=password, language=language, now=now)
    return accept_join(invitation=invitation, user=user, now=now)
