"""PostgreSQL itself as the engine: no copy, no feed. The tables asked are made of Kuule's own in the asking."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import psycopg
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from kuule.insight.engine.base import EngineTroubleError, Row, StoppedError, Watch
from kuule.insight.engine.shapes import AT_LEAST, BELOW, DAY, PROPERTY, SPAN, Ask, Dialect, Scalar
from kuule.insight.engine.times import micros, moment
from kuule.insight.rules.themes import (
    ADDED,
    MIXED,
    NEGATIVE,
    NEGATIVE_BELOW,
    NO_THEME,
    POSITIVE,
    POSITIVE_FROM,
    RIGHT,
    SENTIMENT_KEY,
    THEME_KEY,
    URGENT_KEY,
)

# What a question does not name is not computed. Views would be tidier, but a migration could then change no column.
_TABLES = """
WITH analytics_answer AS NOT MATERIALIZED (
  SELECT answer.workspace_id, answer.id AS answer_id, answer.survey_id, answer.account_id, account.team_id,
    answer.contact_id, answer.channel, answer.language, answer.score, answer.scale,
    (answer.verbatim <> '')::int AS has_words, answer.answered_at AS moment, local.day - DATE '1970-01-01' AS dayno,
    FLOOR((local.day - DATE '1970-01-01' + 3) / 7::float8)::int AS weekno,
    (DATE_PART('year', local.day) * 12 + DATE_PART('month', local.day) - 1)::int AS monthno,
    (DATE_PART('year', local.day) * 4 + DATE_PART('quarter', local.day) - 1)::int AS quarterno,
    (SELECT (DATE_PART('year', first.day) * 4 + DATE_PART('quarter', first.day) - 1)::int FROM (
      SELECT (MIN(other.answered_at) AT TIME ZONE workspace.timezone)::date AS day {of_person}) first) AS first_quarter,
    (NOT EXISTS (SELECT 1 {of_person} AND (other.answered_at, other.id) > (answer.answered_at, answer.id)))::int
      AS is_latest
  FROM responses_response answer
  JOIN workspaces_workspace workspace ON workspace.id = answer.workspace_id
  LEFT JOIN contacts_account account ON account.id = answer.account_id
  CROSS JOIN LATERAL (SELECT (answer.answered_at AT TIME ZONE workspace.timezone)::date AS day) local
  WHERE answer.verdict = 'person'{within}
), analytics_property AS NOT MATERIALIZED (
  SELECT answer.*, each.key AS property, each.value FROM analytics_answer answer
  JOIN responses_response source ON source.id = answer.answer_id
  CROSS JOIN LATERAL jsonb_each_text(source.properties) each WHERE each.value <> ''
  {of_comments}
)
"""
_OF_PERSON = (
    "FROM responses_response other JOIN surveys_survey asked ON asked.id = other.survey_id "
    "WHERE other.workspace_id = answer.workspace_id AND other.contact_id = answer.contact_id "
    "AND asked.family = (SELECT family FROM surveys_survey WHERE id = answer.survey_id) AND other.verdict = 'person'"
)
_COUNTED = (
    "FROM insight_themelabel label JOIN insight_theme theme ON theme.id = label.theme_id AND theme.archived_at IS NULL "
    f"WHERE label.response_id = answer.answer_id AND (label.verdict IS NULL OR label.verdict IN ('{RIGHT}', '{ADDED}'))"
)
# As `truth` reads them for copies.
_OF_COMMENTS = f"""
  UNION ALL SELECT answer.*, '{THEME_KEY}', told.value FROM analytics_answer answer
  CROSS JOIN LATERAL (SELECT label.theme_id::text AS value {_COUNTED}) told
  UNION ALL SELECT answer.*, told.key, told.value FROM analytics_answer answer
  JOIN insight_commentreading reading ON reading.response_id = answer.answer_id
  CROSS JOIN LATERAL (
    SELECT '{THEME_KEY}' AS key, '{NO_THEME}' AS value WHERE NOT EXISTS (SELECT 1 {_COUNTED})
    UNION ALL SELECT '{URGENT_KEY}', kind FROM unnest(string_to_array(reading.urgency, ' ')) kind
    UNION ALL SELECT '{SENTIMENT_KEY}', CASE WHEN reading.p_promoter < {NEGATIVE_BELOW} THEN '{NEGATIVE}'
      WHEN reading.p_promoter >= {POSITIVE_FROM} THEN '{POSITIVE}' ELSE '{MIXED}' END
      WHERE reading.p_promoter IS NOT NULL
  ) told
