"""What may stay with an answer whose person is forgotten: only what so many answers share that it names nobody."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from kuule.contacts.models import Contact
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace


def is_account_large(workspace: Workspace, *, account_id: int | None) -> bool:
    """Tell whether an account has so many people that knowing it does not tell which of them answered."""
    if account_id is None:
        return False
    people = Contact.objects.filter(workspace=workspace, account_id=account_id, archived_at=None)
    return people[: workspace.min_n_anonymous].count() >= workspace.min_n_anonymous


def coarse_properties(workspace: Workspace, *, properties: dict[str, Any], with_account: bool) -> dict[str, Any]:
    """Return the part of a snapshot that at least `min_n_anonymous` answers have in common, all of it together."""
    sharing: QuerySet[Response] = Response.objects.filter(workspace=workspace)
    kept: dict[str, Any] = {}
    for key, value in sorted(properties.items()):
        if key.isdigit() or (key.startswith(ACCOUNT_PREFIX) and not with_account):
            continue
        alias = f"kept_{len(kept)}"
        fewer = sharing.alias(**{alias: KeyTransform(key, "properties")}).filter(**{alias: value})
        if fewer.order_by()[: workspace.min_n_anonymous].count() >= workspace.min_n_anonymous:
            sharing, kept[key] = fewer, value
    return kept
