"""What happened at touchpoints, what was decided about it, and the hooks by which other systems tell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuule.contacts.models import Contact
from kuule.dispatch.models import AskDecision, Delivery, InboundHook, Occurrence
from kuule.dispatch.rules.occurrences import ASKED, QUEUED
from kuule.lib.places import Place, behind
from kuule.lib.tokens import hash_token, is_well_formed
from kuule.surveys.models import Touchpoint
from kuule.surveys.rules import PUBLISHED
from kuule.workspaces.models import Workspace

OCCURRENCES_PAGE = 50
# Whoever is off or has no open survey asks nobody: what happens there waits, and expires.
_MAY_ASK = Q(
    touchpoint__is_on=True,
    touchpoint__archived_at=None,
    touchpoint__survey__state=PUBLISHED,
    touchpoint__survey__archived_at=None,
)


def _due(now: datetime) -> QuerySet[Occurrence]:
    due = Occurrence.objects.filter(state=QUEUED, due_at__lte=now)
    return due.filter(_MAY_ASK | Q(expires_at__lte=now))


def workspaces_with_due_occurrences(*, now: datetime) -> list[Workspace]:
    """Return the workspaces in which something is to be decided."""
    return list(Workspace.objects.filter(Exists(_due(now).filter(workspace=OuterRef("pk")))).order_by("pk"))


def due_occurrences(workspace: Workspace, *, now: datetime) -> QuerySet[Occurrence]:
    """Return what is to be decided about, those that waited longest first."""
    due = _due(now).filter(workspace=workspace)
    return due.select_related("touchpoint__survey").order_by("due_at", "pk")


def asked_on_day(touchpoint: Touchpoint, begins: datetime, ends: datetime) -> int:
    """Return about how many occurrences at a touchpoint people are asked on a day."""
    messages = Delivery.objects.filter(invitation=OuterRef("invitation"), due_at__gte=begins, due_at__lt=ends)
    return Occurrence.objects.filter(Exists(messages), touchpoint=touchpoint, state=ASKED).count()


def contacts_with(workspace: Workspace, *, ids: Sequence[int | None]) -> dict[int, Contact]:
    """Return these people by id, with their accounts."""
    wanted = [each for each in set(ids) if each is not None]
    people = Contact.objects.select_related("account").filter(workspace=workspace, pk__in=wanted)
    return {each.pk: each for each in people}


def touchpoint_by_key(workspace: Workspace, *, key: str) -> Touchpoint | None:
    """Return the touchpoint that other systems name so, or None."""
    return Touchpoint.objects.filter(workspace=workspace, key=key, archived_at=None).first()


def touchpoint_of(workspace: Workspace, *, touchpoint_id: int) -> Touchpoint | None:
    """Return one touchpoint, archived or not, or None."""
    return Touchpoint.objects.select_related("survey").filter(workspace=workspace, pk=touchpoint_id).first()


def touchpoints_to_tell_of(workspace: Workspace) -> QuerySet[Touchpoint]:
    """Return the touchpoints of which other systems can tell, in the order of the journey."""
    found = Touchpoint.objects.filter(workspace=workspace, archived_at=None)
    return found.order_by("stage__position", "stage_id", "position", "pk")


def occurrences_of(workspace: Workspace, *, touchpoint: Touchpoint, state: str = "") -> QuerySet[Occurrence]:
    """Return what happened at a touchpoint, the newest first; in one state if that is given."""
    found = Occurrence.objects.filter(workspace=workspace, touchpoint=touchpoint)
    found = found.filter(state=state) if state else found
    return found.select_related("contact", "account").order_by("-happened_at", "-pk")


def occurrences_told(
    workspace: Workspace, *, touchpoint: str, since: datetime | None, after: Place | None, limit: int
) -> list[Occurrence]:
    """Return occurrences, those told last first, behind a place in the list."""
    found = Occurrence.objects.filter(workspace=workspace)
    if touchpoint:
        found = found.filter(touchpoint__key=touchpoint)
    if since is not None:
        found = found.filter(received_at__gte=since)
    joined = found.select_related("workspace", "touchpoint")
    return list(behind(joined, after, time="received_at")[:limit])


def occurrence_by_uid(workspace: Workspace, *, uid: UUID) -> Occurrence | None:
    """Return one occurrence, or None."""
    found = Occurrence.objects.select_related("workspace", "touchpoint")
    return found.filter(workspace=workspace, uid=uid).first()


def decisions_on(occurrence: Occurrence) -> list[AskDecision]:
    """Return what was decided about an occurrence, in order."""
    found = AskDecision.objects.filter(workspace_id=occurrence.workspace_id, occurrence=occurrence)
    return list(found.order_by("pk"))


def live_hooks(workspace: Workspace) -> QuerySet[InboundHook]:
    """Return the hooks that take what other systems tell, the newest first."""
    found = InboundHook.objects.filter(workspace=workspace, revoked_at=None)
    return found.select_related("touchpoint").order_by("-pk")


def hook_of(workspace: Workspace, *, hook_id: int) -> InboundHook | None:
    """Return one hook that was not revoked, or None."""
    return live_hooks(workspace).filter(pk=hook_id).first()


def hook_by_token(token: str) -> InboundHook | None:
    """Return the hook that an address leads to, with its workspace, or None."""
    if not is_well_formed(token):
        return None
    live = InboundHook.objects.filter(token=hash_token(token), revoked_at=None)
    return live.select_related("workspace", "touchpoint").first()
