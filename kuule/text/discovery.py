"""Groups of comments that may be themes: suggestions for people, never labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kuule.text.comments import Floats
from kuule.text.common_words import common_words
from kuule.text.naming import top_words
from kuule.text.phrases import Phrases, words_of
from kuule.text.rows import SparseRows

USUAL_GROUPS = 12
FEWEST_MEMBERS = 10
# Beyond this a theme of any size is seen in an even part of the comments too.
MOST_COMMENTS = 5_000
READ = 1_000
_MOST_WORDS, _COMMONEST, _RAREST, _SHORTEST = 2_000, 0.25, 3, 3
_ROUNDS = 100
_SEED = 20_040_617
_TYPICAL = 5
_TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A group of comments that have words in common.

    `words` name it, the most telling first. `members` are places of comments, those that belong to it most first;
    `typical` are the first of them. `is_praise`: half of them or more have words that only praise, as "great service"
    does, so that as a theme it would say what the score says already.
    """

    words: tuple[str, ...]
    members: tuple[int, ...]
    is_praise: bool

    @property
    def typical(self) -> tuple[int, ...]:
        """Return the members that show best what the group is."""
        return self.members[:_TYPICAL]


def suggested_themes(
    texts: Sequence[str], *, praise: Phrases | None = None, groups: int = USUAL_GROUPS
) -> tuple[Candidate, ...]:
    """Suggest themes for comments, best those that have none yet.

    Parameters
    ----------
    texts : sequence of str
        Comments, masked if their words are going to be shown. Of more than 5,000 an even part is read.
    praise : Phrases, optional
        Words that only praise, such as the seeds of the themes of praise of a starter set.
    groups : int
        How many to look for.

    Returns
    -------
    tuple of Candidate
        The largest first, the same for the same comments; each comment is in one at most. Groups of fewer than ten
        comments, or without a word that stands out, are left out.

    Notes
    -----
    Non-negative matrix factorisation of words weighted by their rarity. Weak by nature: on comments with human themes
    half of the groups were praise, and the mutual information with the themes was 0.22 of 1. So it suggests, and
    `theme_models` decides.

    References
    ----------
    Lee D, Seung H (1999) Nature 401:788-791; updates of Lee D, Seung H (2001) NIPS 13:556-562.
    """
    read = np.arange(0, len(texts), max(1, -(-len(texts) // MOST_COMMENTS)))
    rows = _rows([texts[int(place)][:READ] for place in read])
    if not rows.width or groups < 1:
        return ()
    shares = _factorised(rows, groups)
    best = shares.argmax(axis=1)
    found = []
    for group in range(groups):
        members = np.flatnonzero((best == group) & (shares[:, group] > _TINY))
        found.append(read[members[np.argsort(-shares[members, group], kind="stable")]].tolist())
    large = sorted((members for members in found if len(members) >= FEWEST_MEMBERS), key=len, reverse=True)
    others = sorted(set(read.tolist()).difference(*large))
    named = top_words([[texts[place] for place in members] for members in (*large, others)])
    return tuple(
        Candidate(words=words, members=tuple(members), is_praise=_praises([texts[place] for place in members], praise))
        for words, members in zip(named, large, strict=False)
        if words
    )


def _rows(texts: Sequence[str]) -> SparseRows:
    """Return a row a comment, of length 1, with a column for each word that neither few nor most of them use."""
    used = [
        {word.folded for word in words_of(text) if len(word.folded) >= _SHORTEST and not word.folded.isdecimal()}
        for text in texts
    ]
    counts = Counter(word for words in used for word in words - common_words())
    telling = {word: count for word, count in counts.items() if _RAREST <= count <= _COMMONEST * len(texts)}
    chosen = sorted(telling, key=lambda word: (-telling[word], word))[:_MOST_WORDS]
    columns = {word: column for column, word in enumerate(chosen)}
    rarity = np.array([np.log(len(texts) / telling[word]) for word in chosen])
    places = [sorted(columns[word] for word in words if word in columns) for words in used]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum([len(row) for row in places], dtype=np.int64)])
    flat = np.array([column for row in places for column in row], dtype=np.int32)
    lengths = [np.sqrt((rarity[row] ** 2).sum()) if row else 1.0 for row in places]
    values = rarity[flat] / np.repeat(lengths, np.diff(starts))
    return SparseRows(starts, flat, values.astype(np.float32), len(chosen))


def _factorised(rows: SparseRows, groups: int) -> Floats:
    """Return how much each row (first axis) has of each group, as a share of its length."""
    rng = np.random.default_rng(_SEED)
    shares, words = rng.random((len(rows), groups)), rng.random((groups, rows.width))
    for _ in range(_ROUNDS):
        shares *= np.column_stack([rows.times(word) for word in words]) / (shares @ (words @ words.T) + _TINY)
        words *= np.array([rows.transposed_times(share) for share in shares.T]) / (shares.T @ shares @ words + _TINY)
    found: Floats = shares * np.linalg.norm(words, axis=1)
    return found


def _praises(members: Sequence[str], praise: Phrases | None) -> bool:
    return praise is not None and 2 * sum(praise.occur_in(text[:READ]) for text in members) >= len(members)
