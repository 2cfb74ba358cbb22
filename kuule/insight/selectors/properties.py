"""One property out of a JSON column, as text, the same on SQLite and PostgreSQL."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import Exact, IsNull

from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY
from kuule.insight.query import ACCOUNT, NO_ROW, NONE, PROPERTY, ROLE, TEAM, Query

SNAPSHOT = "properties"
# Where an answer, and a contact, has the rows that it can be cut by.
ROWS = {ACCOUNT: "account", TEAM: "account__team"}


class PropertyText(Func):
    """The value of a key as text: `Oslo`, `10`, `true`; NULL where there is none.

    Django's own key lookups compare typed values, and read a key of digits as a place in a list.
    """

    output_field = TextField()

    def __init__(self, column: str, key: str, **extra: Any) -> None:
        super().__init__(F(column), **extra)
        self.key = key

    def as_sqlite(
        self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Read the value by its path. JSON's true is 1 to SQLite, so its type is asked first."""
        del connection, context
        column, params = compiler.compile(self.source_expressions[0])
        path = '$."' + self.key.replace('"', "") + '"'
        sql = (
            f"CASE JSON_TYPE({column}, %s) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
            f"ELSE CAST(JSON_EXTRACT({column}, %s) AS TEXT) END"
        )
        return sql, (*params, path, *params, path)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, list[Any]]:
        """Read the value by its key."""
        del connection, context
        column, params = compiler.compile(self.source_expressions[0])
        return f"({column} ->> %s)", [*params, self.key]


def snapshot_is(key: str, value: str) -> Q:
    """Return the condition that a property was this when the answer was given; "" asks for answers without it."""
    return _is(PropertyText(SNAPSHOT, key), value)


def snapshot_is_not(key: str, value: str) -> Q:
    """Return the condition that a property was not this; unlike a plain "not" it holds for answers without it."""
    return _is_not(PropertyText(SNAPSHOT, key), value)


def contact_is(key: str, value: str) -> Q:
    """Return the condition that a contact, or its account, has this property now."""
    if key.startswith(ACCOUNT_PREFIX):
        return _is(PropertyText("account__properties", key.removeprefix(ACCOUNT_PREFIX)), value)
    return _is(PropertyText("properties", key), value)


def role_was(role: str) -> Q:
    """Return the condition that the contact role was this when the answer was given; "none" asks for those without."""
    return snapshot_is(ROLE_KEY, "" if role == NONE else role)


def contact_is_not(key: str, value: str) -> Q:
    """Return the condition that a contact, or its account, does not have this property now."""
    if key.startswith(ACCOUNT_PREFIX):
        return _is_not(PropertyText("account__properties", key.removeprefix(ACCOUNT_PREFIX)), value)
    return _is_not(PropertyText("properties", key), value)


def row_is(by: str, number: int | None) -> Q:
    """Return the condition that the account or its team is this one; `NO_ROW` asks for none, None nothing at all."""
    if number is None:
        return Q()
    return Q(**{ROWS[by]: number}) if number != NO_ROW else Q(**{f"{ROWS[by]}__isnull": True})


def row_is_not(by: str, segment: str) -> Q:
    """Return the condition that the account or its team is not this segment; it holds for answers without one."""
    return Q(**{f"{ROWS[by]}__isnull": False}) if segment == NONE else ~Q(**{ROWS[by]: int(segment)})


def people_asked_for(query: Query) -> Q:
    """Return the part of a query that speaks about people, as a condition on contacts as they are now."""
    condition = Q()
    condition &= row_is(ACCOUNT, query.account_id) & row_is(TEAM, query.team_id)
    if query.role:
        condition &= Q(role="" if query.role == NONE else query.role)
    for key, value in query.properties:
        condition &= contact_is(key, value)
    return condition & _rest_of_people(query)


def _rest_of_people(query: Query) -> Q:
    by, segment = query.rest_of or ("", "")
    if by in ROWS:
        return row_is_not(by, segment)
    if by == ROLE:
        return ~Q(role="" if segment == NONE else segment)
    return contact_is_not(by.removeprefix(PROPERTY), segment) if by.startswith(PROPERTY) else Q()


def _is(text: PropertyText, value: str) -> Q:
    if value:
        return Q(Exact(text, Value(value)))
    return Q(IsNull(text, True)) | Q(Exact(text, Value("")))


def _is_not(text: PropertyText, value: str) -> Q:
    if value:
        return Q(IsNull(text, True)) | ~Q(Exact(text, Value(value)))
    return Q(IsNull(text, False)) & ~Q(Exact(text, Value("")))
