"""Themes, what was found but not taken yet, and how far reading and labelling are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kuule.insight.models import CommentReading, TextModel, Theme, ThemeSuggestion
from kuule.insight.rules.themes import COMMENT_JOBS, OPEN, SENTIMENT_MODEL
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES
from kuule.jobs.selectors import newest_jobs
from kuule.responses.models import Response, VerbatimChange
from kuule.workspaces.models import Workspace

# To count further would take longer than it is worth.
MOST_WAITING = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingState:
    """How many comments were read and how many wait, at most `MOST_WAITING` + 1; jobs under way, the newest first.

    `sentiment` is the model that tells how comments sound, None until there are enough scores to learn from.
    """

    read: int
    waiting: int
    jobs: Sequence[Job]
    sentiment: TextModel | None


def live_themes(workspace: Workspace) -> QuerySet[Theme]:
    """Return the themes that comments are labelled with, in the order they were made."""
    return Theme.objects.live().filter(workspace=workspace).order_by("pk")


def themes_among(workspace_id: int, ids: Iterable[int | None]) -> dict[int, Theme]:
    """Return those of these themes that comments are labelled with, by id, in the order they were made."""
    wanted = [each for each in ids if each is not None]
    return {
        theme.pk: theme for theme in Theme.objects.live().filter(workspace=workspace_id, pk__in=wanted).order_by("pk")
    }


def archived_themes(workspace: Workspace) -> QuerySet[Theme]:
    """Return the themes that were put away, the last one first."""
    archived = Theme.objects.filter(workspace=workspace, archived_at__isnull=False)
    return archived.select_related("merged_into").order_by("-archived_at", "-pk")


def theme_of(workspace: Workspace, *, theme_id: int) -> Theme | None:
    """Return one theme, put away or not, or None."""
    return Theme.objects.filter(workspace=workspace, pk=theme_id).select_related("merged_into").first()


def open_suggestions(workspace: Workspace) -> QuerySet[ThemeSuggestion]:
    """Return the themes that were found and wait for a person, those found in most comments first."""
    return ThemeSuggestion.objects.filter(workspace=workspace, state=OPEN).order_by("-n", "pk")


def suggestion_of(workspace: Workspace, *, suggestion_id: int) -> ThemeSuggestion | None:
    """Return one suggestion, or None."""
    return ThemeSuggestion.objects.filter(workspace=workspace, pk=suggestion_id).first()


def reading_state(workspace: Workspace) -> ReadingState:
    """Return how far reading and labelling are."""
    open_jobs = newest_jobs(workspace, kinds=COMMENT_JOBS).filter(state__in=OPEN_STATES)
    models = TextModel.objects.filter(workspace=workspace, kind=SENTIMENT_MODEL).defer("state")
    return ReadingState(
        read=CommentReading.objects.filter(workspace=workspace).count(),
        waiting=_waiting(workspace),
        jobs=list(open_jobs[:10]),
        sentiment=models.first(),
    )


def _waiting(workspace: Workspace) -> int:
    entries = VerbatimChange.objects.filter(workspace_id=workspace.pk)
    named = entries.exclude(row_id=None).values("row_id").distinct()[: MOST_WAITING + 1].count()
    following = entries.filter(row_id=None).order_by("after").values_list("after", flat=True).first()
    if following is None:
        return named
    comments = Response.objects.filter(workspace=workspace, pk__gt=following or 0).exclude(verbatim="")
    return min(named + comments[: MOST_WAITING + 1].count(), MOST_WAITING + 1)
