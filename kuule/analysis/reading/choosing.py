"""Which columns are read: those that were told, by name or number, and those that were guessed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from kuule.analysis.guessing.columns import Sample, guessed_comment, guessed_date, guessed_score
from kuule.analysis.guessing.dates import readable_share
from kuule.analysis.reading.request import Request
from kuule.analysis.refusals import RefusedError
from kuule.lib.tables import TableFile
from kuule.lib.words import search_words

SAMPLE_CELLS = 200_000
SAMPLE_ROWS = 2_000
_COMMENT_CELLS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The names of the columns to read; `guessed` are the parts that nobody told."""

    score: str
    comment: str | None
    date: str | None
    by: tuple[str, ...]
    drivers: tuple[str, ...]
    account: str | None
    sample: Sample
    guessed: frozenset[str]


def chosen_columns(table: TableFile, request: Request) -> Chosen:
    """Return which columns of a table are which.

    Raises
    ------
    RefusedError
        If a named column is not there, no column convinces as the score, or the score is named as its own driver.
    """
    told = {
        part: named_column(name, table.columns)
        for part, name in (("score", request.score), ("comment", request.comment), ("date", request.date))
        if name is not None
    }
    by = tuple(dict.fromkeys(named_column(name, table.columns) for name in request.by))
    drivers = tuple(dict.fromkeys(column for name in request.drivers for column in named_columns(name, table.columns)))
    account = named_column(request.account, table.columns) if request.account is not None else None
    sample = _sample(table)
    taken = {*told.values(), *drivers, account}
    free = {name: cells for name, cells in sample.items() if name not in taken}
    score = told.get("score") or guessed_score(free)
    if score in drivers:
        raise RefusedError("driver_is_score", name=score)
    free.pop(score, None)
    date = told.get("date") or guessed_date(free, readable_share)
    comment = told.get("comment") or guessed_comment(
        {name: cells[:_COMMENT_CELLS] for name, cells in free.items() if name != date and name not in by}
    )
    return Chosen(
        score=score,
        comment=comment,
        date=date,
        by=by,
        drivers=drivers,
        account=account,
        sample=sample,
        guessed=frozenset({"score", "comment", "date"} - told.keys()),
    )


def named_column(name: str, columns: Sequence[str]) -> str:
    """Return the column that somebody means: by name, without regard to case and signs, or by its number from 1.

    Raises
    ------
    RefusedError
        `unknown_column`, with the columns there are and the one that is named most alike.
    """
    if name in columns:
        return name
    for fold in (_plain, _words):
        alike = [column for column in columns if fold(column) == fold(name)]
        if alike and fold(name):
            return alike[0]
    if name.strip().isdecimal() and 1 <= int(name) <= len(columns):
        return columns[int(name) - 1]
    folded = {_words(column): column for column in columns}
    nearest = difflib.get_close_matches(_words(name), folded, n=1, cutoff=0.5)
    raise RefusedError(
        "unknown_column", name=name, columns=tuple(columns), nearest=folded[nearest[0]] if nearest else ""
    )


def named_columns(names: str, columns: Sequence[str]) -> list[str]:
    """Return the columns that somebody means by one name, or by several with commas between.

    Raises
    ------
    RefusedError
        As `named_column`.
    """
    parts = [part.strip() for part in names.split(",")]
    if names in columns or len(parts) == 1:
        return [named_column(names, columns)]
    return [named_column(part, columns) for part in parts if part]


def _plain(name: str) -> str:
    return name.strip().casefold()


def _words(name: str) -> str:
    return " ".join(search_words(name))


def _sample(table: TableFile) -> Sample:
    rows = max(50, min(SAMPLE_ROWS, SAMPLE_CELLS // len(table.columns)))
    return table.head(rows).to_dict(as_series=False)
