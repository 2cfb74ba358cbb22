"""Counts as the analytics engine has them; None where the database itself has to count."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.dispatch.rules.collectors import HANDED_OUT
from kuule.insight.engine.client import figures
from kuule.insight.engine.shapes import (
    AMONG,
    AT_LEAST,
    BELOW,
    DAY,
    IS,
    MONTH,
    MOST_ROWS,
    NUMBER,
    QUARTER,
    SPAN,
    WEEK,
    Asking,
)
from kuule.insight.engine.shapes import PROPERTY as OF_PROPERTY
from kuule.insight.engine.times import day_number, moment, month_number, quarter_number, week_number
from kuule.insight.query import CHANNEL, THEME, PivotQuery, Query
from kuule.insight.query import buckets as steps
from kuule.insight.query.periods import day_of, day_start
from kuule.insight.rules.crowds import MOST_IN_TABLE, TooManyValuesError
from kuule.insight.rules.themes import NO_THEME
from kuule.insight.selectors.asking import asking, at_moment, cut_by, is_by_property, only_read
from kuule.insight.selectors.matching import Surveys

# How many detractors, passives and promoters.
Three = tuple[int, int, int]
NOBODY: Three = (0, 0, 0)
# How the copy calls each step of time, and numbers it.
_STEPS = {
    steps.DAY: (DAY, day_number),
    steps.WEEK: (WEEK, week_number),
    steps.MONTH: (MONTH, month_number),
    steps.QUARTER: (QUARTER, quarter_number),
}


def asked_histogram(query: Query, surveys: Surveys) -> Mapping[int, int] | None:
    """Return how many gave each score."""
    rows = _one(query, _cut(asking(query, among=surveys, counts=NUMBER), "score"))
    return None if rows is None else dict(rows)


def asked_counts(query: Query, surveys: Surveys) -> Three | None:
    """Return the three groups of answers."""
    rows = _one(query, asking(query, among=surveys))
    return None if rows is None else rows[0]


def asked_read(query: Query, surveys: Surveys) -> Three | None:
    """Return the three groups of answers whose comment was read."""
    asked = asking(query, among=surveys)
    rows = _one(query, asked and only_read(asked))
    return None if rows is None else rows[0]


def asked_span(query: Query, surveys: Surveys) -> tuple[datetime | None, datetime | None] | None:
    """Return when the first and the last answer came."""
    rows = _one(query, asking(query, among=surveys, counts=SPAN))
    if rows is None:
        return None
    first, last = rows[0]
    return (None, None) if first is None else (moment(first), moment(last))


def asked_buckets(query: Query, surveys: Surveys, bounds: Sequence[datetime]) -> list[Three] | None:
    """Return the three groups between each two neighbouring bounds; between days alone, but for the ends."""
    inner = [day_of(bound, query.zone) for bound in bounds[1:-1]]
    if [day_start(day, query.zone) for day in inner] != list(bounds[1:-1]):
        return None
    asked = asking(query, among=surveys)
    if asked is not None:
        at_moment(asked, AT_LEAST, bounds[0], query)
        at_moment(asked, BELOW, bounds[-1], query)
    rows = _one(query, _cut(asked, DAY))
    if rows is None:
        return None
    starts = [day_number(day) for day in inner]
    found = [NOBODY for _ in range(len(bounds) - 1)]
    for day, *counts in rows:
        place = bisect_right(starts, day)
        found[place] = _sum(found[place], counts)
    return found


def asked_segments(query: Query, surveys: Surveys) -> Mapping[Any, Three] | None:
    """Return the three groups of each value of the query's dimension, None for answers without one.

    Raises TooManyValuesError if there are more values than an engine returns.
    """
    asked, whole = asking(query, among=surveys), asking(query, among=surveys)
    if asked is None or whole is None:
        return None
    asks = [cut_by(asked, query).ask(), whole.ask()]
    # Of a property only those that have it are counted; the others are the rest.
    found = figures(asks if is_by_property(query) else asks[:1], workspace_id=query.workspace_id)
    if found is None:
        return None
    _refuse_crowd(query.by, found[0], MOST_ROWS)
    counted: dict[Any, Three] = {_key(query.by, row[0]): _sum(NOBODY, row[1:]) for row in found[0]}
    if len(found) > 1:
        known = [sum(counts[place] for counts in counted.values()) for place in range(3)]
        rest = _sum(found[1][0], [-number for number in known])
        counted |= {None: rest} if any(rest) else {}
    return counted


def asked_cells(query: PivotQuery, surveys: Surveys, bounds: Sequence[datetime]) -> dict[tuple[Any, Any], Three] | None:
    """Return the three groups of each pair of a row and a column, None for answers without one.

    Columns of time are numbered from 0, as `bounds` cut them. Raises TooManyValuesError before pairs are counted of
    which there would be too many.
    """
    across = query.asking(by="" if query.has_times else query.columns)
    # The channels that stay out of a score stay out of the margins, too.
    plain = query.asking(by="")
    parts = [asking(plain, among=surveys) for _ in range(4)]
    if any(part is None for part in parts):
        return None
    cells, rows, columns, whole = (part for part in parts if part is not None)
    for cut in (query, across):
        if is_by_property(cut):
            _refuse_crowd(cut.by, _values(plain.asking(by=cut.by), surveys), MOST_IN_TABLE)
    cut_by(cells, query)
    for each in (cells, columns):
        each.cut(_STEPS[query.columns][0]) if query.has_times else cut_by(each, across)
    asks = [each.ask() for each in (cells, cut_by(rows, query), columns, whole)]
    found = figures(asks, workspace_id=query.workspace_id)
    if found is None:
        return None
    _refuse_crowd(query.by, found[0], MOST_ROWS)
    counted: dict[tuple[Any, Any], Three] = {}
    for row, column, *counts in found[0]:
        if query.columns == THEME and column is None:
            continue  # these say nothing, where others speak of no theme
        key = (_key(query.by, row), column if query.has_times else _key(query.columns, column))
        counted[key] = _sum(counted.get(key, NOBODY), counts)
    if is_by_property(query):
        margin = _totals(found[2], found[3] if is_by_property(across) else None, across.by)
        counted |= _without(counted, 1, margin)
    elif is_by_property(across):
        counted |= _without(counted, 0, _totals(found[1], None, query.by))
    return _numbered(counted, query, bounds) if query.has_times else counted


def asked_handed_out(query: Query, surveys: Surveys) -> Mapping[str, int] | None:
    """Return how many answers came by each channel that staff hand out."""
    asked = asking(query.asking(by=CHANNEL), among=surveys, counts=NUMBER)
    rows = _one(query, asked and asked.where("channel", AMONG, *sorted(HANDED_OUT)).cut("channel"))
    return None if rows is None else dict(rows)


def asked_scores(query: Query, surveys: Surveys, *, scale: str) -> Sequence[tuple[int, int, int]] | None:
    """Return the survey, the score and how many gave it, of scores on one scale."""
    asked = asking(query, among=surveys, counts=NUMBER)
    rows = _one(query, asked and asked.where("scale", IS, scale).cut("survey_id").cut("score"))
    return None if rows is None else [(survey, score, n) for survey, score, n in rows]


def asked_number(query: Query, surveys: Surveys) -> int | None:
    """Return how many answers there are to read, by whichever channel they came."""
    rows = _one(query, asking(query if query.channel else query.asking(by=CHANNEL), among=surveys, counts=NUMBER))
    return None if rows is None else int(rows[0][0])


def asked_worths(query: Query, surveys: Surveys, *, key: str) -> Mapping[tuple[int | None, str | None], Three] | None:
    """Return the three groups by account, and by the text of a property of accounts if a `key` names one.

    Accounts and texts are None for answers without one.
    """
    parts = [asking(query.asking(by=""), among=surveys) for _ in range(2)]
    if any(part is None for part in parts):
        return None
    whole, cut = (part.cut("account_id") for part in parts if part is not None)
    asks = [whole.ask(), *([cut.cut(OF_PROPERTY, ACCOUNT_PREFIX + key).ask()] if key else [])]
    found = figures(asks, workspace_id=query.workspace_id)
    if found is None:
        return None
    counted = {(account, worth): _sum(NOBODY, counts) for account, worth, *counts in (found[1] if key else ())}
    totals = {account: _sum(NOBODY, counts) for account, *counts in found[0]}
    return counted | _without(counted, 0, totals)


def asked_cohorts(query: Query, surveys: Surveys) -> dict[tuple[int | None, int], Three] | None:
    """Return the three groups by the quarter of somebody's first answer and that of the answer."""
    asked = asking(query, among=surveys)
    rows = _one(query, asked and asked.cut("first_quarter").cut(QUARTER))
    return None if rows is None else {(first, quarter): _sum(NOBODY, counts) for first, quarter, *counts in rows}


