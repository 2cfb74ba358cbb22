"""An outbox that no writer can forget: triggers write down, in the writer's own transaction, which rows changed.

An outbox is a table with the columns `workspace_id` and `row_id`. It carries ids alone: whoever takes them out reads
the rows as they are then, so taking one out twice does no harm. An entry without a row means all rows of the
workspace.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_EVENTS = {"insert": "new", "update": "new", "delete": "old"}


def note_changes(connection: BaseDatabaseWrapper, table: str, outbox: str, *, about: str = "id") -> None:
    """Write down each row of a table that is inserted, updated or deleted, however that is done.

    `about` is the column with the row that entries name, where it is a row of another table.

    Safe to repeat, and to be repeated after each migration: a table that Django rebuilds on SQLite loses its triggers.
    """
    insert = f"INSERT INTO {outbox} (workspace_id, row_id)"
    for event, row in _EVENTS.items():
        name = f"{outbox}_{event}" if about == "id" else f"{outbox}_{table}_{event}"
        if connection.vendor == "postgresql":
            # Once a statement, not once a row: an import of many thousands hardly notices.
            when = f"AFTER {event} ON {table} REFERENCING {row} TABLE AS changed FOR EACH STATEMENT"
            _make(connection, name, when, insert + f" SELECT workspace_id, {about} FROM changed;")  # noqa: S608
        else:
            _make(
                connection, name, f"AFTER {event} ON {table}", f"{insert} VALUES ({row}.workspace_id, {row}.{about});"
            )


def note_words(connection: BaseDatabaseWrapper, table: str, column: str, outbox: str) -> None:
    """Write down each row of a table whose words in one column are new or changed; words that are gone have changed."""
    insert = f"INSERT INTO {outbox} (workspace_id, row_id)"
    added, changed = f"{outbox}_insert", f"{outbox}_update"
    if connection.vendor == "postgresql":
        when = f"AFTER insert ON {table} REFERENCING NEW TABLE AS now FOR EACH STATEMENT"
        _make(connection, added, when, f"{insert} SELECT workspace_id, id FROM now WHERE {column} <> '';")  # noqa: S608
        when = f"AFTER update ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS now FOR EACH STATEMENT"
        differ = f"now JOIN before ON before.id = now.id AND before.{column} IS DISTINCT FROM now.{column}"
        _make(connection, changed, when, f"{insert} SELECT now.workspace_id, now.id FROM {differ};")  # noqa: S608
        return
    body = f"{insert} VALUES (new.workspace_id, new.id);"
    _make(connection, added, f"AFTER insert ON {table} WHEN new.{column} <> ''", body)
    _make(connection, changed, f"AFTER update OF {column} ON {table} WHEN old.{column} IS NOT new.{column}", body)


def note_column(connection: BaseDatabaseWrapper, table: str, column: str, outbox: str, entries: str) -> None:
    """Write entries when one column of another table changes: a SELECT of workspace and row that may name `new`."""
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    when = f"AFTER UPDATE OF {column} ON {table} FOR EACH ROW WHEN (old.{column} {differs} new.{column})"
    insert = f"INSERT INTO {outbox} (workspace_id, row_id) {entries};"
    _make(connection, f"{outbox}_{table}_{column}", when, insert)


def _make(connection: BaseDatabaseWrapper, name: str, when: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK[connection.vendor], [name])
        if cursor.fetchone():
            return
        if connection.vendor != "postgresql":
            cursor.execute(f"CREATE TRIGGER {name} {when} BEGIN {body} END")
            return
        function = f"RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() {function}")
        cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()")


_LOOK = {
    "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = %s",
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s",
}
