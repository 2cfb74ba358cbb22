"""Answers as programs read them: the newest first, or in the order in which they were changed."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from kuule.lib.places import Place, beginning, behind
from kuule.responses.models import Response
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Workspace


def answers_told(
    workspace: Workspace,
    *,
    survey_id: int | None,
    since: datetime | None,
    updated_since: datetime | None,
    after: Place | None,
    limit: int,
) -> list[Response]:
    """Return answers of persons to surveys that are not anonymous, behind a place: the newest first.

    With `updated_since` those that were given or changed since then come in that order, the oldest first, so that
    whoever reads on finds what is changed meanwhile. Each has `updated_at`.
    """
    found = _named(workspace)
    if survey_id is not None:
        found = found.filter(survey_id=survey_id)
    if since is not None:
        found = found.filter(answered_at__gte=since)
    if updated_since is None:
        return list(behind(found, after, time="answered_at")[:limit])
    changed = found.filter(updated_at__gte=beginning(updated_since, after))  # type: ignore[misc] # an alias of `_named`
    return list(behind(changed, after, time="updated_at", oldest_first=True)[:limit])


def answer_told(workspace: Workspace, *, response_id: int, is_held: bool = False) -> Response | None:
    """Return one answer of a person to a survey that is not anonymous, or None.

    With `is_held` nobody else changes it until the transaction ends.
    """
    found = _named(workspace).filter(pk=response_id)
    return (found.select_for_update(of=("self",)) if is_held else found).first()


def _named(workspace: Workspace) -> QuerySet[Response]:
    found = Response.objects.filter(workspace=workspace, verdict=PERSON, survey__is_anonymous=False)
    return found.annotate(updated_at=Coalesce("changed_at", "answered_at")).select_related("version", "workspace")
