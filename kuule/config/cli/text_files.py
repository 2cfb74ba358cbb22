"""Comments and their labels out of a file, for trials of what Kuule understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kuule.analysis.guessing.cells import is_missing, whole_number
from kuule.analysis.guessing.dates import read_days
from kuule.analysis.guessing.scales import guessed_scale
from kuule.analysis.reading.choosing import named_column
from kuule.analysis.reading.judging import DETRACTOR as DETRACTORS
from kuule.analysis.reading.judging import PASSIVE as PASSIVES
from kuule.analysis.reading.judging import PROMOTER as PROMOTERS
from kuule.analysis.reading.judging import counts_of, judged
from kuule.analysis.terminal.figures import clean
from kuule.config.cli.analyze import WRONG_USE, troubles_explained
from kuule.config.cli.ground import err, fail
from kuule.lib.tables import open_table
from kuule.text.comments import Floats
from kuule.text.sentiment import DETRACTOR, PASSIVE, PROMOTER

if TYPE_CHECKING:
    import polars as pl

# Of a column of scores, or of dates, so much may be something else.
STRANGE = 0.1
LABELS_SHOWN = 10
SIDES = {PROMOTERS: PROMOTER, PASSIVES: PASSIVE, DETRACTORS: DETRACTOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The columns by name or number, and the sheet of a workbook."""

    text: str
    label: str | None
    order_by: str | None = None
    sheet: str = ""


def read_comments(path: Path, asked: Asked) -> pl.DataFrame:
    """Return the columns `text` and, if asked for, `label` of all comments that have both, in the order asked for.

    Ends the command with what is wrong where that cannot be.
    """
    import polars as pl

    with troubles_explained(path, unreadable=WRONG_USE), open_table(path, sheet=asked.sheet) as table:
        wanted = {"text": asked.text, "label": asked.label, "order": asked.order_by}
        columns = {part: named_column(name, table.columns) for part, name in wanted.items() if name is not None}
        read = table.read(tuple(dict.fromkeys(columns.values())))
    frame = read.select(pl.col(name).alias(part) for part, name in columns.items())
    if asked.order_by is not None:
        frame = frame.sort(_sortable(frame["order"]), nulls_last=True, maintain_order=True)
    is_there = [~pl.col(part).str.strip_chars().fill_null("").eq("") for part in ("text", "label") if part in columns]
    kept = frame.filter(is_there)
    if kept.is_empty():
        fail(f"{path}: No line has a comment{' and a label' if asked.label else ''}.", "Name other columns.", WRONG_USE)
    if frame.height > kept.height:
        lacking = "a comment or a label" if asked.label else "a comment"
        err.print(f"Left out: {frame.height - kept.height} lines without {lacking}.", markup=False)
    return kept


def sides_of(labels: pl.Series, column: str, positive: Sequence[str]) -> Floats:
    """Return the side of each label: promoter, passive or detractor; NaN where it is no answer on the scale.

    Ends the command with what is wrong where labels cannot be told apart.
    """
    counts = counts_of(labels)
    found = _named_sides(counts, positive) if positive else _sides_of_scores(counts, column)
    return np.array([found[text] for text in labels], dtype=np.float64)


def _named_sides(counts: Mapping[str | None, int], positive: Sequence[str]) -> dict[str | None, float]:
    wanted = {_plain(value) for value in positive}
    strange = wanted - {_plain(text) for text in counts}
    if strange:
        fail(f"No label is “{min(strange)}”.", f"The labels are: {_shown(counts)}.", WRONG_USE)
    return {text: PROMOTER if _plain(text) in wanted else DETRACTOR for text in counts}


def _sides_of_scores(counts: Mapping[str | None, int], column: str) -> dict[str | None, float]:
    numbers = Counter[int]()
    for text, count in counts.items():
        number = whole_number(text)
        if number is not None:
            numbers[number] += count
    if numbers.total() < (1 - STRANGE) * sum(count for text, count in counts.items() if not is_missing(text)):
        fail(
            f"The labels of “{column}” are no scores: {_shown(counts)}.",
            "Say which of them are positive, for example --positive good.",
            WRONG_USE,
        )
    if numbers.keys() <= {0, 1}:
        err.print("Taken for positive: 1; for negative: 0.", markup=False)
        return {text: float("nan") if whole_number(text) is None else float(whole_number(text) or 0) for text in counts}
    scale = guessed_scale(numbers, column)
    cells = judged(counts, scale).cells
    err.print(
        f"Taken for scores from {scale.lowest} to {scale.highest}: promoters are positive, detractors negative; "
        "passives are learned from as half of each, and not tried.",
        markup=False,
    )
    return {text: SIDES.get(kind, float("nan")) for text, (_answer, kind) in cells.items()}


def _sortable(cells: pl.Series) -> pl.Series:
    """Return what a column sorts by: days or numbers where it holds hardly anything else, or its text."""
    import polars as pl

    for read in (read_days(cells).days, cells.str.strip_chars().cast(pl.Float64, strict=False)):
        if read.null_count() - cells.null_count() <= STRANGE * cells.len():
            return read
    return cells


def _plain(text: str | None) -> str:
    number = whole_number(text)
    return str(number) if number is not None else (text or "").strip().casefold()


def _shown(counts: Mapping[str | None, int]) -> str:
    shown = [clean(text or "", 40) for text in list(counts)[:LABELS_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(counts) > LABELS_SHOWN else [])])
