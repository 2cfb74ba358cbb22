"""An outbox that no writer can forget: triggers write down, in the writer's own transaction, which rows changed.

An outbox is a table with the columns `workspace_id` and `row_id`. It carries ids alone: whoever takes them out reads
the rows as they are then, so taking one out twice does no harm. An entry without a row means all rows of the
workspace.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_EVENTS = {"insert": "new", "update": "new", "delete": "old"}


def note_changes(connection: BaseDatabaseWrapper, table: str, outbox: str) -> None:
    """Write down each row of a table that is inserted, updated or deleted, however that is done.

    Safe to repeat, and to be repeated after each migration: a table that Django rebuilds on SQLite loses its triggers.
    """
    insert = f"INSERT INTO {outbox} (workspace_id, row_id)"
    for event, row in _EVENTS.items():
        name = f"{outbox}_{event}"
        if connection.vendor == "postgresql":
            # Once a statement, not once a row: an import of many thousands hardly notices.
            when = f"AFTER {event} ON {table} REFERENCING {row} TABLE AS changed FOR EACH STATEMENT"
            _make(connection, name, when, insert + " SELECT workspace_id, id FROM changed;")  # noqa: S608
        else:
            _make(connection, name, f"AFTER {event} ON {table}", f"{insert} VALUES ({row}.workspace_id, {row}.id);")


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
