"""Which cases a member may see."""

from django.db.models import Q, QuerySet

from kuule.act.models import Case
from kuule.workspaces.models import Member
from kuule.workspaces.rules import is_allowed


def cases_seen_by(member: Member) -> QuerySet[Case]:
    """Return the cases of a workspace that a member may see: all, or their own and those of their teams."""
    cases = Case.objects.filter(workspace_id=member.workspace_id)
    if is_allowed(member.role, "see_all_cases"):
        return cases
    if not is_allowed(member.role, "see_cases"):
        return cases.none()
    return cases.filter(Q(owner=member) | Q(team__in=member.teams.values("pk")))
