"""Comments that speak for a theme: surely about it, typical, short enough to read, and each saying something else."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kuule.text.phrases import words_of

SHORTEST, LONGEST = 40, 300
# The theme is more likely than not.
SURE = 0.5
# Of the comments that are surest, as many are compared with each other.
COMPARED = 400
# Two comments that share as much of their words say the same.
ALIKE = 0.6
Floats = NDArray[np.float64]


def representative_quotes(
    texts: Sequence[str],
    probabilities: Sequence[float],
    *,
    count: int = 3,
    vectors: NDArray[np.floating] | None = None,
) -> tuple[int, ...]:
    """Choose the comments that speak best for a theme.

    Parameters
    ----------
    texts : sequence of str, length k
        The comments as they may be shown: with their personal data masked.
    probabilities : sequence of float, length k
        How likely each is about the theme.
    count : int
        At most as many are chosen.
    vectors : array of float, shape (k, d), optional
        What each comment means, as numbers. Without them words are compared.

    Returns
    -------
    tuple of int
        Places in `texts`, the best first; none where no comment of 40 to 300 characters is surely about the theme.

    Notes
    -----
    The rank is the probability times the cosine to the centre of all comments that are surely about the theme. Words
    are weighed by ln(1 + k / number of comments that use them). A comment that shares six tenths of its words (Jaccard)
    with one already chosen is passed over.
    """
    likely = np.asarray(probabilities, dtype=np.float64)
    about = [int(place) for place in np.argsort(-likely, kind="stable")[:COMPARED] if likely[place] >= SURE]
    words = [frozenset(word.folded for word in words_of(texts[place])) for place in about]
    near = _near_by_words(words) if vectors is None else _near_by_meaning(vectors[about])
    order = sorted(range(len(about)), key=lambda i: -likely[about[i]] * near[i])
    chosen: list[int] = []
    for i in order:
        if len(chosen) == count:
            break
        fits = SHORTEST <= len(texts[about[i]].strip()) <= LONGEST
        if fits and not any(_are_alike(words[i], words[other]) for other in chosen):
            chosen.append(i)
    return tuple(about[i] for i in chosen)


def _near_by_words(words: Sequence[frozenset[str]]) -> Sequence[float]:
    uses = Counter(word for each in words for word in each)
    weights = {word: math.log(1 + len(words) / often) for word, often in uses.items()}
    centre = {word: weights[word] * often for word, often in uses.items()}
    length = math.sqrt(sum(number * number for number in centre.values()))
    near = []
    for each in words:
        size = math.sqrt(sum(weights[word] ** 2 for word in each))
        near.append(sum(weights[word] * centre[word] for word in each) / (size * length) if each else 0.0)
    return near


def _near_by_meaning(vectors: NDArray[np.floating]) -> Sequence[float]:
    rows: Floats = vectors.astype(np.float64)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    centre = rows.sum(axis=0)
    near: list[float] = (rows @ centre / max(float(np.linalg.norm(centre)), 1e-12)).tolist()
    return near


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
