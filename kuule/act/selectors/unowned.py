"""Cases that wait in a team for whoever takes them, and who could."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kuule.act.models import Case
from kuule.act.rules import OPEN
from kuule.act.selectors.staff import day_in, staff_on
from kuule.workspaces.models import Member, Team, Workspace


def cases_without_owner(workspace: Workspace, *, team_id: int) -> QuerySet[Case]:
    """Return the open cases of a team that are nobody's and in which nobody reached the customer, by their time."""
    waiting = Q(owner=None, state=OPEN, contacted_at=None, snoozed_until=None)
    return Case.objects.filter(waiting, workspace=workspace, team=team_id).order_by("due_at", "pk")


def takers_in(team: Team, *, now: datetime) -> list[Member]:
    """Return the members of a team who may work cases and are not away."""
    staff = staff_on(team.workspace, day=day_in(team.workspace, now))
    free = {pk for pk, worker in staff.items() if worker.works and not worker.is_away}
    return [each for each in Member.objects.filter(teams=team).order_by("pk") if each.pk in free]
