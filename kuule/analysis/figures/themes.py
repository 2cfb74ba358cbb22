"""What the comments of a file are about, and the points that go with each theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kuule import stats
from kuule.analysis.figures.comments import written
from kuule.analysis.figures.scores import in_points, shares_of
from kuule.analysis.reading.answers import Answers
from kuule.analysis.reading.judging import DETRACTOR, KINDS, PASSIVE, PROMOTER
from kuule.analysis.results import Quote, Theme
from kuule.stats import Shares
from kuule.text.comments import Comments
from kuule.text.languages import languages_of
from kuule.text.masking import Personal, masked, personal_spans
from kuule.text.quotes import representative_quotes
from kuule.text.seeds import SeededTheme, ThemeSet
from kuule.text.theme_models import learn_themes

if TYPE_CHECKING:
    import polars as pl

QUOTES = 3
ENGLISH = "en"
# Of a theme with thousands of comments, as many are looked at for quotes.
CANDIDATES = 500
# Longer comments are not quoted, however much of them is masked.
LONGEST = 1_000
# As long as the marks that a reader sees.
MARKS = {kind: f"[{kind}]" for kind in Personal}
Likelihood = NDArray[np.float64]


def themes_of(answers: Answers, themes: ThemeSet, confidence: float) -> tuple[Theme, ...]:
    """Return the themes of all comments that come with a score, those with the largest effect first."""
    import polars as pl

    scored = written(answers).filter(pl.col("kind").is_in([DETRACTOR, PASSIVE, PROMOTER]))
    texts = scored["comment"].to_list()
    languages = languages_of(texts, themes.languages, otherwise=ENGLISH)
    comments = Comments(texts=texts, languages=languages)
    labels = learn_themes(comments, themes.themes).label(comments)
    found = [
        _theme(theme, labels.probabilities[:, place], labels.given[:, place], scored, languages, confidence)
        for place, theme in enumerate(themes.themes)
    ]
    return tuple(sorted(found, key=lambda theme: (theme.effect is None, -abs(theme.effect or 0), -theme.n)))


def _theme(
    theme: SeededTheme,
    likely: Likelihood,
    mentions: NDArray[np.bool_],
    scored: pl.DataFrame,
    languages: Sequence[str],
    confidence: float,
) -> Theme:
    kinds = scored["kind"].to_numpy()
    mentioned, rest = _shares(kinds[mentions]), _shares(kinds[~mentions])
    effect = stats.theme_effect(mentioned, rest, confidence=confidence)
    # Those whose answers pull the score the way the theme does speak for it.
    pulling = kinds == (DETRACTOR if (effect.value or 0) < 0 else PROMOTER)
    quotes = tuple(_quotes(scored, likely * pulling, languages))
    return Theme(
        key=theme.key,
        name=theme.name,
        praise=theme.praise,
        shares=mentioned,
        share=effect.share,
        score=in_points(effect.nps_theme),
        effect=in_points(effect.value),
        lower=in_points(effect.lower),
        upper=in_points(effect.upper),
        quotes=quotes,
    )


def _shares(kinds: NDArray[np.integer]) -> Shares:
    return shares_of(np.bincount(kinds, minlength=KINDS).tolist())


def _quotes(scored: pl.DataFrame, likely: Likelihood, languages: Sequence[str]) -> Iterator[Quote]:
    """Yield the comments that speak best for a theme, with what must not be shown of them."""
    readable = likely * (scored["comment"].str.len_chars() <= LONGEST).to_numpy()
    candidates = np.argsort(-readable, kind="stable")[:CANDIDATES].tolist()
    rows = scored[candidates]
    texts = rows["comment"].to_list()
    personal = [personal_spans(text, language=languages[place]) for text, place in zip(texts, candidates, strict=True)]
    shown = [masked(text, spans, MARKS) for text, spans in zip(texts, personal, strict=True)]
    for place in representative_quotes(shown, readable[candidates], count=QUOTES):
        yield Quote(text=texts[place], score=rows["answer"][place], day=rows["day"][place], personal=personal[place])
