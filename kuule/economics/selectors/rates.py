"""The exchange rates of a company."""

from django.db.models import QuerySet

from kuule.economics.models import ExchangeRate
from kuule.workspaces.models import Workspace


def rates_of(workspace: Workspace) -> QuerySet[ExchangeRate]:
    """Return the rates, the newest day first."""
    return ExchangeRate.objects.filter(workspace=workspace).order_by("-day", "currency", "pk")
