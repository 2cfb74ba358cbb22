"""Search by the beginnings of words that stays fast at millions of rows, on SQLite and PostgreSQL.

A table that can be searched has a column `search_text` (made by `words.search_text`) and one index over it: FTS5 on
SQLite, GIN over a text vector on PostgreSQL. Search terms are folded words and marks, so nothing that a person types
is ever read as search syntax.
"""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Lookup, TextField

from kuule.lib.words import is_mark


@TextField.register_lookup
class HasTerms(Lookup[Any]):
    """`search_text__has_terms=("aino", "example")`: every term begins a word of the text."""

    lookup_name = "has_terms"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Look for each term in the text of a row: right for any number of rows, quick when many match."""
        column, params = self.process_lhs(compiler, connection)
        test = f"instr(' ' || {column}, %s) > 0"
        sql = " AND ".join(test for _ in self.rhs) or "1 = 1"
        return f"({sql})", tuple(part for term in self.rhs for part in (*params, f" {term}"))

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Ask the text vector; the planner knows when to use its index."""
        column, params = self.process_lhs(compiler, connection)
        query = " & ".join(f"'{term}'" if is_mark(term) else f"'{term}':*" for term in self.rhs)
        return f"{_VECTOR.format(column=column)} @@ %s::tsquery", [*params, query]


_VECTOR = "array_to_tsvector(string_to_array({column}, ' '))"


def matching_ids(table: str, *, workspace_id: int, terms: tuple[str, ...], limit: int) -> list[int] | None:
    """Return up to `limit` ids of rows of a workspace that have all terms, straight from the index.

    None on PostgreSQL: there one query with `has_terms` is enough, because the planner knows how common words are.
    SQLite's does not. The caller asks for one id more than "few": few rows are best fetched by their ids and sorted,
    many are best met by walking in the wanted order.
    """
    if connection.vendor != "sqlite":
        return None
    wanted = " AND ".join(f'"{term}"' if is_mark(term) else f'"{term}"*' for term in terms)
    query = f'workspace_id : "{int(workspace_id)}" AND search_text : ({wanted})'
    select = f"SELECT rowid FROM {table}_search WHERE {table}_search MATCH %s LIMIT %s"  # noqa: S608 - tables are ours
    with connection.cursor() as cursor:
        cursor.execute(select, [query, limit])
        return [row[0] for row in cursor.fetchall()]


def make_search_index(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Create the index of a table, fill it, and on SQLite keep it by triggers.

    A later migration that makes Django rebuild the table on SQLite must call this again: a rebuilt table has lost
    its triggers.
    """
    if schema_editor.connection.vendor == "postgresql":
        vector = _VECTOR.format(column="search_text")
        schema_editor.execute(f"CREATE INDEX {table}_search ON {table} USING gin (({vector}))")
        return
    for statement in _sqlite_statements(table):
        schema_editor.execute(statement)


def drop_search_index(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Drop the index of a table, and its triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {table}_search")
        return
    for event in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_search_{event}")
    schema_editor.execute(f"DROP TABLE IF EXISTS {table}_search")


def _sqlite_statements(table: str) -> list[str]:
    index = f"{table}_search"
    forget = (
        f"INSERT INTO {index} ({index}, rowid, workspace_id, search_text) "  # noqa: S608 - table names are ours
        "VALUES ('delete', old.id, old.workspace_id, old.search_text);"
    )
    learn = (
        f"INSERT INTO {index} (rowid, workspace_id, search_text) "  # noqa: S608 - table names are ours
        "VALUES (new.id, new.workspace_id, new.search_text);"
    )
    # The ASCII tokenizer takes every other character as a letter: the words are folded and separated already.
    options = f"content='{table}', content_rowid='id', tokenize='ascii', prefix='1 2 3', detail='column'"
    has_changed = "old.search_text <> new.search_text OR old.workspace_id <> new.workspace_id"
    after_update = f"AFTER UPDATE OF id, workspace_id, search_text ON {table} WHEN {has_changed}"
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5 (workspace_id, search_text, {options})",
        f"INSERT INTO {index} ({index}) VALUES ('rebuild')",  # noqa: S608 - table names are ours
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {index}_update {after_update} BEGIN {forget} {learn} END",
    ]
