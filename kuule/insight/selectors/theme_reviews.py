"""Which comment to look over next, and what was decided last."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.rules.themes import WRONG
from kuule.responses.rules import PERSON
from kuule.workspaces.models import Member, Workspace

COUNT_CAP = 1_000


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """A comment to look over: its labels in the order of their themes, and the one that is asked about now."""

    reading: CommentReading
    labels: Sequence[ThemeLabel]
    asked: ThemeLabel

    @property
    def themes(self) -> frozenset[int]:
        """Return the ids of the themes that it has by now."""
        return frozenset(label.theme_id for label in self.labels if label.verdict != WRONG)


def next_to_review(workspace: Workspace, *, at: int = 0, theme: Theme | None = None) -> ReviewTask | None:
    """Return the comment at this lot or behind it that has a label nobody decided about, None when there is none.

    Comments come in the order of their lots, so that whatever was looked over is a fair sample of all. Anonymous ones
    are left out: whoever reads them one by one could tell people apart.
    """
    waiting = _undecided(workspace, theme).filter(response=OuterRef("response"))
    readings = CommentReading.objects.filter(Exists(waiting), workspace=workspace, lot__gte=at)
    readable = readings.filter(response__survey__is_anonymous=False, response__verdict=PERSON)
    reading = readable.select_related("response__account").order_by("lot", "pk").first()
    if reading is None:
        return None
    labels = list(
        ThemeLabel.objects.filter(workspace=workspace, response=reading.response_id, theme__archived_at=None)
        .select_related("theme")
        .order_by("theme")
    )
    asked = next(each for each in labels if each.verdict is None and theme in (None, each.theme))
    return ReviewTask(reading, labels, asked)


def labels_waiting(workspace: Workspace, *, theme: Theme | None = None) -> int:
    """Return how many labels nobody decided about, at most `COUNT_CAP` + 1."""
    return _undecided(workspace, theme)[: COUNT_CAP + 1].count()


def label_of(workspace: Workspace, *, label_id: int) -> ThemeLabel | None:
    """Return one label, or None where it is gone."""
    return ThemeLabel.objects.filter(workspace=workspace, pk=label_id).select_related("theme", "workspace").first()


def reading_of(workspace: Workspace, *, response_id: int) -> CommentReading | None:
    """Return what was read out of the comment of one answer, or None."""
    return CommentReading.objects.filter(workspace=workspace, response=response_id).select_related("workspace").first()


def last_decision(workspace: Workspace, *, member: Member) -> ThemeLabel | None:
    """Return the label that a member decided about last, or None."""
    decided = ThemeLabel.objects.filter(workspace=workspace, decided_by=member, verdict__isnull=False)
    return decided.select_related("theme", "workspace").order_by("-decided_at", "-pk").first()


def _undecided(workspace: Workspace, theme: Theme | None) -> QuerySet[ThemeLabel]:
    labels = ThemeLabel.objects.filter(workspace=workspace, verdict=None, theme__archived_at=None)
    return labels.filter(theme=theme) if theme else labels
