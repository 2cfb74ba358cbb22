"""What a workspace wants to hear from its accounts."""

from kuule.dispatch.models import CoverageSettings
from kuule.workspaces.models import Workspace


def coverage_settings_of(workspace: Workspace) -> CoverageSettings:
    """Return the settings of a workspace; the usual ones where it never changed any."""
    return CoverageSettings.objects.filter(workspace=workspace).first() or CoverageSettings(workspace=workspace)
