"""Ways to collect answers, as they are kept."""

from django.db.models import QuerySet

from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import MEMBER_LINK, is_public_token
from kuule.surveys.models import Survey
from kuule.workspaces.models import Member, Workspace


def collectors_of(workspace: Workspace, *, survey: Survey) -> QuerySet[Collector]:
    """Return the ways in which a survey collects answers, the newest first, stopped ones included."""
    found = Collector.objects.filter(workspace=workspace, survey=survey)
    return found.select_related("survey", "member__user", "account").order_by("-id")


def links_of(workspace: Workspace, *, member: Member) -> QuerySet[Collector]:
    """Return the own links of a member, the newest first, stopped ones included."""
    found = Collector.objects.filter(workspace=workspace, member=member, kind=MEMBER_LINK.key)
    return found.select_related("survey", "account").order_by("-id")


def collector_of(workspace: Workspace, *, collector_id: int) -> Collector | None:
    """Return one of them, or None."""
    known = Collector.objects.select_related("survey", "member__user", "account", "workspace")
    return known.filter(workspace=workspace, pk=collector_id).first()


def collector_by_token(token: str, *, kind: str = "") -> Collector | None:
    """Return the one whose token this is, of a kind if one is named, or None: one query, no workspace needed."""
    if not is_public_token(token):
        return None
    known = Collector.objects.select_related("workspace", "survey", "account", "member__user").filter(token=token)
    return (known.filter(kind=kind) if kind else known).first()
