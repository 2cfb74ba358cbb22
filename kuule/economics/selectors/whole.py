"""Rows read as columns of whole numbers: many of them take a fraction of the time that objects take.

The database turns days, moments and amounts into whole numbers, which arrive as they are; a date or a Decimal for each
of a million rows takes longer to make than all figures that are made of them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Field, Func, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from kuule.economics.rules.columns import Ints
from kuule.economics.rules.money import PARTS

CHUNK = 20_000
# Numbers arrive as the database gives them: a field of whole numbers would make a whole number of each again.
WHOLE: Field[int, int] = Field()


class _Whole(Func):
    output_field = WHOLE
    on_sqlite = on_postgresql = ""

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template=self.on_sqlite, **context)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template=self.on_postgresql, **context)


class DayNumber(_Whole):
    """A day as `date.toordinal` counts it."""

    on_sqlite = "CAST(JULIANDAY(%(expressions)s) - 1721424.5 AS INTEGER)"
    on_postgresql = "(%(expressions)s - DATE '0001-01-01' + 1)"


class Second(_Whole):
    """A moment as whole seconds since 1970 in UTC."""

    on_sqlite = "CAST(STRFTIME('%%%%s', %(expressions)s) AS INTEGER)"
    on_postgresql = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::BIGINT"


class Parts(_Whole):
    """An amount in ten-thousandths."""

    on_sqlite = f"CAST(ROUND(%(expressions)s * {PARTS}) AS INTEGER)"
    on_postgresql = f"(%(expressions)s * {PARTS})::BIGINT"


def customer_number() -> Coalesce:
    """Return the number of a row's customer before merges, as `customer_code` gives it; 0 for nobody."""
    return Coalesce(F("account_id"), -F("contact_id"), 0, output_field=WHOLE)


def whole_columns(
    rows: QuerySet[Any], *, word: str = "", code: Callable[[Any], int] = int, **numbers: Combinable
) -> dict[str, Ints]:
    """Return whole numbers of rows by their names, (n,) each; none of them may be empty in any row.

    With `word` also a column of texts, each as the number that `code` gives it.
    """
    names = (*numbers, word) if word else tuple(numbers)
    found: Iterable[tuple[Any, ...]] = rows.annotate(**numbers).values_list(*names).iterator(chunk_size=CHUNK)
    if word:
        found = ((*cells, code(text)) for *cells, text in found)
    table = np.fromiter(chain.from_iterable(found), dtype=np.int64).reshape(-1, len(names))
    return dict(zip(names, table.T.copy(), strict=True))


def local_days(seconds: Ints, zone: ZoneInfo) -> Ints:
    """Return the days on which moments (see `Second`) fall in a time zone, as `date.toordinal` counts them."""
    days = (datetime.fromtimestamp(second, zone).toordinal() for second in seconds.tolist())
    return np.fromiter(days, dtype=np.int64, count=len(seconds))


def after_merges(customers: Ints, merged: Mapping[int, int]) -> Ints:
    """Return the numbers of customers with those of accounts that became part of another as the other's."""
    if not merged:
        return customers
    old = np.array(sorted(merged), dtype=np.int64)
    new = np.array([merged[account] for account in old.tolist()], dtype=np.int64)
    place = np.minimum(np.searchsorted(old, customers), len(old) - 1)
    return np.where(old[place] == customers, new[place], customers)
