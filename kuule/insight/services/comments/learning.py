"""Learning from the comments of a workspace: how they sound, and what its themes are."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from kuule.insight.models import TextModel, Theme
from kuule.insight.rules import DETRACTOR, GROUPS, PASSIVE
from kuule.insight.rules.themes import SENTIMENT_MODEL, THEMES_MODEL, is_outgrown
from kuule.insight.selectors.learned import LEARN_FROM, learned_in, lessons_of, scored_comments, verdicts_in
from kuule.insight.selectors.vectors import learns_by
from kuule.insight.services.comments.embedding import comments_of
from kuule.text import sentiment
from kuule.text.embedding import Embedder
from kuule.text.seeds import SeededTheme
from kuule.text.theme_models import ThemesModel, edited, learn_themes
from kuule.workspaces.models import Workspace


def learn_how_comments_sound(workspace: Workspace, *, now: datetime) -> TextModel | None:
    """Return what tells how comments sound, not saved yet; None where there is too little to learn from."""
    scored = list(scored_comments(workspace).order_by("lot").select_related("response")[:LEARN_FROM])
    sides = np.array([_side(each.response.score) for each in scored])
    embedder = learns_by(workspace)
    found = sentiment.learn_sentiment(comments_of(scored, embedder), sides)
    if isinstance(found, sentiment.TooFewScores):
        return None
    return TextModel(
        workspace=workspace,
        kind=SENTIMENT_MODEL,
        version=found.version,
        embedder=embedder.name if embedder else "",
        state=found.to_bytes(),
        n=found.n,
        trained_at=now,
    )


def learn_what_themes_are(workspace: Workspace, due: Sequence[Theme], *, now: datetime) -> TextModel:
    """Return what tells the themes of a workspace, not saved yet.

    Those that are due are learned anew, from words and verdicts, the others stay as they are; all of them are where
    there are so many more comments that everything is told better. Labels of others that were given already stay then,
    too.
    """
    readings = lessons_of(workspace)
    places = {reading.response_id: place for place, reading in enumerate(readings)}
    themes = [_seeded(theme) for theme in Theme.objects.live().filter(workspace=workspace).order_by("pk")]
    verdicts = {
        str(theme): {places[response]: is_right for response, is_right in said.items() if response in places}
        for theme, said in verdicts_in(workspace).items()
    }
    embedder = learns_by(workspace)
    known = _known(workspace, len(readings), embedder)
    comments = comments_of(readings, embedder)
    if known is None:
        learned, n = learn_themes(comments, themes, verdicts), len(readings)
    else:
        learned, n = known
        for theme in themes:
            if theme.key in {str(each.pk) for each in due}:
                learned = edited(learned, comments, theme, verdicts.get(theme.key))
    return TextModel(
        workspace=workspace,
        kind=THEMES_MODEL,
        version=learned.version,
        embedder=embedder.name if embedder else "",
        state=learned.to_bytes(),
        n=n,
        trained_at=now,
    )


def _known(workspace: Workspace, comments: int, embedder: Embedder | None) -> tuple[ThemesModel, int] | None:
    """Return what was learned and from how many comments; None where all of it should be learned anew."""
    model = learned_in(workspace).model
    kept = TextModel.objects.filter(workspace=workspace, kind=THEMES_MODEL, embedder=embedder.name if embedder else "")
    learned_from = kept.values_list("n", flat=True).first()
    if model is None or learned_from is None or is_outgrown(comments, learned_from=learned_from):
        return None
    return model, learned_from


def _seeded(theme: Theme) -> SeededTheme:
    seeds = {language: tuple(words) for language, words in theme.words.items() if words}
    return SeededTheme(key=str(theme.pk), name=theme.names, seeds=seeds, praise=theme.is_praise)


def _side(score: int) -> float:
    if score in GROUPS[PASSIVE]:
        return sentiment.PASSIVE
    return sentiment.DETRACTOR if score in GROUPS[DETRACTOR] else sentiment.PROMOTER
