"""Which cases a member may see."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from kuule.act.models import Case
from kuule.act.selectors.own_cases import absent_people
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed


def cases_seen_by(member: Member) -> QuerySet[Case]:
    """Return the cases of a workspace that a member may see: all, or their own and those of their teams.

    Who stands in for somebody sees the cases of that one while they are away.
    """
    cases = Case.objects.filter(workspace_id=member.workspace_id)
    if is_allowed(member.role, "see_all_cases"):
        return cases
    if not is_allowed(member.role, "see_cases"):
        return cases.none()
    # Whether somebody may look is decided when they look, whatever the page is about.
    owners = [member.pk, *absent_people(member, now=timezone.now())]
    return cases.filter(Q(owner__in=owners) | Q(team__in=member.teams.values("pk")))
