"""Which languages comments come in."""

from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace


def languages_offered(workspace: Workspace) -> list[str]:
    """Return the languages that people can answer in, sorted."""
    offered = SurveyVersion.objects.filter(workspace=workspace).values_list("languages", flat=True)
    return sorted({language for languages in offered for language in languages})
