"""What is due, and who can call how many."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kuule.act.models import Case
from kuule.act.rules import OPEN
from kuule.act.rules.capacity import HandOver, Load, proposals
from kuule.act.rules.routing import present
from kuule.act.selectors.office import Office
from kuule.workspaces.models import Member, Workspace


@dataclass(frozen=True, slots=True)
class Day:
    """The cases until the end of the next working day, by who looks after them, and what others could take."""

    loads: list[tuple[Member, Load]]
    moves: list[HandOver]
    nobodys: int
    cases: Mapping[int, Case]
    takers: Mapping[int, Member]

    @property
    def is_too_much(self) -> bool:
        """Tell whether somebody has more than they can call."""
        return any(load.over for _member, load in self.loads)

    @property
    def left_over(self) -> int:
        """Return how many customers nobody has time to call, also after all moves."""
        return sum(load.over for _member, load in self.loads) - len(self.moves)


def day_of_calls(workspace: Workspace, *, now: datetime) -> Day:
    """Return who has which cases that are late or due until the next working day is over, and who could take some.

    Cases of somebody who is away are those of who stands in. Only mates of a team take cases of each other.
    """
    office = Office(workspace, now=now)
    until = office.end_of_calls()
    due = Case.objects.filter(workspace=workspace, state=OPEN, contacted_at=None, due_at__lte=until)
    cases = {each.pk: each for each in due.select_related("account", "contact").order_by("-weight", "due_at", "pk")}
    theirs = defaultdict[int, list[int]](list)
    nobodys = 0
    for case in sorted(cases.values(), key=lambda each: (each.due_at >= now, -each.weight, each.due_at)):
        who = present(case.owner_id, office.staff)
        if who is None:
            nobodys += 1
        else:
            theirs[who].append(case.pk)
    there = [pk for pk, worker in office.staff.items() if worker.works and not worker.is_away]
    loads = [Load(pk, theirs[pk], office.settings.calls_a_day) for pk in there]
    mates = {pk: [other for other in there if _share_team(office, pk, other)] for pk in there}
    shown = sorted(loads, key=lambda load: (-len(load.cases), load.member))
    return Day(
        [(office.members[load.member], load) for load in shown if load.cases],
        proposals(loads, mates=mates),
        nobodys,
        cases,
        {pk: office.members[pk] for pk in there},
    )


def _share_team(office: Office, one: int, other: int) -> bool:
    teams = [{team.pk for team in office.members[each].teams.all()} for each in (one, other)]
    return one != other and bool(teams[0] & teams[1])
