"""What each cell of the score column counts as: each distinct cell is judged once, whatever the number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kuule.analysis.guessing.cells import is_missing, leading_number, whole_number
from kuule.analysis.results import Scale

if TYPE_CHECKING:
    import polars as pl

DETRACTOR, PASSIVE, PROMOTER, MISSING, INVALID = range(5)
KINDS = 5
# From the best answer down: how many steps make a promoter, and how many more a passive.
_STEPS = {(0, 10): (2, 2)}
_SHORT_STEPS = (1, 1)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How often each cell occurs, and for each its answer (None unless on the scale) and what it counts as."""

    scale: Scale
    counts: Mapping[str | None, int]
    cells: Mapping[str | None, tuple[int | None, int]]

    @property
    def histogram(self) -> dict[int, int]:
        """Return how many gave each answer of the scale, as given, the lowest number first."""
        counted = Counter[int]()
        for text, count in self.counts.items():
            answer = self.cells[text][0]
            if answer is not None:
                counted[answer] += count
        return {answer: counted[answer] for answer in range(self.scale.lowest, self.scale.highest + 1)}

    @property
    def kinds(self) -> tuple[int, ...]:
        """Return how many detractors, passives, promoters, missing and invalid cells there are."""
        counted = [0] * KINDS
        for text, count in self.counts.items():
            counted[self.cells[text][1]] += count
        return tuple(counted)

    @property
    def other_values(self) -> Counter[str]:
        """Return the cells that are no answer on the scale."""
        counted = Counter[str]()
        for text, count in self.counts.items():
            if text is not None and self.cells[text][1] == INVALID:
                counted[text.strip()] += count
        return counted

    @property
    def leading_answers(self) -> tuple[int, str]:
        """Return how many invalid cells begin with an answer on the scale, as `10 - likely` does, and one of them."""
        found = Counter[str]()
        for text, count in self.other_values.items():
            number = leading_number(text)
            if number is not None and self.scale.lowest <= number <= self.scale.highest:
                found[text] = count
        return found.total(), found.most_common(1)[0][0] if found else ""

    def rows(self, texts: pl.Series) -> pl.DataFrame:
        """Return `answer` and `kind` of each cell of a column."""
        import polars as pl

        lookup = pl.DataFrame(
            {
                "text": list(self.cells),
                "answer": [answer for answer, _kind in self.cells.values()],
                "kind": [kind for _answer, kind in self.cells.values()],
            },
            schema={"text": pl.String, "answer": pl.Int8, "kind": pl.UInt8},
        )
        rows = texts.alias("text").to_frame()
        return rows.join(lookup, on="text", how="left", maintain_order="left", nulls_equal=True).drop("text")


def judged(counts: Mapping[str | None, int], scale: Scale) -> Judgement:
    """Judge the cells of a column, given how often each occurs."""
    return Judgement(scale, counts, {text: _judged_cell(text, scale) for text in counts})


def counts_of(texts: pl.Series) -> dict[str | None, int]:
    """Return how often each text of a column occurs, the most frequent first."""
    return dict(texts.alias("text").value_counts(sort=True).iter_rows())


def kind_of(answer: int, scale: Scale) -> int:
    """Return what an answer on the scale counts as: the best are promoters, those next to them passives."""
    below_best = answer - scale.lowest if scale.is_reversed else scale.highest - answer
    promoters, passives = _STEPS.get((scale.lowest, scale.highest), _SHORT_STEPS)
    if below_best < promoters:
        return PROMOTER
    return PASSIVE if below_best < promoters + passives else DETRACTOR


def _judged_cell(text: str | None, scale: Scale) -> tuple[int | None, int]:
    if is_missing(text):
        return None, MISSING
    number = whole_number(text)
    if number is None or not scale.lowest <= number <= scale.highest:
        return None, INVALID
    return number, kind_of(number, scale)
