"""Finding the owner of a case."""

from dataclasses import dataclass

from kuule.act.models import CaseTurn
from kuule.act.rules import BY_TURN
from kuule.act.rules.routing import owner_for
from kuule.act.selectors.office import Office
from kuule.workspaces.models import Member, Team


@dataclass(frozen=True, slots=True)
class Routed:
    """Whose a case is, which team looks after it, and by which rule they were found."""

    owner: Member | None
    team: Team | None
    by: str


def find_owner(*, office: Office, by: str, named: Member | None, team: Team | None) -> Routed:
    """Return whose a new case is: whom the rule names, their stand-in, the team in turn, its managers, the owners.

    Call it inside the transaction that opens the case: whoever gets it in turn is last in line from then on. Without a
    team of its own the case is looked after by the first team of its owner.
    """
    if team is not None:
        # One turn at a time: else two workers would both give theirs to the same member.
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    found = owner_for(office.wish(by=by, named=named, team=team), office.staff, turn=BY_TURN)
    owner = office.members.get(found.member) if found.member is not None else None
    if owner is not None and team is not None and found.in_turn:
        CaseTurn.objects.update_or_create(
            team=team, member=owner, defaults={"workspace": office.workspace, "taken_at": office.now}
        )
    return Routed(owner, team or (office.team_of(owner) if owner else None), found.by)
