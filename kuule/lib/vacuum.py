"""Making a database overwrite what was deleted from it."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

# Rewriting a larger file would keep writers waiting for too long.
LARGEST_FILE = 512 * 1024 * 1024


def wipe_deleted(tables: Iterable[str]) -> None:
    """Overwrite what was deleted from these tables. Call it outside of a transaction.

    PostgreSQL frees the dead rows. SQLite, which overwrites deleted rows itself, drops deleted words from its search
    indexes, rewrites the file if it is not too large, and empties the write-ahead log.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(connection.ops.quote_name(table) for table in dict.fromkeys(tables))
            cursor.execute(f"VACUUM {names}")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE %%USING fts5%%'")
        for (index,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608 - tables are ours
        file = Path(connection.settings_dict["NAME"])
        if file.exists() and file.stat().st_size <= LARGEST_FILE:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
