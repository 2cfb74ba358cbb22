"""Whom somebody asked, and why others were not, as programs read it."""

from datetime import datetime

from django.db.models import QuerySet

from kuule.dispatch.models import Invitation
from kuule.dispatch.rules import CARED
from kuule.lib.places import Place, behind
from kuule.workspaces.models import Workspace


def invitations_told(
    workspace: Workspace,
    *,
    survey_id: int | None,
    contact_id: int | None,
    since: datetime | None,
    after: Place | None,
    limit: int,
) -> list[Invitation]:
    """Return decisions about asking people, to surveys that are not anonymous, the last first, behind a place."""
    found = _of(workspace)
    if survey_id is not None:
        found = found.filter(version__survey_id=survey_id)
    if contact_id is not None:
        found = found.filter(contact_id=contact_id)
    if since is not None:
        found = found.filter(decided_at__gte=since)
    return list(behind(found, after)[:limit])


def invitation_told(workspace: Workspace, *, invitation_id: int) -> Invitation | None:
    """Return one of them, or None."""
    return _of(workspace).filter(pk=invitation_id).first()


def _of(workspace: Workspace) -> QuerySet[Invitation]:
    # Who was asked in secret, and whether they answered, is not told one by one.
    known = Invitation.objects.filter(workspace=workspace, version__survey__is_anonymous=False)
    return known.exclude(decision=CARED).select_related("version", "workspace").prefetch_related("deliveries")