"""
_ENDS = {AT_LEAST: (">=", -1), BELOW: ("<", 1)}
# What is grouped by is computed, so PostgreSQL expects as many groups as rows, and would sort all rows on the disk.
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; "
_COUNT_AT_ONCE = "SET LOCAL work_mem = '256MB'; SET LOCAL enable_sort = off"


class PostgresItself:
    """Asks Kuule's own tables."""

    dialect = Dialect("postgres", has_order=False)
    at_once = 4

    def __init__(self) -> None:
        if connection.vendor != "postgresql":
            raise EngineTroubleError(
                "KUULE_ANALYTICS_URL names PostgreSQL, but the answers are in SQLite.",
                "Set KUULE_DATABASE_URL to PostgreSQL, or leave KUULE_ANALYTICS_URL unset.",
            )

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question."""
        return self.answer_all([ask], Watch())[0]

    def answer_all(self, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
        """Return the rows of each question, all of one moment."""
        is_ours = not connection.in_atomic_block
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                watch.begin(len(asks), interrupt=connection.connection.cancel_safe)
                cursor.execute((_ONE_MOMENT if is_ours else "") + _COUNT_AT_ONCE)
                found = []
                for ask in asks:
                    found.append(self._answered(cursor, ask, watch))
                    watch.next()
        except OperationalError as error:
            if isinstance(error.__cause__, psycopg.errors.QueryCanceled) and watch.is_stopped:
                raise StoppedError from error
            raise
        return found

    def _answered(self, cursor: CursorWrapper, ask: Ask, watch: Watch) -> list[Row]:
        from kuule.insight.engine.compiling import statement

        kinds = ask.shape.needs
        bound = {f"p{place}": _bound(kinds[place], value) for place, value in enumerate(ask.values)}
        asked = _tables(ask) + statement(ask.shape, self.dialect)
        watch.check()
        cursor.execute(asked, bound)
        rows = cursor.fetchall()
        return [_span(row) for row in rows] if ask.shape.counts == SPAN else [tuple(map(_number, row)) for row in rows]

    def close(self) -> None:
        """Close the connection."""
        connection.close()


def _tables(ask: Ask) -> str:
    has_properties = PROPERTY in (*ask.shape.cuts, *(each.field for each in ask.shape.conditions))
    told = _OF_COMMENTS if has_properties else ""
    return _TABLES.format(of_person=_OF_PERSON, of_comments=told, within="".join(_coarse(ask)))


def _coarse(ask: Ask) -> Iterator[str]:
    """Yield days as moments that an index finds, a day wider at each end: more than any time zone is away."""
    place = 0
    for condition in ask.shape.conditions:
        if condition.field == DAY and condition.test in _ENDS:
            end = moment(0) + timedelta(days=int(ask.values[place]) + _ENDS[condition.test][1])
            yield f" AND answer.answered_at {_ENDS[condition.test][0]} '{end.isoformat()}'"
        place += len(condition.needs)


def _bound(kind: str, value: Scalar) -> Scalar | datetime:
    return moment(int(value)) if kind == "moment" else value


def _span(row: Row) -> Row:
    *cuts, first, last = row
    return (*cuts, *(None if each is None else micros(each) for each in (first, last)))


def _number(value: object) -> object:
    # PostgreSQL adds up to decimals.
    return int(value) if isinstance(value, Decimal) else value
