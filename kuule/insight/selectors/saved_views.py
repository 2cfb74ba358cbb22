"""Questions that were kept under a name."""

from django.db.models import Q, QuerySet

from kuule.insight.models import SavedView
from kuule.workspaces.models import Member


def saved_views_of(member: Member) -> QuerySet[SavedView]:
    """Return the views of a member and those that everybody shares, by name."""
    found = SavedView.objects.filter(Q(member=member) | Q(member=None), workspace_id=member.workspace_id)
    return found.order_by("name", "pk")
