"""Amounts in the currency of the workspace: by the newest rate that is not after the day of the row, in SQL."""

from collections.abc import Collection
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Round

from kuule.economics.models import ExchangeRate
from kuule.economics.services.shapes import Shape

_MONEY = DecimalField(max_digits=18, decimal_places=4)


def convert_rows(shape: Shape, rows: QuerySet[Any], *, base: str) -> int:
    """Convert the amounts of rows of one kind into `base` anew. Return how many rows that were.

    A row whose currency has no rate by then keeps None: it is in no figure, and shown as such.
    """
    own = rows.filter(currency=base).update(**{name: F(amount) for name, amount in shape.converted.items()})
    rates = ExchangeRate.objects.filter(
        workspace_id=OuterRef("workspace_id"), base=base, currency=OuterRef("currency"), day__lte=OuterRef(shape.day)
    )
    rate = Subquery(rates.order_by("-day").values("rate")[:1])
    exchanged = {
        name: Round(ExpressionWrapper(F(amount) * rate, output_field=_MONEY), precision=4)
        for name, amount in shape.converted.items()
    }
    return own + rows.exclude(currency=base).update(**exchanged)


def convert_told(shape: Shape, rows: QuerySet[Any], keys: Collection[str], *, base: str) -> None:
    """Convert rows in other currencies that were told just now, by their ids."""
    if shape.converted:
        convert_rows(shape, rows.exclude(currency=base).filter(external_id__among=list(keys)), base=base)
