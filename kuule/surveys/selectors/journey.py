"""The journey of customers: its stages, and the touchpoints within."""

from datetime import datetime

from django.db.models import Min, Prefetch, QuerySet

from kuule.lib.references import referred_to
from kuule.surveys.models import Journey, JourneyStage, Touchpoint
from kuule.workspaces.models import AuditEntry, Member, Workspace

BEGUN, REVIEWED = "journey_begun", "journey_reviewed"


def stages_of(workspace: Workspace) -> QuerySet[JourneyStage]:
    """Return the stages of a journey in their order."""
    return JourneyStage.objects.filter(workspace=workspace).order_by("position", "pk")


def journey_owner(workspace: Workspace) -> Member | None:
    """Return who owns the whole journey: somebody who can sign in, or None."""
    found = Journey.objects.filter(workspace=workspace, owner__user__is_active=True).select_related("owner__user")
    journey = found.first()
    return journey.owner if journey else None


def touchpoints_of(workspace: Workspace) -> QuerySet[Touchpoint]:
    """Return the touchpoints that are not archived, in the order of the journey, with all that a page says of them."""
    live = Touchpoint.objects.filter(workspace=workspace, archived_at=None)
    return live.select_related("owner__user", "survey", "stage").order_by(
        "stage__position", "stage_id", "position", "pk"
    )


def journey_of(workspace: Workspace) -> list[JourneyStage]:
    """Return the stages in their order, each with its `touchpoints` that are not archived: two queries."""
    inside = Prefetch("touchpoints", queryset=touchpoints_of(workspace))
    return list(stages_of(workspace).prefetch_related(inside))


def archived_touchpoints(workspace: Workspace) -> QuerySet[Touchpoint]:
    """Return the archived touchpoints, the last one archived first."""
    gone = Touchpoint.objects.filter(workspace=workspace, archived_at__isnull=False)
    return gone.select_related("stage").order_by("-archived_at", "-pk")


def touchpoint_of(workspace: Workspace, *, touchpoint_id: int) -> Touchpoint | None:
    """Return one touchpoint of a workspace, or None. An archived one is not found."""
    return touchpoints_of(workspace).filter(pk=touchpoint_id).first()


def touchpoint_by_key(workspace: Workspace, *, key: str) -> Touchpoint | None:
    """Return the touchpoint that other systems call by this key, or None. An archived one is not found."""
    return touchpoints_of(workspace).filter(key=key).first()


def is_used(touchpoint: Touchpoint) -> bool:
    """Tell whether anything refers to a touchpoint: something happened there, or another system tells of it."""
    return bool(referred_to(Touchpoint, [touchpoint.pk]))


def last_review(workspace: Workspace) -> tuple[datetime | None, bool]:
    """Return when the journey was reviewed last, and True; never yet: since when there is one, or None, and False."""
    acts = AuditEntry.objects.filter(workspace=workspace, act__in=(BEGUN, REVIEWED))
    last = acts.order_by("-at", "-pk").first()
    if last is not None:
        return last.at, last.act == REVIEWED
    made = Touchpoint.objects.filter(workspace=workspace).aggregate(at=Min("created_at"))
    return made["at"], False
