"""The whole ledger as columns, for figures that ask about every customer in a time of its own."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
from django.db.models import Case, ExpressionWrapper, When
from django.db.models.functions import Coalesce

from kuule.economics.models import LedgerEntry
from kuule.economics.rules import COST, REVENUE
from kuule.economics.rules.money import Lines
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.selectors.whole import CHUNK, WHOLE, DayNumber, Parts, after_merges, customer_number
from kuule.workspaces.models import Workspace

SALE, IS_COST, RATED, WITH_MARGIN = 1, 2, 4, 8
_FLAGS = (
    Case(When(kind=REVENUE, then=SALE), When(kind=COST, then=IS_COST), default=0)
    + Case(When(converted__isnull=False, then=RATED), default=0)
    + Case(When(converted_margin__isnull=False, then=WITH_MARGIN), default=0)
)
_NUMBERS = {
    "customer": customer_number(),
    "day_number": DayNumber("day"),
    "parts": Coalesce(Parts("converted"), 0, output_field=WHOLE),
    "margin_parts": Coalesce(Parts("converted_margin"), 0, output_field=WHOLE),
    "flags": ExpressionWrapper(_FLAGS, output_field=WHOLE),
}


def ledger_lines(workspace: Workspace) -> Lines:
    """Return every line of a customer, accounts that became one as one.

    Read in the order in which the lines were written: by an index on days each would be looked for on its own, which
    takes three times as long.
    """
    rows = LedgerEntry.objects.filter(workspace=workspace).order_by("pk").annotate(**_NUMBERS)
    products: dict[str, int] = {"": 0}

    def numbered() -> Iterator[tuple[int, ...]]:
        for *numbers, product in rows.values_list(*_NUMBERS, "product").iterator(chunk_size=CHUNK):
            yield (*numbers, products.setdefault(product, len(products)))

    table = np.fromiter(chain.from_iterable(numbered()), dtype=np.int64).reshape(-1, len(_NUMBERS) + 1)
    customer, day, amount, margin, flags, product = table[table[:, 0] != 0].T.copy()
    return Lines(
        customer=after_merges(customer, merged_accounts(workspace)),
        day=day,
        amount=amount,
        margin=margin,
        product=product,
        has_rate=flags & RATED > 0,
        has_margin=flags & WITH_MARGIN > 0,
        is_sale=flags & SALE > 0,
        is_cost=flags & IS_COST > 0,
    )
