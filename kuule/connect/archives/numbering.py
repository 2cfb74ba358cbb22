"""Room for the ids of an archive, above every id that this Kuule has given."""

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def make_room(models: Sequence[type[Model]], highest: int) -> int:
    """Return by how much all ids of an archive grow, and keep them free: they follow on every id that was ever used."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT max(seq) FROM sqlite_sequence WHERE name IN (SELECT value FROM json_each(%s))",
                [json.dumps(tables)],
            )
            return cursor.fetchone()[0] or 0
        cursor.execute(
            "SELECT pg_get_serial_sequence(quote_ident(name), 'id') FROM unnest(%s::text[]) AS name"
            " WHERE EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = name AND column_name = 'id')",
            [tables],
        )
        sequences = [name for (name,) in cursor.fetchall() if name]
        last = 0
        for name in sequences:
            cursor.execute(f"SELECT last_value FROM {name}")  # noqa: S608 - PostgreSQL named it
            last = max(last, cursor.fetchone()[0])
        for name in sequences:
            cursor.execute("SELECT setval(%s, %s)", [name, last + highest + 1])
        return last
