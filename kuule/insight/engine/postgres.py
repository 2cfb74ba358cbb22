"""PostgreSQL itself as the engine: no copy, no feed. The tables asked are made of Kuule's own in the asking."""

from datetime import datetime
from decimal import Decimal

from django.db import connection

from kuule.insight.engine.base import EngineTroubleError, Row
from kuule.insight.engine.shapes import SPAN, Ask, Dialect, Scalar
from kuule.insight.engine.times import micros, moment

# What a question does not name is not computed. Views would be tidier, but a migration could then change no column.
_TABLES = """
WITH analytics_answer AS NOT MATERIALIZED (
  SELECT answer.workspace_id, answer.id AS answer_id, answer.survey_id, answer.account_id, account.team_id,
    answer.contact_id, answer.channel, answer.language, answer.score, (answer.verbatim <> '')::int AS has_words,
    answer.answered_at AS moment, local.day - DATE '1970-01-01' AS dayno,
    FLOOR((local.day - DATE '1970-01-01' + 3) / 7.0)::int AS weekno,
    (EXTRACT(YEAR FROM local.day) * 12 + EXTRACT(MONTH FROM local.day) - 1)::int AS monthno,
    (EXTRACT(YEAR FROM local.day) * 4 + EXTRACT(QUARTER FROM local.day) - 1)::int AS quarterno,
    (SELECT (EXTRACT(YEAR FROM first.day) * 4 + EXTRACT(QUARTER FROM first.day) - 1)::int FROM (
      SELECT (MIN(other.answered_at) AT TIME ZONE workspace.timezone)::date AS day {of_person}) first) AS first_quarter,
    (NOT EXISTS (SELECT 1 {of_person} AND (other.answered_at, other.id) > (answer.answered_at, answer.id)))::int
      AS is_latest
  FROM responses_response answer
  JOIN workspaces_workspace workspace ON workspace.id = answer.workspace_id
  JOIN surveys_survey survey ON survey.id = answer.survey_id
  LEFT JOIN contacts_account account ON account.id = answer.account_id
  CROSS JOIN LATERAL (SELECT (answer.answered_at AT TIME ZONE workspace.timezone)::date AS day) local
  WHERE answer.verdict = 'person'
), analytics_property AS NOT MATERIALIZED (
  SELECT answer.*, each.key AS property, each.value FROM analytics_answer answer
  JOIN responses_response source ON source.id = answer.answer_id
  CROSS JOIN LATERAL jsonb_each_text(source.properties) each WHERE each.value <> ''
)
""".format(
    of_person="FROM responses_response other JOIN surveys_survey asked ON asked.id = other.survey_id "
    "WHERE other.workspace_id = answer.workspace_id AND other.contact_id = answer.contact_id "
    "AND asked.family = survey.family AND other.verdict = 'person'"
)


class PostgresItself:
    """Asks Kuule's own tables."""

    dialect = Dialect("postgres")

    def __init__(self) -> None:
        if connection.vendor != "postgresql":
            raise EngineTroubleError(
                "KUULE_ANALYTICS_URL names PostgreSQL, but the answers are in SQLite.",
                "Set KUULE_DATABASE_URL to PostgreSQL, or leave KUULE_ANALYTICS_URL unset.",
            )

    def answer(self, ask: Ask) -> list[Row]:
        """Return the rows of a question."""
        from kuule.insight.engine.compiling import statement

        kinds = ask.shape.needs
        bound = {f"p{place}": _bound(kinds[place], value) for place, value in enumerate(ask.values)}
        with connection.cursor() as cursor:
            cursor.execute(_TABLES + statement(ask.shape, self.dialect), bound)
            rows = cursor.fetchall()
        return [_span(row) for row in rows] if ask.shape.counts == SPAN else [tuple(map(_number, row)) for row in rows]

    def close(self) -> None:
        """Close the connection."""
        connection.close()


def _bound(kind: str, value: Scalar) -> Scalar | datetime:
    return moment(int(value)) if kind == "moment" else value


def _span(row: Row) -> Row:
    *cuts, first, last = row
    return (*cuts, *(None if each is None else micros(each) for each in (first, last)))


def _number(value: object) -> object:
    # PostgreSQL adds up to decimals.
    return int(value) if isinstance(value, Decimal) else value
