"""What was read out of comments: marks beside them, what to look over next, and what people said about labels."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.query import Query
from kuule.insight.rules.themes import ADDED, RIGHT, WRONG, sentiment_of
from kuule.insight.selectors.matching import responses_matching
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What was read out of one comment: its labels that count, how it sounds, why it is urgent and by which phrase."""

    reading: CommentReading
    labels: Sequence[ThemeLabel]

    @property
    def sentiment(self) -> str:
        """Return how it sounds, as a word of `rules.themes`."""
        return sentiment_of(self.reading.p_promoter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """How many labels of models people found right and wrong, and how many they added."""

    right: int = 0
    wrong: int = 0
    added: int = 0

    @property
    def n(self) -> int:
        """Return how many labels of models people checked."""
        return self.right + self.wrong


def marks_of(workspace: Workspace, *, responses: Collection[int]) -> Mapping[int, Marks]:
    """Return what was read out of the comments of these answers, by answer; not each was read."""
    labels: dict[int, list[ThemeLabel]] = defaultdict(list)
    counted = ThemeLabel.objects.counted().of(responses).filter(workspace=workspace)
    for label in counted.select_related("theme").order_by("-probability", "pk"):
        labels[label.response_id].append(label)
    readings = CommentReading.objects.filter(workspace=workspace, response__pk__among=list(responses))
    return {each.response_id: Marks(reading=each, labels=labels[each.response_id]) for each in readings}


def next_to_review(query: Query, *, theme: Theme | None = None, after: int | None = None) -> CommentReading | None:
    """Return the next comment with a label that nobody looked at, of one theme or of any; None when all are done.

    Comments come in an order by lot, so that those looked over are a fair sample; `after` is the `lot` of the one
    before. Only comments that a query means, and that may be read, come up.
    """
    open_labels = ThemeLabel.objects.filter(response=OuterRef("response"), verdict=None, theme__archived_at=None)
    if theme:
        open_labels = open_labels.filter(theme=theme)
    readable = responses_matching(query.asking(only_comments=True), for_words=True)
    readings = CommentReading.objects.filter(Exists(open_labels), workspace=query.workspace_id)
    if after is not None:
        readings = readings.filter(lot__gt=after)
    return readings.filter(response__in=readable.order_by().values("pk")).order_by("lot").first()


def labels_to_review(reading: CommentReading) -> list[ThemeLabel]:
    """Return all labels of a comment, decided or not, the surest first."""
    labels = ThemeLabel.objects.filter(workspace=reading.workspace_id, response=reading.response_id)
    return list(labels.filter(theme__archived_at=None).select_related("theme").order_by("-probability", "pk"))


def label_of(workspace: Workspace, *, label_id: int) -> ThemeLabel | None:
    """Return one label with its theme, or None."""
    return ThemeLabel.objects.filter(workspace=workspace, pk=label_id).select_related("theme").first()


def reading_of(workspace: Workspace, *, response_id: int) -> CommentReading | None:
    """Return what was read out of the comment of one answer, or None."""
    found = CommentReading.objects.filter(workspace=workspace, response=response_id)
    return found.select_related("response").first()


def reviewed_labels(workspace: Workspace) -> Mapping[int, Reviewed]:
    """Return how many labels people decided, by theme that is not put away."""
    decided = ThemeLabel.objects.filter(workspace=workspace, theme__archived_at=None).exclude(verdict=None)
    counted = decided.values("theme").annotate(
        right=Count("pk", filter=Q(verdict=RIGHT)),
        wrong=Count("pk", filter=Q(verdict=WRONG)),
        added=Count("pk", filter=Q(verdict=ADDED)),
    )
    return {
        theme: Reviewed(right=right, wrong=wrong, added=added)
        for theme, right, wrong, added in counted.order_by().values_list("theme", "right", "wrong", "added")
    }
