"""Reading and writing many rows at once, several times as fast as `in` and `bulk_create`.

Values to look for travel as one parameter. Rows to write go to a temporary table first and from there in one
statement. On SQLite this matters twice: a statement per row would make the search index write itself to disk each
time. The objects do not learn their new ids.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import repeat
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Field, JSONField, Lookup, Model, Q, TimeField, UUIDField

_STAGE = "kuule_stage"
_WIDE_CACHE = -48_000  # kB, as SQLite writes it
_JSON = json.JSONEncoder(ensure_ascii=False).encode


@Field.register_lookup
class Among(Lookup[Any]):
    """`name_key__among=[…]`: as `in`, for thousands of texts or numbers."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Look the column up in a JSON array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(list(self.rhs)))  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Look the column up in an array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]


def among(column: str, values: Collection[str]) -> Q:
    """Return the condition that a column is one of these texts and not empty.

    A unique index that leaves out the empty ones is used only by a query that leaves them out in the same words.
    """
    return ~Q(**{column: ""}) & Q(**{f"{column}__among": values})


@contextmanager
def wide_cache() -> Iterator[None]:
    """Give SQLite room for all pages that a batch of rows touches in its indexes: what has none is written twice."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = {_WIDE_CACHE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {usual}")
            cursor.execute("PRAGMA shrink_memory")


def number_rows(objects: Sequence[Model]) -> None:
    """Give new objects of one model the ids they will have, so that other rows can refer to them at once.

    Call it inside the transaction that inserts them.
    """
    if objects:
        for each, number in zip(objects, new_ids(type(objects[0]), len(objects)), strict=True):
            each.pk = number


def new_ids(model: type[Model], count: int) -> list[int]:
    """Return the ids that new rows will have. Call it inside the transaction that inserts them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [number for (number,) in cursor.fetchall()]
        # The write lock is ours until the end of the transaction: nobody else takes the numbers that follow.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        return list(range(last + 1, last + 1 + count))


def insert_rows(objects: Sequence[Model]) -> None:
    """Insert objects of one model, in their order. Call it inside a transaction."""
    if objects:
        is_numbered = objects[0].pk is not None
        fields = [field for field in objects[0]._meta.concrete_fields if is_numbered or not field.primary_key]
        _through_stage(objects, fields, "")


def insert_values(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as the values of these fields (such as `account_id`); other fields get their defaults.

    To make an object of each row would take longer than all the rest. Call it inside a transaction.
    """
    if not rows:
        return
    fields = {
        field.attname: field for field in model._meta.concrete_fields if field.attname in names or not field.primary_key
    }
    others = [field for name, field in fields.items() if name not in names]
    columns = [*zip(*rows, strict=True), *(_defaults(field, len(rows)) for field in others)]
    _stage_and_insert(model._meta.db_table, [*(fields[name] for name in names), *others], columns, "")


def _defaults(field: "Field[Any, Any]", count: int) -> Iterable[Any]:
    if field.has_default() and callable(field.default):
        return (field.get_default() for _ in range(count))
    return repeat(field.get_default(), count)


def overwrite_rows(objects: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of objects that have rows, in their order. Call it inside a transaction."""
    if not objects:
        return
    meta = objects[0]._meta
    changed = ", ".join(f"{column} = excluded.{column}" for column in (meta.get_field(name).column for name in names))  # type: ignore[union-attr]
    pk = meta.pk.column
    _through_stage(objects, list(meta.concrete_fields), f"ON CONFLICT ({pk}) DO UPDATE SET {changed}")


def _through_stage(objects: Sequence[Model], fields: Sequence["Field[Any, Any]"], on_conflict: str) -> None:
    columns = [map(attrgetter(field.attname), objects) for field in fields]
    _stage_and_insert(objects[0]._meta.db_table, fields, columns, on_conflict)


def _stage_and_insert(
    table: str, fields: Sequence["Field[Any, Any]"], values: Iterable[Iterable[Any]], on_conflict: str
) -> None:
    """Write rows whose values are given column by column: so each needs to be looked at only where it changes."""
    columns = ", ".join(f'"{field.column}"' for field in fields)
    stored = (_stored(field, column) for field, column in zip(fields, values, strict=True))
    rows = list(zip(*stored, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_STAGE} AS SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_STAGE} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {_STAGE} VALUES ({', '.join(['%s'] * len(fields))})", rows)  # noqa: S608
        # "WHERE true" tells SQLite that ON CONFLICT does not belong to a join.
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {_STAGE} WHERE true {on_conflict}")  # noqa: S608
        cursor.execute(f"DROP TABLE {_STAGE}")


def _stored(field: "Field[Any, Any]", values: Iterable[Any]) -> Iterable[Any]:
    """Return the values of a field as they are handed to the database. What is not listed goes as it is."""
    if isinstance(field, JSONField):
        return map(_json, values)
    if isinstance(field, DateTimeField) and connection.vendor == "sqlite":
        return map(_moment, values)
    if isinstance(field, TimeField) and connection.vendor == "sqlite":
        return (None if value is None else str(value) for value in values)
    if isinstance(field, UUIDField) and not connection.features.has_native_uuid_field:
        return map(_hexadecimal, values)
    return values


def _json(value: Any) -> str | None:
    if value is None:  # no value, which is not the value null
        return None
    return "{}" if value == {} else _JSON(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _hexadecimal(value: UUID | None) -> str | None:
    return None if value is None else value.hex
