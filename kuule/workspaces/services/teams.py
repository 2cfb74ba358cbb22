"""Teams: people who work for the same customers."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kuule.workspaces.models import Team, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services.audit import record


@transaction.atomic
def form_team(*, workspace: Workspace, name: str, actor: Actor, now: datetime) -> Team:
    """Make a team without members. Raises Refused("team_name_taken")."""
    team = Team(workspace=workspace, name=name)
    _save(team)
    record(workspace=workspace, actor=actor, act="team_formed", subject=team, now=now)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, actor: Actor, now: datetime) -> Team:
    """Give a team another name. Raises Refused("team_name_taken")."""
    team.name = name
    _save(team)
    record(workspace=team.workspace, actor=actor, act="team_renamed", subject=team, now=now)
    return team


@transaction.atomic
def disband_team(*, team: Team, actor: Actor, now: datetime) -> None:
    """Remove a team. Its members stay members; accounts it looked after have no team afterwards."""
    record(workspace=team.workspace, actor=actor, act="team_disbanded", subject=team, now=now)
    team.delete()


def _save(team: Team) -> None:
    taken = Team.objects.filter(workspace=team.workspace, name__iexact=team.name).exclude(pk=team.pk)
    if taken.exists():
        raise Refused("team_name_taken", name=team.name)
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:  # two at the same moment
        raise Refused("team_name_taken", name=team.name) from error
