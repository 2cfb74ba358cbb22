"""Words that name a group of comments: those it says often and the other groups seldom."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from kuule.text.common_words import common_words
from kuule.text.phrases import words_of

SHORTEST_WORD = 3
# A word that fewer comments of a group use names those comments, not the group.
FEWEST_COMMENTS = 2


def top_words(groups: Sequence[Sequence[str]], *, count: int = 5) -> list[tuple[str, ...]]:
    """Return the words that tell each group of comments from the others.

    Parameters
    ----------
    groups : sequence of sequences of str
        The comments of each group; at least two groups, or there is nothing to tell it from.
    count : int
        At most as many words for a group.

    Returns
    -------
    list of tuple of str
        In the order of the groups, small letters, the most telling word first. Empty where no word stands out.

    Notes
    -----
    c-TF-IDF: (share of the group's comments that use the word) * ln(1 + A / f), with f the number of all comments that
    use it and A the mean number of comments in a group. A comment counts a word once. Words of fewer than three
    letters, common ones such as "the", those that one comment alone uses, and those that are no more frequent in the
    group than outside are left out.

    References
    ----------
    Grootendorst M (2022) BERTopic: Neural topic modeling with a class-based TF-IDF procedure, arXiv:2203.05794.
    """
    uses = [_uses(group) for group in groups]
    everywhere = sum(uses, Counter[str]())
    comments = sum(map(len, groups))
    usual = comments / len(groups) if groups else 0.0

    def telling(word: str, used: int, size: int) -> float:
        return used / size * math.log(1 + usual / everywhere[word])

    named = []
    for group, used in zip(groups, uses, strict=True):
        size, others = len(group), comments - len(group)
        marked = {
            word: telling(word, often, size)
            for word, often in used.items()
            if often >= FEWEST_COMMENTS and often * others > (everywhere[word] - often) * size
        }
        named.append(tuple(sorted(marked, key=lambda word: (-marked[word], word))[:count]))
    return named


def _uses(comments: Sequence[str]) -> Counter[str]:
    return Counter(
        word
        for comment in comments
        for word in dict.fromkeys(word.folded for word in words_of(comment))
        if len(word) >= SHORTEST_WORD and not word.isdecimal() and word not in common_words()
    )
