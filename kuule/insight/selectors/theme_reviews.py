"""How many labels wait to be checked, and what was decided last."""

from kuule.insight.models import Theme, ThemeLabel
from kuule.workspaces.models import Member, Workspace

MOST_LABELS = 1_000


def labels_waiting(workspace: Workspace, *, theme: Theme | None = None) -> int:
    """Return how many labels of one theme, or of all, nobody decided about, at most `MOST_LABELS` + 1."""
    labels = ThemeLabel.objects.filter(workspace=workspace, verdict=None, theme__archived_at=None)
    return (labels.filter(theme=theme) if theme else labels)[: MOST_LABELS + 1].count()


def last_decision(workspace: Workspace, *, member: Member) -> ThemeLabel | None:
    """Return the label that a member decided about last, or None."""
    decided = ThemeLabel.objects.filter(workspace=workspace, decided_by=member).exclude(verdict=None)
    return decided.select_related("theme").order_by("-decided_at", "-pk").first()
