"""Which comments have a seed of which theme: every comment is read once for all themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kuule.text.comments import Comments
from kuule.text.grams import READ
from kuule.text.phrases import Phrases

# Language → phrases.
Seeds = Mapping[str, tuple[str, ...]]


def seed_hits(themes: Sequence[Seeds], comments: Comments) -> NDArray[np.bool_]:
    """Return whether each comment (row) has a seed of each theme (column).

    A theme that has seeds in the language of the comment is searched for by those, else by the seeds of all languages.
    """
    finders = {language: _Finder(themes, language) for language in {*comments.languages, ""}}
    hits = np.zeros((len(comments), len(themes)), dtype=np.bool_)
    for place, text in enumerate(comments.texts):
        finders[comments.language(place)].mark(text[:READ], hits[place])
    return hits


class _Finder:
    """Knows the seeds of all themes for comments in one language."""

    def __init__(self, themes: Sequence[Seeds], language: str) -> None:
        self._themes: dict[str, list[int]] = defaultdict(list)
        for place, seeds in enumerate(themes):
            chosen = [seeds[language]] if language in seeds else seeds.values()
            for phrase in {phrase for phrases in chosen for phrase in phrases}:
                self._themes[phrase].append(place)
        self._phrases = Phrases(self._themes)

    def mark(self, text: str, row: NDArray[np.bool_]) -> None:
        for found in self._phrases.found_in(text):
            row[self._themes[found.phrase]] = True
