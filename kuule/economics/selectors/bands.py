"""Which workspaces keep the bands of value on their accounts."""

from datetime import date

from django.db.models import Q, QuerySet

from kuule.economics.models import ValueBands
from kuule.workspaces.models import Workspace


def stale_bands(*, day: date) -> QuerySet[ValueBands]:
    """Return the bands that were not refreshed on a day, the oldest first."""
    stale = ValueBands.objects.filter(Q(refreshed_on=None) | Q(refreshed_on__lt=day))
    return stale.select_related("workspace").order_by("refreshed_on", "pk")


def keeps_bands(workspace: Workspace) -> bool:
    """Tell whether a workspace keeps the bands of value on its accounts."""
    return ValueBands.objects.filter(workspace=workspace).exists()
