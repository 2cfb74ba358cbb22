"""Search for parts of words in long texts that stays fast at millions of rows, on SQLite and PostgreSQL.

The index knows each row by the runs of three characters in its text, their case folded: FTS5 on SQLite, GIN on
PostgreSQL. It finds every row that has the words, and a few more: whoever asks it compares the texts that are left.
"""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Lookup, Q, TextField

RUN = 3
# What is searched for is short; of what somebody pasted in, the beginning narrows the rows enough.
_MOST_RUNS = 30
# Characters one by one, and each with the two after it: the time grows with the length, also of a very long text.
_RUNS = """
CREATE OR REPLACE FUNCTION kuule_runs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT run), '{}') FROM (
    SELECT letter || lead(letter) OVER each || lead(letter, 2) OVER each AS run
    FROM unnest(string_to_array(lower(words), NULL)) WITH ORDINALITY AS parts (letter, place)
    WINDOW each AS (ORDER BY place)
  ) AS runs WHERE run IS NOT NULL
$$
"""


def runs_of(text: str) -> list[str]:
    """Return the runs of three characters in a text, each once; none if it is shorter."""
    runs = dict.fromkeys(text[start : start + RUN] for start in range(len(text) - RUN + 1))
    return list(runs)[:_MOST_RUNS]


@TextField.register_lookup
class HasRunsOf(Lookup[Any]):
    """`verbatim__has_runs_of="delivery"`: the index of the column thinks that the words are in it.

    On SQLite, whose planner does not know when its index helps, it asks nothing: see `rows_with`.
    """

    lookup_name = "has_runs_of"
    prepare_rhs = False

    def as_sql(self, *_asked: Any) -> tuple[str, tuple[Any, ...]]:
        """Leave all rows to whoever compares the texts."""
        return "1 = 1", ()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Ask the index; the planner knows how common the runs are."""
        column, params = self.process_lhs(compiler, connection)
        return f"kuule_runs({column}) @> kuule_runs(%s)", [*params, self.rhs]


def has_words(column: str, text: str, *, is_indexed: bool = False) -> Q:
    """Return the condition that a text has these words in it, in whichever case."""
    # SQLite folds the case of ASCII alone, and PostgreSQL too in some locales: of a word with other letters the usual
    # spellings are asked for one by one.
    spellings = set() if text.isascii() else {text.lower(), text.upper(), text.capitalize(), text.title()}
    asks_index = is_indexed and bool(runs_of(text))

    def written(spelling: str, test: str) -> Q:
        found = Q(**{f"{column}__{test}": spelling})
        return found & Q(**{f"{column}__has_runs_of": spelling}) if asks_index else found

    condition = written(text, "icontains")
    for spelling in sorted(spellings):
        condition |= written(spelling, "contains")
    return condition


def rows_with(table: str, column: str, text: str, *, limit: int) -> list[int] | None:
    """Return the ids of the rows that may have these words, straight from SQLite's index.

    None where naming them would not help: there are more than `limit`, the text is shorter than a run, or the database
    is PostgreSQL, which asks its index within the statement.
    """
    runs = runs_of(text)
    if connection.vendor != "sqlite" or not runs:
        return None
    index = _index(table, column)
    wanted = " AND ".join('"' + run.replace('"', '""') + '"' for run in runs)
    with connection.cursor() as cursor:
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT %s"  # noqa: S608 - names are ours
        cursor.execute(found, [wanted, limit + 1])
        ids = [row[0] for row in cursor.fetchall()]
    return ids if len(ids) <= limit else None


def keep_run_index(connection: BaseDatabaseWrapper, table: str, column: str) -> None:
    """Keep the index by triggers on SQLite; PostgreSQL keeps its own.

    Safe to repeat, and to be repeated after each migration: a table that Django rebuilds on SQLite loses its triggers.
    """
    if connection.vendor != "sqlite":
        return
    index = _index(table, column)
    learn = f"INSERT INTO {index} (rowid, {column}) SELECT new.id, new.{column} WHERE new.{column} <> '';"
    forget = f"INSERT INTO {index} ({index}, rowid, {column}) SELECT 'delete', old.id, old.{column}"
    forget = f"{forget} WHERE old.{column} <> '';"
    update = f"UPDATE OF id, {column} ON {table} WHEN old.{column} <> new.{column} OR old.id <> new.id"
    acts = {"insert": f"INSERT ON {table}", "delete": f"DELETE ON {table}", "update": update}
    bodies = {"insert": learn, "delete": forget, "update": f"{forget} {learn}"}
    with connection.cursor() as cursor:
        for event, act in acts.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {index}_{event} AFTER {act} BEGIN {bodies[event]} END")


def make_run_index(schema_editor: BaseDatabaseSchemaEditor, table: str, column: str) -> None:
    """Create the index of a column and fill it."""
    index = _index(table, column)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_RUNS)
        schema_editor.execute(f"CREATE INDEX {index} ON {table} USING gin (kuule_runs({column}))")
        return
    # Where in a text a run stands is compared in the text itself: without it, the index is a third of the size.
    options = f"content='{table}', content_rowid='id', tokenize='trigram', detail='none', columnsize=0"
    schema_editor.execute(f"CREATE VIRTUAL TABLE {index} USING fts5 ({column}, {options})")
    schema_editor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - names are ours
    keep_run_index(schema_editor.connection, table, column)


def drop_run_index(schema_editor: BaseDatabaseSchemaEditor, table: str, column: str) -> None:
    """Drop the index of a column, and its triggers."""
    index = _index(table, column)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {index}")
        return
    for event in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_{event}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {index}")


def _index(table: str, column: str) -> str:
    return f"{table}_{column}_runs"
