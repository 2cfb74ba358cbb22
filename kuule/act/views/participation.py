"""Who takes part: what a team looked after, and whoever is signed in beside it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuule.act.answers.participation import IN_TIME, Participation, participation_of
from kuule.act.rules.huddles import are_apart
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.models import Team

MOST_TEAMS = 50


@member_page("see_huddles")
@require_safe
def participation(request: MemberRequest) -> HttpResponse:
    """Show every team that a member may see, by name; one's own figures are for oneself."""
    teams = Team.objects.filter(workspace=request.workspace).order_by("name", "pk")
    if not request.may("see_all_cases"):
        teams = teams.filter(members=request.member)
    now = timezone.now()
    found = [participation_of(team, member=request.member, now=now) for team in teams[:MOST_TEAMS]]
    context = {"found": found, "are_apart": are_apart(_intervals(found)), "several": len(found) > 1}
    return render(request, "act/participation.html", context)


def _intervals(found: list[Participation]) -> list[tuple[float, float]]:
    estimates = [share.estimate for each in found for share in each.shares if share.key == IN_TIME]
    return [
        (each.lower, each.upper)
        for each in estimates
        if each is not None and each.lower is not None and each.upper is not None
    ]
