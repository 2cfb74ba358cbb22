"""What a column measures: a rating, yes or no, a number, or kinds that have no order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kuule.analysis.guessing.cells import LONGEST, is_missing
from kuule.analysis.refusals import RefusedError
from kuule.insight.rules.drivers import MOST_KINDS

YES = frozenset({"yes", "y", "true", "kyllä", "on", "ja", "oui", "sí", "si", "sì", "sim", "tak", "jah", "да", "có"})
NO = frozenset({"no", "n", "false", "ei", "nej", "nein", "nee", "non", "não", "nao", "nei", "nie", "нет", "không"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
# Of a column of ratings so many cells are numbers; what else it says, such as "do not know", counts as missing.
_MOSTLY = 0.8
_HIGHEST = (5, 7, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The number of each distinct cell, None where it says nothing, and from which to which point of a scale they go.

    Kinds are numbered, cells without a word as a kind of their own.
    """

    numbers: Mapping[str | None, float | None]
    scale: tuple[float, float] | None = None
    is_kinds: bool = False


def measured(name: str, counts: Mapping[str | None, int]) -> Measure:
    """Return what a column measures, given how often each cell occurs.

    Raises
    ------
    RefusedError
        `empty_driver` if no cell says anything, `many_kinds` if it has words, and more than 12 different ones.
    """
    present: dict[str | None, str] = {
        text: text.strip().casefold() for text in counts if text is not None and not is_missing(text)
    }
    if not present:
        raise RefusedError("empty_driver", name=name)
    if set(present.values()) <= YES | NO:
        return Measure(numbers={text: float(word in YES) for text, word in present.items()}, scale=(0.0, 1.0))
    numbers: dict[str | None, float | None] = {text: _number(text) for text in present}
    readable = sum(counts[text] for text, number in numbers.items() if number is not None)
    if readable >= _MOSTLY * sum(counts[text] for text in present):
        return Measure(numbers=numbers, scale=_scale([number for number in numbers.values() if number is not None]))
    words = sorted({*present.values(), *([""] if len(present) < len(counts) else [])})
    if len(words) > MOST_KINDS:
        raise RefusedError("many_kinds", name=name, count=len(words), most=MOST_KINDS)
    places = {word: float(place) for place, word in enumerate(words)}
    return Measure(numbers={text: places[present.get(text, "")] for text in counts}, is_kinds=True)


def _number(text: str | None) -> float | None:
    if text is None or len(text) > LONGEST or not _NUMBER.fullmatch(text.strip()):
        return None
    return float(text.strip().replace(",", "."))


def _scale(numbers: list[float]) -> tuple[float, float] | None:
    """Return the scale of ratings: from 0 or 1 to 1, 5, 7 or 10; None for other numbers."""
    if not all(number.is_integer() for number in numbers) or min(numbers) < 0 or max(numbers) > _HIGHEST[-1]:
        return None
    if set(numbers) <= {0.0, 1.0}:
        return 0.0, 1.0
    return 0.0 if 0 in numbers else 1.0, float(next(each for each in _HIGHEST if each >= max(numbers)))
