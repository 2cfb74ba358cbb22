"""How many labels wait to be checked, and what was decided last."""

from kuule.insight.models import Theme, ThemeLabel
from kuule.insight.query import Query
from kuule.insight.selectors.matching import responses_matching
from kuule.workspaces.models import Member, Workspace

MOST_LABELS = 1_000


def labels_waiting(query: Query, *, theme: Theme | None = None) -> int:
    """Return how many labels nobody decided about, of one theme or of all, at most `MOST_LABELS` + 1.

    Only those of comments that a query means, and that may be read, are counted.
    """
    readable = responses_matching(query.asking(only_comments=True), for_words=True).order_by().values("pk")
    labels = ThemeLabel.objects.filter(
        workspace=query.workspace_id, verdict=None, theme__archived_at=None, response__in=readable
    )
    return (labels.filter(theme=theme) if theme else labels)[: MOST_LABELS + 1].count()


def last_decision(workspace: Workspace, *, member: Member) -> ThemeLabel | None:
    """Return the label that a member decided about last, or None."""
    decided = ThemeLabel.objects.filter(workspace=workspace, decided_by=member).exclude(verdict=None)
    return decided.select_related("theme").order_by("-decided_at", "-pk").first()
