"""The newest comments of each group of respondents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kuule.analysis.guessing.cells import MISSING as NO_ANSWER
from kuule.analysis.reading.answers import Answers
from kuule.analysis.reading.judging import DETRACTOR, INVALID, MISSING, PASSIVE, PROMOTER
from kuule.analysis.results import Comment

if TYPE_CHECKING:
    import polars as pl

PER_GROUP = 12
LONGEST = 2_000


def newest_comments(answers: Answers) -> tuple[Comment, ...]:
    """Return the newest comments of promoters, passives, detractors and of those without a score, a dozen of each.

    Without dates the last rows of the file are the newest. A long comment is cut.
    """
    import polars as pl

    said = written(answers)
    return tuple(
        Comment(text=_shortened(text), score=score, day=day)
        for kinds in ((PROMOTER,), (PASSIVE,), (DETRACTOR,), (MISSING, INVALID))
        for text, score, day in _newest(said.filter(pl.col("kind").is_in(kinds)))
    )


def written(answers: Answers) -> pl.DataFrame:
    """Return the rows where somebody wrote: `row`, `comment` without blanks around it, `answer`, `day`, `kind`."""
    import polars as pl

    text = pl.col("comment").str.strip_chars()
    said = answers.rows.select("comment", "answer", "day", "kind").with_row_index("row").drop_nulls("comment")
    return said.with_columns(comment=text).filter(~text.str.to_lowercase().is_in(list(NO_ANSWER)))


def _newest(said: pl.DataFrame) -> Iterator[tuple[str, int | None, date | None]]:
    dated = said.with_columns(day_or_never=said["day"].fill_null(date.min))
    newest = dated.top_k(PER_GROUP, by=["day_or_never", "row"]).sort("day_or_never", "row", descending=True)
    yield from newest.select("comment", "answer", "day").iter_rows()


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
