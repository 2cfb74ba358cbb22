"""Making themes, by oneself or from a set to begin with, changing them, and putting them away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kuule.insight.models import Theme
from kuule.insight.rules.themes import MOST_THEMES, OWN, STARTER, is_same_name
from kuule.insight.services.themes.wanting import want_labels
from kuule.text.phrases import Phrases, UnfitPhrase
from kuule.text.seeds import SeededTheme, starter_set
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSettings:
    """What people say about a theme: names and hinting words by language, and whether they only praise."""

    names: Mapping[str, str]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_praise: bool = False


@transaction.atomic
def start_from_set(
    *, workspace: Workspace, name: str, actor: Actor, now: datetime, languages: Sequence[str] = ()
) -> list[Theme]:
    """Add the themes of a starter set that are not there yet, in these languages or in all; return the new ones.

    Raises Refused("unknown_set") or Refused("too_many_themes").
    """
    try:
        themes = starter_set(name).themes
    except KeyError:
        raise Refused("unknown_set", name=name) from None
    made = [each for theme in themes if (each := _started(workspace, name, theme, languages, now))]
    for theme in made:
        record(workspace=workspace, actor=actor, act="theme_made", subject=theme, now=now)
    if made:
        want_labels(workspace=workspace, actor=actor, now=now)
    return made


@transaction.atomic
def make_theme(
    *, workspace: Workspace, settings: ThemeSettings, actor: Actor, now: datetime, origin: str = OWN
) -> Theme:
    """Make a theme; all comments are labelled with it by a job.

    Raises Refused with `theme_needs_name`, `theme_name_taken`, `unfit_phrase` (its parameter `phrase` cannot be looked
    for) or `too_many_themes`.
    """
    made = _made(workspace, settings, origin=origin, now=now)
    record(workspace=workspace, actor=actor, act="theme_made", subject=made, now=now)
    want_labels(workspace=workspace, actor=actor, now=now)
    return made


@transaction.atomic
def change_theme(*, theme: Theme, settings: ThemeSettings, actor: Actor, now: datetime) -> None:
    """Change a theme. Other names change no labels; other words do, of this theme alone.

    Raises Refused as `make_theme` does.
    """
    checked = _checked(theme.workspace, settings, besides=theme)
    are_new = checked.words != theme.words
    theme.names, theme.words, theme.is_praise = dict(checked.names), dict(checked.words), checked.is_praise
    theme.is_due = theme.is_due or are_new
    theme.save(update_fields=["names", "words", "is_praise", "is_due"])
    record(workspace=theme.workspace, actor=actor, act="theme_changed", subject=theme, now=now)
    if are_new:
        want_labels(workspace=theme.workspace, actor=actor, now=now)


@transaction.atomic
def archive_theme(*, theme: Theme, actor: Actor, now: datetime) -> None:
    """Put a theme away: it counts no more, and its labels wait in case it comes back. Twice is as once."""
    if Theme.objects.live().filter(pk=theme.pk).update(archived_at=now):
        record(workspace=theme.workspace, actor=actor, act="theme_archived", subject=theme, now=now)
    theme.refresh_from_db()


@transaction.atomic
def restore_theme(*, theme: Theme, actor: Actor, now: datetime) -> None:
    """Take a theme back that was put away, and label what was said meanwhile.

    Raises Refused("theme_merged") where another theme has its labels, or as `make_theme` does.
    """
    if theme.merged_into_id:
        raise Refused("theme_merged")
    if theme.archived_at is None:
        return
    _refuse_too_many(theme.workspace)
    _refuse_taken(theme.workspace, theme.names, besides=theme)
    theme.archived_at, theme.is_due = None, True
    theme.save(update_fields=["archived_at", "is_due"])
    record(workspace=theme.workspace, actor=actor, act="theme_restored", subject=theme, now=now)
    want_labels(workspace=theme.workspace, actor=actor, now=now)


def _started(
    workspace: Workspace, name: str, theme: SeededTheme, languages: Sequence[str], now: datetime
) -> Theme | None:
    origin = f"{STARTER}:{name}:{theme.key}"
    if Theme.objects.filter(workspace=workspace, origin=origin).exists():
        return None
    names = {language: text for language, text in theme.name.items() if not languages or language in languages}
    words = {language: list(each) for language, each in theme.seeds.items() if not languages or language in languages}
    if not names:
        names = dict(theme.name)
    if any(is_same_name(names, other.names) for other in Theme.objects.live().filter(workspace=workspace)):
        return None
    settings = ThemeSettings(names=names, words=words, is_praise=theme.praise)
    return _made(workspace, settings, origin=origin, now=now)


def _made(workspace: Workspace, settings: ThemeSettings, *, origin: str, now: datetime) -> Theme:
    _refuse_too_many(workspace)
    checked = _checked(workspace, settings, besides=None)
    return Theme.objects.create(
        workspace=workspace,
        names=dict(checked.names),
        words=dict(checked.words),
        is_praise=checked.is_praise,
        origin=origin,
        created_at=now,
    )


def _checked(workspace: Workspace, settings: ThemeSettings, *, besides: Theme | None) -> ThemeSettings:
    names = {language: name.strip() for language, name in settings.names.items() if name.strip()}
    if not names:
        raise Refused("theme_needs_name")
    _refuse_taken(workspace, names, besides=besides)
    words = {language: fit_phrases(each) for language, each in settings.words.items()}
    return ThemeSettings(
        names=names, words={language: each for language, each in words.items() if each}, is_praise=settings.is_praise
    )


def fit_phrases(phrases: Sequence[str]) -> list[str]:
    """Return the phrases without spare spaces, each once. Raises Refused("unfit_phrase")."""
    fit = list(dict.fromkeys(phrase.strip() for phrase in phrases if phrase.strip()))
    for phrase in fit:
        try:
            Phrases([phrase])
        except UnfitPhrase as error:
            raise Refused("unfit_phrase", phrase=phrase) from error
    return fit


def _refuse_taken(workspace: Workspace, names: Mapping[str, str], *, besides: Theme | None) -> None:
    others = Theme.objects.live().filter(workspace=workspace)
    if any(is_same_name(names, other.names) for other in others if other != besides):
        raise Refused("theme_name_taken")


def _refuse_too_many(workspace: Workspace) -> None:
    if Theme.objects.live().filter(workspace=workspace).count() >= MOST_THEMES:
        raise Refused("too_many_themes", most=MOST_THEMES)
