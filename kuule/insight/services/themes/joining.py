"""Making one theme of two, and two of one; what people said about labels goes along."""

from datetime import datetime

from django.db import transaction

from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.rules.themes import ADDED, FOUND, OWN, RIGHT, joined_words, words_left
from kuule.insight.services.themes.making import ThemeSettings, make_theme
from kuule.insight.services.themes.wanting import want_labels
from kuule.text.phrases import Phrases
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


@transaction.atomic
def merge_themes(*, theme: Theme, into: Theme, actor: Actor, now: datetime) -> None:
    """Give another theme of the workspace the labels and words of this one, which is put away for good.

    Raises Refused("same_theme"), or Refused("theme_archived") if one of them is put away.
    """
    if theme.pk == into.pk or theme.workspace_id != into.workspace_id:
        raise Refused("same_theme")
    if theme.archived_at or into.archived_at:
        raise Refused("theme_archived")
    _move_labels(theme, into)
    into.words = joined_words(into.words, theme.words)
    into.names = {**theme.names, **into.names}
    into.is_due = True
    into.save(update_fields=["words", "names", "is_due"])
    theme.archived_at, theme.merged_into, theme.is_due = now, into, False
    theme.save(update_fields=["archived_at", "merged_into", "is_due"])
    record(workspace=theme.workspace, actor=actor, act="theme_merged", subject=theme, now=now)
    want_labels(workspace=theme.workspace, actor=actor, now=now)


@transaction.atomic
def split_theme(*, theme: Theme, off: ThemeSettings, actor: Actor, now: datetime) -> Theme:
    """Make a theme of its own of some words of another one, which loses them; return it.

    What people confirmed goes to the theme whose words are in the comment. Raises Refused("theme_needs_words") if one
    of the two would have no words, Refused("theme_archived"), or as `make_theme` does.
    """
    if theme.archived_at:
        raise Refused("theme_archived")
    left = words_left(theme.words, off.words)
    if not left or not any(off.words.values()):
        raise Refused("theme_needs_words")
    made = make_theme(
        workspace=theme.workspace, settings=off, actor=actor, now=now, origin=FOUND if theme.origin == FOUND else OWN
    )
    theme.words, theme.is_due = left, True
    theme.save(update_fields=["words", "is_due"])
    _part_confirmed(theme, made)
    record(workspace=theme.workspace, actor=actor, act="theme_split", subject=theme, now=now)
    return made


def _move_labels(theme: Theme, into: Theme) -> None:
    labels = ThemeLabel.objects.filter(workspace=theme.workspace_id, theme=theme)
    has_both = ThemeLabel.objects.filter(workspace=into.workspace_id, theme=into).values("response")
    # Where both have one, what a person said wins over what nobody looked at.
    decided = labels.filter(response__in=has_both).exclude(verdict=None)
    for label in decided:
        undecided = ThemeLabel.objects.filter(response=label.response_id, theme=into, verdict=None)
        undecided.update(verdict=label.verdict, decided_by=label.decided_by_id, decided_at=label.decided_at)
    labels.filter(response__in=has_both).delete()
    labels.update(theme=into)


def _part_confirmed(theme: Theme, made: Theme) -> None:
    taken, kept = (Phrases(word for each in words.values() for word in each) for words in (made.words, theme.words))
    confirmed = ThemeLabel.objects.filter(workspace=theme.workspace_id, theme=theme, verdict__in=(RIGHT, ADDED))
    readings = CommentReading.objects.filter(workspace=theme.workspace_id, response__in=confirmed.values("response"))
    texts = readings.values_list("response_id", "masked").iterator(500)
    moving = [pk for pk, text in texts if taken.occur_in(text) and not kept.occur_in(text)]
    confirmed.filter(response__pk__among=moving).update(theme=made)
