"""Whose cases a member looks after: their own, and what is due of those they stand in for."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kuule.act.models import Case
from kuule.act.rules import OPEN
from kuule.act.rules.due import end_of
from kuule.act.selectors.staff import day_in, stood_in_for
from kuule.workspaces.models import Member

# Who waits for somebody: not reached yet, or answered and not answered back.
WAITS = Q(contacted_at=None) | Q(reply_waits_since__isnull=False)


def own_cases(member: Member, *, now: datetime) -> QuerySet[Case]:
    """Return the cases of a member, and those of absent people they stand in for that are due before these are back."""
    # Own cases are always seen: to say so once more would keep the database from its index.
    cases = Case.objects.filter(workspace_id=member.workspace_id)
    absent = absent_people(member, now=now)
    if not absent:
        return cases.filter(owner=member)
    zone = ZoneInfo(member.workspace.timezone)
    theirs = Q()
    for owner, last_day in absent.items():
        theirs |= Q(owner=owner, due_at__lte=end_of(last_day, zone))
    return cases.filter(Q(owner=member) | Q(theirs & WAITS, state=OPEN))


def absent_people(member: Member, *, now: datetime) -> Mapping[int, date]:
    """Return whom a member stands in for at a moment, by id, and until which day each is away."""
    return stood_in_for(member, day=day_in(member.workspace, now))
