"""How many gave each answer on each day: small, whatever the number of rows, and all that time has to tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kuule.analysis.reading.answers import Answers
from kuule.analysis.reading.judging import KINDS
from kuule.analysis.results import Note

# Days that computers write where they know none.
PLACEHOLDERS = (date(1900, 1, 1), date(1904, 1, 1), date(1970, 1, 1), date(2000, 1, 1))
_FAR = timedelta(days=365 * 3)


class DayCount(NamedTuple):
    """So many cells of a kind (see `judging`) with this answer, None if it is none, on a day."""

    day: date
    kind: int
    answer: int | None
    cells: int


@dataclass(frozen=True, slots=True)
class Daily:
    """The counts of all days with a date that means one; `placeholders` are days that stand for none, left out."""

    counts: tuple[DayCount, ...]
    placeholders: tuple[tuple[date, int], ...] = ()

    @property
    def kinds(self) -> dict[date, list[int]]:
        """Return how many cells of each kind each day has."""
        counted: dict[date, list[int]] = defaultdict(lambda: [0] * KINDS)
        for each in self.counts:
            counted[each.day][each.kind] += each.cells
        return counted

    @property
    def notes(self) -> Iterator[Note]:
        """Yield which days were left out."""
        for day, count in self.placeholders:
            yield Note(code="placeholder_day", details={"day": day.isoformat(), "count": count})


def daily_counts(answers: Answers) -> Daily:
    """Count the answers of each day, without days that computers write for none and that are far from all others."""
    import polars as pl

    dated = answers.rows.lazy().filter(pl.col("day").is_not_null()).group_by("day", "kind", "answer").len().collect()
    counts = tuple(map(DayCount._make, dated.iter_rows()))
    real = {each.day for each in counts if each.day not in PLACEHOLDERS}
    placeholders = {
        day: sum(each.cells for each in counts if each.day == day)
        for day in PLACEHOLDERS
        if real and min(abs(other - day) for other in real) > _FAR
    }
    return Daily(
        tuple(each for each in counts if each.day not in placeholders),
        tuple((day, count) for day, count in placeholders.items() if count),
    )