def _values(query: Query, surveys: Surveys) -> Sequence[object]:
    asked = asking(query, among=surveys, counts=NUMBER)
    return (asked and _one(query, cut_by(asked, query))) or ()


def _refuse_crowd(by: str, rows: Sequence[object], most: int) -> None:
    if len(rows) > most:
        raise TooManyValuesError(by, min(len(rows), MOST_ROWS), or_more=len(rows) > MOST_ROWS)


def _key(by: str, value: Any) -> Any:
    if by == THEME:
        return None if value == NO_THEME else int(value)
    # An empty text says no more than none at all.
    return None if value == "" else value


def _totals(rows: Sequence[tuple[Any, ...]], whole: Sequence[tuple[Any, ...]] | None, by: str) -> dict[Any, Three]:
    """Return the three groups of each value; with the `whole`, those without any value are what is left of it."""
    counted = {_key(by, row[0]): _sum(NOBODY, row[1:]) for row in rows}
    if whole:
        counted[None] = _sum(whole[0], [-sum(each[place] for each in counted.values()) for place in range(3)])
    return counted


def _without(
    cells: Mapping[tuple[Any, Any], Three], kept: int, totals: Mapping[Any, Three]
) -> dict[tuple[Any, Any], Three]:
    """Return the cells of answers without a property: what the others leave of each total of the dimension `kept`."""
    left = dict(totals)
    for key, counts in cells.items():
        left[key[kept]] = _sum(left.get(key[kept], NOBODY), [-number for number in counts])
    return {((None, value) if kept else (value, None)): counts for value, counts in left.items() if any(counts)}


def _numbered(
    cells: Mapping[tuple[Any, Any], Three], query: Query, bounds: Sequence[datetime]
) -> dict[tuple[Any, Any], Three]:
    number = _STEPS[query.columns][1]  # type: ignore[attr-defined]
    places = {number(day_of(start, query.zone)): place for place, start in enumerate(bounds[:-1])}
    return {(row, places[step]): counts for (row, step), counts in cells.items()}


def _cut(asked: Asking | None, by: str) -> Asking | None:
    return None if asked is None else asked.cut(by)


def _one(query: Query, asked: Asking | None) -> list[tuple[Any, ...]] | None:
    found = None if asked is None else figures([asked.ask()], workspace_id=query.workspace_id)
    return None if found is None else found[0]


def _sum(one: Sequence[int], other: Sequence[int]) -> Three:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
