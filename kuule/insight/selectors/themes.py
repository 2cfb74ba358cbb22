"""Themes and what was found beside them, as pages read them."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Left

from kuule.insight.models import CommentReading, Theme, ThemeSuggestion
from kuule.insight.rules.themes import OPEN
from kuule.insight.selectors.responses import OPENING
from kuule.responses.rules import PERSON
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.models import Workspace

EXAMPLES = 3


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


def suggestion_of(workspace: Workspace, *, suggestion_id: int) -> ThemeSuggestion | None:
    """Return one suggestion, or None."""
    found = ThemeSuggestion.objects.filter(workspace=workspace, pk=suggestion_id)
    return found.select_related("workspace").first()


def examples_of(workspace: Workspace, *, suggestions: Sequence[ThemeSuggestion]) -> dict[int, list[str]]:
    """Return the comments that each suggestion names, by its id: masked, and none from anonymous surveys."""
    wanted = {pk for each in suggestions for pk in each.responses}
    readings = CommentReading.objects.filter(
        workspace=workspace, response__in=wanted, response__survey__is_anonymous=False, response__verdict=PERSON
    )
    texts = dict(readings.values_list("response_id", Left("masked", OPENING)))
    return {each.pk: [texts[pk] for pk in each.responses if pk in texts][:EXAMPLES] for each in suggestions}
