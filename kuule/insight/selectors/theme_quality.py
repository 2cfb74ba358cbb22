"""What people said about labels, counted."""

from dataclasses import dataclass

from django.db.models import Count

from kuule.insight.models import Theme, ThemeLabel
from kuule.insight.rules.themes import ADDED, RIGHT, WRONG
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many labels people called right and wrong, and how many they added."""

    right: int
    wrong: int
    added: int


def verdicts_of(workspace: Workspace, *, theme: Theme | None = None) -> Verdicts:
    """Return what people said about the labels of one theme, or of all that are not put away."""
    labels = ThemeLabel.objects.filter(workspace=workspace, theme__archived_at=None, verdict__isnull=False)
    labels = labels.filter(theme=theme) if theme else labels
    counted = dict(labels.order_by().values_list("verdict").annotate(Count("pk")))
    return Verdicts(*(counted.get(each, 0) for each in (RIGHT, WRONG, ADDED)))
