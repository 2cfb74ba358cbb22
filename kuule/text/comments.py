"""Comments as models read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vectors = NDArray[np.float16]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comments:
    """Comments in the order of their answers, the oldest first where time matters.

    `languages` are codes such as `fi`, one a comment; they choose seeds and centre vectors. `vectors` are rows of an
    `Embedder`, one a comment; with them models read meanings, without them words.

    Raises
    ------
    ValueError
        If there are not as many languages or vectors as texts.
    """

    texts: Sequence[str]
    languages: Sequence[str] = ()
    vectors: Vectors | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name, parts in (("languages", self.languages or None), ("vectors", self.vectors)):
            if parts is not None and len(parts) != len(self.texts):
                raise ValueError(f"There are {len(self.texts)} texts, but {len(parts)} {name}.")

    def __len__(self) -> int:
        return len(self.texts)

    def language(self, place: int) -> str:
        """Return the language of one comment, empty where nobody told."""
        return self.languages[place] if self.languages else ""

    def take(self, places: Places) -> Comments:
        """Return the comments at these places."""
        return Comments(
            texts=[self.texts[place] for place in places],
            languages=[self.languages[place] for place in places] if self.languages else (),
            vectors=None if self.vectors is None else self.vectors[places],
        )
