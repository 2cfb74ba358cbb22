"""Themes and what was found beside them, as pages read them."""

from django.db.models import QuerySet

from kuule.insight.models import Theme, ThemeSuggestion
from kuule.insight.rules.themes import OPEN
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace


def themes_of(workspace: Workspace) -> QuerySet[Theme]:
    """Return the themes that comments are labelled with, in the order in which they were made."""
    return Theme.objects.live().filter(workspace=workspace).order_by("pk")


def archived_themes(workspace: Workspace) -> QuerySet[Theme]:
    """Return the themes that were put away, the newest first, with what took over their labels."""
    put_away = Theme.objects.filter(workspace=workspace, archived_at__isnull=False)
    return put_away.select_related("merged_into").order_by("-archived_at", "-pk")


def theme_of(workspace: Workspace, *, theme_id: int) -> Theme | None:
    """Return one theme, put away or not, or None."""
    return Theme.objects.filter(workspace=workspace, pk=theme_id).select_related("merged_into").first()


def suggestions_of(workspace: Workspace) -> QuerySet[ThemeSuggestion]:
    """Return the suggestions that wait for a person, those found in most comments first."""
    return ThemeSuggestion.objects.filter(workspace=workspace, state=OPEN).order_by("-n", "pk")


def languages_of_comments(workspace: Workspace) -> list[str]:
    """Return the languages that people can answer in, sorted."""
    offered = SurveyVersion.objects.filter(workspace=workspace).values_list("languages", flat=True)
    return sorted({language for languages in offered for language in languages})
