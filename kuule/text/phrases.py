"""Finds words and phrases in a comment: whole words, or all that begin with a stem."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

SHORTEST_STEM = 3
MOST_WORDS = 6
STAR = "*"
# What no phrase reaches across.
_SIGNS = frozenset(".,;:!?…()")
# Letters with the accents that may follow them as characters of their own, joined by apostrophes: "won't", "c'est".
_LETTERS = "(?:[^\\W_]|[\u0300-\u036f])+"
_WORD = re.compile(f"{_LETTERS}(?:['’]{_LETTERS})*")


class UnfitPhrase(ValueError):  # noqa: N818 - it is the phrase that is unfit, as `RejectedInput` names the input
    """The phrase could not be looked for; the message says why and how to write it."""


class Word(NamedTuple):
    """A word of a text, folded for comparing, and where it stands: text[start:end]."""

    folded: str
    start: int
    end: int


class Found(NamedTuple):
    """A phrase as it was given, and where it stands: text[start:end]."""

    phrase: str
    start: int
    end: int


class _Pattern(NamedTuple):
    """A folded word, or the beginning of one."""

    letters: str
    is_stem: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.letters) if self.is_stem else word == self.letters


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text; hyphens part them, and case, accent forms and kinds of apostrophe do not count."""
    for match in _WORD.finditer(text):
        yield Word(_folded(match[0]), match.start(), match.end())


def are_joined(text: str, left: Word, right: Word) -> bool:
    """Tell whether no comma, full stop or other sign parts two words that follow each other."""
    return not _SIGNS.intersection(text[left.end : right.start])


class Phrases:
    """Phrases to look for, each of one to six words; a word that ends in `*` stands for all that begin so.

    `cancel*` finds "cancelled", `leave you` finds "I will leave you." A stem alone has three letters or more.

    A phrase lies within one part of a sentence: no comma or full stop stands inside it.

    Raises
    ------
    UnfitPhrase
        If a phrase has no word, too many, a star elsewhere than at the end of a word, or too short a stem.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: dict[str, list[tuple[str, tuple[_Pattern, ...]]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, tuple[_Pattern, ...]]]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            first, *rest = _patterns(phrase)
            (self._stems if first.is_stem else self._whole)[first.letters].append((phrase, tuple(rest)))
        self._lengths = sorted({len(stem) for stem in self._stems})

    def found_in(self, text: str) -> Iterator[Found]:
        """Yield every place where a phrase stands, in the order of the text."""
        words = list(words_of(text))
        for place, word in enumerate(words):
            for phrase, rest in self._beginning_with(word.folded):
                stretch = words[place : place + 1 + len(rest)]
                if len(stretch) == 1 + len(rest) and _fit(rest, stretch, text):
                    yield Found(phrase, word.start, stretch[-1].end)

    def occur_in(self, text: str) -> bool:
        """Tell whether any phrase stands in the text."""
        return next(self.found_in(text), None) is not None

    def _beginning_with(self, word: str) -> Iterator[tuple[str, tuple[_Pattern, ...]]]:
        yield from self._whole.get(word, ())
        for length in self._lengths:
            if length > len(word):
                return
            yield from self._stems.get(word[:length], ())


def _fit(rest: Sequence[_Pattern], stretch: Sequence[Word], text: str) -> bool:
    """Tell whether a phrase stands there whose first word does."""
    return all(
        pattern.fits(right.folded) and are_joined(text, left, right)
        for pattern, (left, right) in zip(rest, pairwise(stretch), strict=True)
    )


def _patterns(phrase: str) -> list[_Pattern]:
    # A star is kept with its word; all else that is no letter parts words, as it does in texts.
    pieces = [piece for piece in re.split(r"[\s\-]+", phrase) if piece]
    patterns = [_pattern(piece, phrase) for piece in pieces]
    if not 1 <= len(patterns) <= MOST_WORDS:
        raise UnfitPhrase(f"“{phrase}” has {len(patterns)} words; write one to {MOST_WORDS}.")
    if len(patterns) == 1 and patterns[0].is_stem and len(patterns[0].letters) < SHORTEST_STEM:
        raise UnfitPhrase(f"“{phrase}” finds too much: write at least {SHORTEST_STEM} letters before the *.")
    return patterns


def _pattern(piece: str, phrase: str) -> _Pattern:
    letters = piece.removesuffix(STAR)
    if not _WORD.fullmatch(letters):
        raise UnfitPhrase(f"“{phrase}” holds “{piece}”: write words of letters and digits, with * only at the end.")
    return _Pattern(_folded(letters), letters != piece)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.casefold()).replace("’", "'")
