"""Which initiatives there are, and what belongs to one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kuule.act.models import Case, Initiative, InitiativeEntry, InitiativeReview, RootCause
from kuule.act.rules.initiatives import ENDED
from kuule.act.selectors.evidence import causes_around
from kuule.economics.selectors.effects import touchpoints_judged
from kuule.insight.selectors.themes import live_themes
from kuule.surveys.selectors import touchpoints_of
from kuule.workspaces.models import Member, Workspace
from kuule.workspaces.selectors import teams

YEAR = timedelta(days=365)


def initiatives_of(workspace: Workspace) -> QuerySet[Initiative]:
    """Return all initiatives, the one that moved last first."""
    known = Initiative.objects.filter(workspace=workspace).select_related(
        "workspace", "owner__user", "sponsor__user", "team", "root_cause", "theme", "touchpoint", "treatment"
    )
    return known.order_by("-state_since", "-pk")


def open_initiatives(workspace: Workspace) -> QuerySet[Initiative]:
    """Return those of which something is still to come."""
    return initiatives_of(workspace).exclude(state__in=ENDED)


def initiatives_on_agenda(workspace: Workspace, *, day: date) -> QuerySet[Initiative]:
    """Return what those who decide talk about: all that goes on, and what ended in the twelve months until a day."""
    return initiatives_of(workspace).filter(~Q(state__in=ENDED) | Q(state_since__date__gt=day - YEAR))


def initiatives_from_cases_of(member: Member) -> QuerySet[Initiative]:
    """Return the initiatives whose root cause, or one wider than it, a case of a member was coded with."""
    cases = Case.objects.filter(workspace=member.workspace_id, owner=member, root_cause__isnull=False)
    coded = set(cases.order_by().values_list("root_cause_id", flat=True).distinct())
    wider = causes_around((each for each in coded if each is not None), workspace_id=member.workspace_id)
    pinned = Q(pins__case__owner=member)
    return initiatives_of(member.workspace).filter(pinned | Q(root_cause__in=wider)).distinct()


def reviews_due(workspace: Workspace, *, until: date) -> QuerySet[InitiativeReview]:
    """Return the reviews that nobody made yet and that are due until a day, the oldest first."""
    found = InitiativeReview.objects.filter(workspace=workspace, made_at=None, due_on__lte=until)
    return found.exclude(initiative__state__in=ENDED).select_related("initiative__owner__user").order_by("due_on", "pk")


def links_of(
    workspace: Workspace,
    *,
    root_cause: int | None,
    theme: int | None,
    touchpoint: int | None,
    judged_by: int | None,
    team: int | None,
) -> Mapping[str, Any]:
    """Return what an initiative can be tied to, by these ids; None for what is not there, or not in use."""
    causes = RootCause.objects.filter(workspace=workspace, archived_at=None)
    judged = {each.pk: each for each in touchpoints_judged(workspace)}
    return {
        "root_cause": causes.filter(pk=root_cause).first() if root_cause else None,
        "theme": live_themes(workspace).filter(pk=theme).first() if theme else None,
        "touchpoint": touchpoints_of(workspace).filter(pk=touchpoint).first() if touchpoint else None,
        "judged_by": judged.get(judged_by) if judged_by else None,
        "team": teams(workspace).filter(pk=team).first() if team else None,
    }


def log_of(initiative: Initiative) -> QuerySet[InitiativeEntry]:
    """Return what happened to an initiative, the newest first."""
    return initiative.entries.select_related("by__user").order_by("-at", "-pk")


def public_initiatives(workspace: Workspace) -> QuerySet[Initiative]:
    """Return those that customers at large may read about, the newest first: for the room `share`."""
    return initiatives_of(workspace).filter(is_public=True, done_at__isnull=False).order_by("-done_at", "-pk")
