"""Whether more customers of an inbox are due than its people can call."""

from datetime import datetime

from kuule.act.query import ALL, MINE, TEAM, CaseQuery
from kuule.act.selectors.inboxes import cases_asked
from kuule.act.selectors.office import Office
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed


def is_too_much_due(member: Member, inbox: str, *, now: datetime) -> bool:
    """Tell whether more is due, until the next working day is over, than who looks after an inbox can call that day.

    One's own is looked after by oneself, that of a team by those of it who are there, all of it by all who are there.
    """
    office = Office(member.workspace, now=now)
    people = _people_of(member, inbox, office)
    if not people:
        return False
    calls = people * office.settings.calls_a_day
    waiting = cases_asked(member, CaseQuery(inbox=inbox), now=now)
    due = waiting.filter(contacted_at=None, due_at__lte=office.end_of_calls())
    return due.order_by()[: calls + 1].count() > calls


def _people_of(member: Member, inbox: str, office: Office) -> int:
    """Return how many people look after an inbox, 0 for one that nobody looks after as a whole."""
    if inbox == MINE:
        return 1
    there = [pk for pk, worker in office.staff.items() if worker.works and not worker.is_away]
    if inbox == TEAM:
        theirs = set(member.teams.values_list("pk", flat=True))
        return sum(any(team.pk in theirs for team in office.members[pk].teams.all()) for pk in there)
    return len(there) if inbox == ALL and is_allowed(member.role, "see_all_cases") else 0
