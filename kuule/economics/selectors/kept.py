"""Whether figures of a workspace take long, and those that were counted beforehand."""

from datetime import datetime

from django.db.models import F, QuerySet

from kuule.economics.models import Contract, CustomerEvent, KeptFigures, LedgerEntry
from kuule.responses.models import Response
from kuule.workspaces.models import Workspace

_READ = (Response, LedgerEntry, Contract, CustomerEvent)


def has_many_rows(workspace: Workspace, *, most: int) -> bool:
    """Tell whether more rows than these stand behind figures of value. No row beyond them is counted."""
    left = most
    for model in _READ:
        left -= model._default_manager.filter(workspace=workspace).order_by()[: left + 1].count()
        if left < 0:
            return True
    return False


def due_figures(*, now: datetime) -> QuerySet[KeptFigures]:
    """Return what is to be counted now, in all workspaces: what was never counted first."""
    due = KeptFigures.objects.filter(due_at__lte=now).select_related("workspace")
    return due.order_by(F("counted_at").asc(nulls_first=True), "due_at", "pk")
