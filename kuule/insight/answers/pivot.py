"""The score cut two ways at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

from kuule.insight.answers.figures import Figure, fields_of_many
from kuule.insight.answers.trend import closed_period, whole_buckets
from kuule.insight.query import PROPERTY, THEME, PivotQuery, Query, segment_of, segment_text
from kuule.insight.query.buckets import bucket_bounds, readable_bucket
from kuule.insight.rules.crowds import MOST_IN_TABLE, TooManyValuesError
from kuule.insight.selectors.cells import Cells, counts_by_cell
from kuule.insight.selectors.choices import names_of
from kuule.insight.selectors.counts import GroupCounts, counts_by_bucket, counts_by_segment, counts_of, joined
from kuule.insight.selectors.matching import Surveys, openness_for, surveys_of

# A larger table is read by nobody.
MOST_ROWS, MOST_COLUMNS = 20, 12

Narrow = Callable[[Query, Any], Query]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Figure):
    """The score of one cell or margin; `query` asks for its answers."""

    query: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row or a column with the score of all of it.

    `name` is what people call it, `key` how an address writes it; a step of time has when it begins and ends instead.
    """

    total: Cell
    name: str = ""
    key: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """A table of scores, `cells` row by row. Totals count what is not shown, too.

    An answer stands in a cell for each theme that it speaks of; totals across themes count it once, and all answers
    with a comment.

    `more_rows` and `more_columns` are how many are not shown, `left_out` how many answers are in no cell that is.
    `step` is the step of time of the columns, or "".
    """

    rows: Sequence[Part]
    columns: Sequence[Part]
    cells: Sequence[Sequence[Cell]]
    total: Cell
    more_rows: int
    more_columns: int
    left_out: int
    step: str = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """The rows or the columns: what is shown and what each counts, the query for one of them, and its name."""

    shown: Sequence[Any]
    counted: Mapping[Any, GroupCounts]
    narrow: Narrow
    part: Callable[[Any, Cell], Part]
    more: int


def pivot(query: PivotQuery, *, among: Surveys | None = None) -> Pivot | None:
    """Return the scores of a query by its rows and columns, those with most answers first; times in their order.

    None without answers, and for anonymous answers: two cuts at once could tell who somebody is.

    Raises
    ------
    TooManyValuesError
        If a property has more than `MOST_IN_TABLE` values.
    """
    surveys = surveys_of(query) if among is None else among
    period = closed_period(query, surveys)
    if period is None or openness_for(query, among=surveys) is not None:
        return None
    bounds: list[datetime] = []
    if query.has_times:
        step = readable_bucket(query.columns, period[1] - period[0])
        bounds = bucket_bounds(*whole_buckets(query, *period, step), bucket=step, zone=query.zone)
        query = replace(query.between(bounds[0], bounds[-1]), columns=step)
    cells = counts_by_cell(query, bounds=bounds, among=surveys)
    if not cells:
        return None
    down, across, total = _margins(query, cells, bounds, surveys)
    rows = _segments(query, query.by, down, MOST_ROWS)
    columns = _times(across, bounds) if bounds else _segments(query, query.columns, across, MOST_COLUMNS)
    return _table(query, cells, rows, columns, total)


_Margin = Mapping[Any, GroupCounts]


def _margins(
    query: PivotQuery, cells: Cells, bounds: Sequence[datetime], surveys: Surveys
) -> tuple[_Margin, _Margin, GroupCounts]:
    """Return the counts of rows, of columns, and of all."""
    down, across = _totals(cells, 0), _totals(cells, 1)
    if THEME not in (query.by, query.columns):
        return down, across, joined(cells.values())
    # Cells of one line share answers here, so they are not what is left of a total but counted by themselves.
    said = query.plain().asking(by="", only_comments=True)
    total = counts_of(said, among=surveys)
    if query.columns == THEME:
        return counts_by_segment(said.asking(by=query.by), among=surveys), across, total
    if bounds:
        return down, dict(enumerate(counts_by_bucket(said, bounds=bounds, among=surveys))), total
    return down, counts_by_segment(said.asking(by=query.columns), among=surveys), total


def _totals(cells: Cells, side: int) -> dict[Any, GroupCounts]:
    found: dict[Any, list[GroupCounts]] = {}
    for key, counts in cells.items():
        found.setdefault(key[side], []).append(counts)
    return {key: joined(each) for key, each in found.items()}


def _segments(query: Query, by: str, counted: Mapping[Any, GroupCounts], most: int) -> _Side:
    if by.startswith(PROPERTY) and len(counted) > MOST_IN_TABLE:
        raise TooManyValuesError(by, len(counted))
    names = names_of(query.asking(by=by), counted)
    ordered = sorted(counted, key=lambda key: (-counted[key].n, names[key].casefold(), names[key]))

    def narrow(asked: Query, key: Any) -> Query:
        return segment_of(asked, by, segment_text(by, key))

    def part(key: Any, total: Cell) -> Part:
        return Part(total=total, name=names[key], key=segment_text(by, key))

    return _Side(ordered[:most], counted, narrow, part, max(len(ordered) - most, 0))


def _times(counted: Mapping[Any, GroupCounts], bounds: Sequence[datetime]) -> _Side:
    times = list(pairwise(bounds))

    def narrow(asked: Query, key: Any) -> Query:
        return asked.between(*times[key])

    def part(key: Any, total: Cell) -> Part:
        return Part(total=total, since=times[key][0], until=times[key][1])

    shown = range(len(times))[-MOST_COLUMNS:]
    return _Side(shown, counted, narrow, part, len(times) - len(shown))


def _table(query: PivotQuery, cells: Cells, rows: _Side, columns: _Side, total: GroupCounts) -> Pivot:
    whole = query.plain().asking(by="", bucket="")
    within = {row: rows.narrow(whole, row) for row in rows.shown}
    asked = [
        (total, whole),
        *((rows.counted.get(row, GroupCounts()), within[row]) for row in rows.shown),
        *((columns.counted.get(key, GroupCounts()), columns.narrow(whole, key)) for key in columns.shown),
        *(
            (cells.get((row, column), GroupCounts()), columns.narrow(within[row], column))
            for row in rows.shown
            for column in columns.shown
        ),
    ]
    made = _cells(asked, query)
    whole_cell = next(made)
    found = partial(Pivot, total=whole_cell, more_rows=rows.more, more_columns=columns.more)
    heads = [[side.part(key, next(made)) for key in side.shown] for side in (rows, columns)]
    shown = [[next(made) for _column in columns.shown] for _row in rows.shown]
    has_themes = THEME in (query.by, query.columns)
    left_out = 0 if has_themes else total.n - sum(cell.n for line in shown for cell in line)
    step = query.columns if query.has_times else ""
    return found(rows=heads[0], columns=heads[1], cells=shown, left_out=left_out, step=step)


def _cells(asked: Iterable[tuple[GroupCounts, Query]], query: Query) -> Iterator[Cell]:
    each = list(asked)
    figures = fields_of_many([counts for counts, _query in each], query)
    return (Cell(query=mine, **fields) for (_counts, mine), fields in zip(each, figures, strict=True))
