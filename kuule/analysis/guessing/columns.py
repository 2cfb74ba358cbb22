"""Which column is the score, the comment, the date: by name and by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kuule.analysis.guessing.cells import is_missing, whole_numbers
from kuule.analysis.guessing.names import COMMENT, DATE, score_points, sounds_like
from kuule.analysis.refusals import RefusedError

Sample = Mapping[str, Sequence[str | None]]

HIGHEST = 10
# Below this share of answers on a scale a column is something else that has some small numbers; a column that is
# called the score may hold more cells that are none.
_MOSTLY, _HALF = 0.8, 0.5
_CONVINCING = 1.0
_LEAD = 1.25
_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A column that could be the score. `share` of its cells are whole numbers from 0 to 10."""

    name: str
    share: float
    points: float


def guessed_score(sample: Sample) -> str:
    """Return the name of the column that is the score.

    Raises
    ------
    RefusedError
        `several_scores` if two columns are about as likely, `no_score` if none convinces; both with the candidates.
    """
    found = sorted(map(_candidate, sample.keys(), sample.values()), key=lambda each: -each.points)
    likely = [each for each in found if each.points >= _CONVINCING]
    if not likely:
        likely_names = [each for each in found if each.points > 0 or score_points(each.name) > 1]
        raise RefusedError("no_score", candidates=tuple(likely_names[:_SHOWN]), columns=tuple(sample))
    rivals = [each for each in likely if each.points * _LEAD > likely[0].points]
    if len(rivals) > 1:
        raise RefusedError("several_scores", candidates=tuple(rivals[:_SHOWN]), columns=tuple(sample))
    return likely[0].name


def _candidate(name: str, cells: Sequence[str | None]) -> Candidate:
    numbers, others = whole_numbers(cells)
    inside = [number for number in numbers if number <= HIGHEST]
    present = len(numbers) + others
    share = len(inside) / present if present else 0.0
    named = score_points(name)
    if not present and named > 1:
        # Nobody answered: the name alone says which question that was, as long as no other column has answers.
        return Candidate(name=name, share=0.0, points=_CONVINCING)
    if share < (_HALF if named > 1 else _MOSTLY):
        return Candidate(name=name, share=share, points=0.0)
    likeness = _likeness(inside) * share
    return Candidate(name=name, share=share, points=likeness * (0.2 if named < 0 else 1 + named))


def _likeness(numbers: Sequence[int]) -> float:
    """Return how much numbers from 0 to 10 look like answers: most if they use it, little for yes and no."""
    if max(numbers) > 7:
        return 1.0
    if len(set(numbers)) <= 2 and max(numbers) <= 2 and len(numbers) > 3:
        return 0.1
    return 0.6 if max(numbers) > 5 else 0.5


def guessed_comment(sample: Sample) -> str | None:
    """Return the name of the column of comments, or None if none has prose."""
    prose = {name: _prose(cells) for name, cells in sample.items()}
    found = {name: points + (points > 0 and sounds_like(name, COMMENT)) for name, points in prose.items()}
    best = max(found, key=lambda name: found[name], default=None)
    return best if best is not None and found[best] >= _CONVINCING else None


def _prose(cells: Sequence[str | None]) -> float:
    """Return about 1 for long texts that differ and have blanks, less for short or repeated ones, 0 for none."""
    texts = [cell for cell in cells if cell and not is_missing(cell)]
    if sum(any(map(str.isalpha, text)) for text in texts) * 2 <= len(texts):
        return 0.0
    spaced = sum(" " in text.strip() for text in texts) / len(texts)
    differing = len(set(texts)) / len(texts)
    length = sum(map(len, texts)) / len(texts)
    return min(1.0, length / 25) * (0.3 + 0.7 * spaced) * (0.3 + 0.7 * differing) * (1.2 if length > 40 else 1.0)


def guessed_date(sample: Sample, readable_share: Callable[[Sequence[str | None]], float]) -> str | None:
    """Return the name of the column of dates, or None. `readable_share` says which share of cells are dates."""
    found = {}
    for name, cells in sample.items():
        is_named = sounds_like(name, DATE)
        filled = sum(not is_missing(cell) for cell in cells) / max(1, len(cells))
        share = readable_share(cells) if filled else 0.0
        if share >= (_HALF if is_named else _MOSTLY) and (is_named or not _has_plain_numbers(cells)):
            found[name] = share + filled + is_named
    return max(found, key=lambda name: found[name], default=None)


def _has_plain_numbers(cells: Sequence[str | None]) -> bool:
    return any(cell.strip().replace(".", "", 1).isdigit() for cell in cells if cell)
