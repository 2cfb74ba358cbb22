"""How a company counts its money."""

from kuule.economics.models import MoneySettings
from kuule.workspaces.models import Workspace


def money_settings(workspace: Workspace) -> MoneySettings:
    """Return how a workspace counts its money: what it decided, else the defaults (not saved)."""
    return MoneySettings.objects.filter(workspace=workspace).first() or MoneySettings(workspace=workspace)
