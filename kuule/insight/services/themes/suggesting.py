"""Looking for themes that nobody named yet; people take what they find useful."""

from datetime import datetime

from django.db import transaction

from kuule.insight.models import Theme, ThemeSuggestion
from kuule.insight.rules.themes import DISMISSED, FOUND, OPEN, SEARCHING, TAKEN
from kuule.insight.services.themes.making import ThemeSettings, make_theme
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES
from kuule.jobs.services import open_job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def look_for_themes(*, workspace: Workspace, actor: Actor, now: datetime) -> Job:
    """Have comments looked through for what no theme covers; the job that does so already is enough."""
    running = Job.objects.filter(workspace=workspace, kind=SEARCHING, state__in=OPEN_STATES).order_by("pk").first()
    return running or open_job(workspace=workspace, kind=SEARCHING, actor=actor, now=now)


@transaction.atomic
def take_suggestion(
    *, suggestion: ThemeSuggestion, actor: Actor, now: datetime, settings: ThemeSettings | None = None
) -> Theme:
    """Make a theme of a suggestion, as it is or as people changed it.

    Raises Refused("suggestion_decided") if it is not open any more, or as `make_theme` does.
    """
    if not ThemeSuggestion.objects.filter(pk=suggestion.pk, state=OPEN).update(state=TAKEN):
        raise Refused("suggestion_decided")
    found = ThemeSettings(names=suggestion.names, words=suggestion.words, is_praise=suggestion.is_praise)
    made = make_theme(workspace=suggestion.workspace, settings=settings or found, actor=actor, now=now, origin=FOUND)
    suggestion.state, suggestion.theme = TAKEN, made
    suggestion.save(update_fields=["theme"])
    return made


@transaction.atomic
def dismiss_suggestion(*, suggestion: ThemeSuggestion, actor: Actor, now: datetime) -> None:
    """Say that a suggestion is no theme: it is not suggested again. Twice the same does nothing."""
    if ThemeSuggestion.objects.filter(pk=suggestion.pk, state=OPEN).update(state=DISMISSED):
        suggestion.state = DISMISSED
        record(workspace=suggestion.workspace, actor=actor, act="suggestion_dismissed", subject=suggestion, now=now)
