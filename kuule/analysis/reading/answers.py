"""The answers of a table, row by row, as columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kuule.analysis.guessing.cells import whole_number
from kuule.analysis.guessing.columns import Sample
from kuule.analysis.guessing.dates import Days, read_days
from kuule.analysis.guessing.scales import guessed_scale
from kuule.analysis.reading.choosing import chosen_columns
from kuule.analysis.reading.judging import Judgement, counts_of, judged
from kuule.analysis.reading.remarks import file_notes, source_of
from kuule.analysis.reading.request import Request
from kuule.analysis.refusals import RefusedError
from kuule.analysis.results import Note, Scale, Source
from kuule.lib.tables import TableFile

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What the rows of a file say.

    `rows` has the columns `answer` (as given, null unless on the scale), `kind` (see `judging`), `day`, `comment`, and
    `by0`, `by1` … for the columns of `source.by`. `sample` are the first cells of all columns of the file.
    """

    source: Source
    scale: Scale
    judgement: Judgement
    rows: pl.DataFrame
    days: Days | None
    sample: Sample
    notes: tuple[Note, ...] = ()


def read_answers(table: TableFile, name: str, request: Request) -> Answers:
    """Read the answers of a table.

    Parameters
    ----------
    table : TableFile
        An opened table.
    name : str
        What to call the file.
    request : Request
        What the analyst asks.

    Raises
    ------
    RefusedError
        If a named column is not there, none convinces as the score, or none as the comment where themes are asked for.
    UnreadableTableError
        If the file turns out to be damaged only now.
    """
    import polars as pl

    chosen = chosen_columns(table, request)
    comment = chosen.comment if request.has_use_for_comments or request.themes else None
    if request.themes and comment is None:
        raise RefusedError("no_comment", columns=tuple(table.columns))
    wanted = [column for column in (chosen.score, chosen.date, comment, *chosen.by) if column is not None]
    frame = table.read(tuple(dict.fromkeys(wanted)))
    counts = counts_of(frame[chosen.score])
    judgement = judged(counts, _scale(request, counts, chosen.score))
    days = _days(frame[chosen.date]) if chosen.date else None
    nothing = pl.lit(None, pl.String)
    rows = judgement.rows(frame[chosen.score]).with_columns(
        day=days.days if days else pl.lit(None, pl.Date),
        comment=frame[comment] if comment else nothing,
        **{f"by{place}": frame[column] for place, column in enumerate(chosen.by)},
    )
    return Answers(
        source=source_of(table, name, chosen, request),
        scale=judgement.scale,
        judgement=judgement,
        rows=rows,
        days=days,
        sample=chosen.sample,
        notes=tuple(file_notes(table)),
    )


def _scale(request: Request, counts: Mapping[str | None, int], name: str) -> Scale:
    if request.scale is not None:
        return replace(request.scale, is_reversed=request.is_reversed)
    numbers = Counter[int]()
    for text, count in counts.items():
        number = whole_number(text)
        if number is not None:
            numbers[number] += count
    return replace(guessed_scale(numbers, name), is_reversed=request.is_reversed)


def _days(texts: pl.Series) -> Days:
    """Read the days of a column, each distinct cell once where they repeat."""
    distinct = texts.unique()
    if distinct.len() * 2 > texts.len():
        return read_days(texts)
    days = read_days(distinct)
    lookup = distinct.alias("text").to_frame().with_columns(day=days.days)
    found = texts.alias("text").to_frame().join(lookup, on="text", how="left", maintain_order="left", nulls_equal=True)
    return replace(days, days=found["day"])
