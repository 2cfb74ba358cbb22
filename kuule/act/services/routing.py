"""Finding the owner of a case."""

from dataclasses import dataclass
from datetime import datetime

from kuule.act.models import CaseTurn
from kuule.act.rules import BY_TURN
from kuule.act.rules.routing import owner_for
from kuule.act.selectors.staff import day_in, staff_on, wish_for
from kuule.workspaces.models import Member, Team, Workspace


@dataclass(frozen=True, slots=True)
class Routed:
    """Whose a case is, which team looks after it, and by which rule they were found."""

    owner: Member | None
    team: Team | None
    by: str


def find_owner(*, workspace: Workspace, by: str, named: Member | None, team: Team | None, now: datetime) -> Routed:
    """Return whose a new case is: whom the rule names, their stand-in, the team in turn, its managers, the owners.

    Call it inside the transaction that opens the case: whoever gets it in turn is last in line from then on. Without a
    team of its own the case is looked after by the first team of its owner.
    """
    if team is not None:
        # One turn at a time: else two workers would both give theirs to the same member.
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    staff = staff_on(workspace, day=day_in(workspace, now))
    found = owner_for(wish_for(workspace, by=by, named=named, team=team), staff, turn=BY_TURN)
    owner = Member.objects.filter(pk=found.member).select_related("user").first() if found.member else None
    if owner is not None and team is not None and found.in_turn:
        CaseTurn.objects.update_or_create(team=team, member=owner, defaults={"workspace": workspace, "taken_at": now})
    return Routed(owner, team or (owner.teams.order_by("pk").first() if owner else None), found.by)
