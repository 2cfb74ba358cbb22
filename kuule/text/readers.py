"""What a model sees of comments: their words, or their meanings where an embedder is installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kuule.text.comments import Comments, Places
from kuule.text.features import Weights, counted, rarities, weighed
from kuule.text.grams import READ
from kuule.text.rows import DenseRows, Rows

# Characters that are learned from at most: 25,000 comments of usual length, about 150 MB of numbers.
LEARNED_FROM = 2_000_000
# Fewer comments than this do not show where a language lies.
FEWEST_OF_LANGUAGE = 20
WORDS, VECTORS = "words", "vectors"


class Reader(Protocol):
    """Turns comments to rows, always in the same way."""

    @property
    def method(self) -> str:
        """Return `WORDS` or `VECTORS`."""

    def rows(self, comments: Comments) -> Rows:
        """Return a row a comment."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `reader_from` needs."""


@dataclass(frozen=True, slots=True, eq=False)
class WordReader:
    """Reads words, pairs of words and runs of letters; `weights` has a number a bucket."""

    weights: Weights

    @property
    def method(self) -> str:
        """Return `WORDS`."""
        return WORDS

    def rows(self, comments: Comments) -> Rows:
        """Return a row a comment."""
        return weighed(counted(comments.texts), self.weights)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `reader_from` needs."""
        return {"weights": self.weights}


@dataclass(frozen=True, slots=True, eq=False)
class VectorReader:
    """Reads vectors, seen from the middle of their language, so that languages do not lie apart.

    `centres` has a row for each of `languages`, and a last one for all others.
    """

    languages: tuple[str, ...]
    centres: NDArray[np.float32]

    @property
    def method(self) -> str:
        """Return `VECTORS`."""
        return VECTORS

    def rows(self, comments: Comments) -> Rows:
        """Return a row a comment, of length 1."""
        if comments.vectors is None:
            raise ValueError("This model reads vectors, but the comments have none.")
        places = {language: place for place, language in enumerate(self.languages)}
        own = [places.get(comments.language(place), len(self.languages)) for place in range(len(comments))]
        values = comments.vectors.astype(np.float64) - self.centres[own]
        lengths = np.sqrt(np.einsum("ij,ij->i", values, values))
        return DenseRows(values / np.where(lengths > 0, lengths, 1.0)[:, np.newaxis])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `reader_from` needs."""
        return {"languages": np.array(self.languages, dtype="U16"), "centres": self.centres}


def learn_reader(comments: Comments) -> Reader:
    """Return a reader for comments like these: of meanings where they have vectors, else of words."""
    if comments.vectors is None:
        return WordReader(rarities(counted(comments.texts)))
    spoken = np.array([comments.language(place) for place in range(len(comments))], dtype="U16")
    found, counts = np.unique(spoken, return_counts=True)
    languages = tuple(str(language) for language in found[counts >= FEWEST_OF_LANGUAGE])
    vectors = comments.vectors.astype(np.float64)
    centres = [vectors[spoken == language].mean(axis=0) for language in languages]
    return VectorReader(languages, np.array([*centres, vectors.mean(axis=0)], dtype=np.float32))


def reader_from(arrays: Mapping[str, NDArray[Any]]) -> Reader:
    """Return the reader that gave these arrays."""
    if "weights" in arrays:
        return WordReader(arrays["weights"])
    return VectorReader(tuple(str(language) for language in arrays["languages"]), arrays["centres"])


def learnable(comments: Comments) -> Places:
    """Return the places of the comments to learn from: all, or every second, third … where there is too much text."""
    size = sum(min(len(text), READ) for text in comments.texts)
    return np.arange(0, len(comments), max(1, -(-size // LEARNED_FROM)))
