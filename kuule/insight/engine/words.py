"""Words as numbers: a copy that keeps a number for each word compares and groups several times as fast."""

from collections.abc import Iterable, Sequence
from typing import Any

# The number of a word that nobody used.
UNKNOWN = -1


class Words:
    """The words that a copy has met, each with its number."""

    def __init__(self, known: Iterable[tuple[str, int]]) -> None:
        self._codes = dict(known)
        self._texts = {code: text for text, code in self._codes.items()}

    def __len__(self) -> int:
        return len(self._codes)

    def learn(self, text: str) -> int:
        """Return the number of a word, a new one if it is new."""
        code = self._codes.setdefault(text, len(self._codes))
        self._texts.setdefault(code, text)
        return code

    def code(self, text: str) -> int:
        """Return the number of a word, or UNKNOWN."""
        return self._codes.get(text, UNKNOWN)

    def since(self, size: int) -> dict[str, list[Any]]:
        """Return the words learned since there were so many."""
        fresh = range(size, len(self._codes))
        return {"codes": list(fresh), "texts": [self._texts[code] for code in fresh]} if fresh else {}

    def spelled(self, row: Sequence[Any], places: Iterable[int]) -> tuple[Any, ...]:
        """Return a row with the words themselves at these places."""
        spelled = list(row)
        for place in places:
            spelled[place] = self._texts.get(row[place])
        return tuple(spelled)
