"""The whole ledger as columns, for figures that ask about every customer in a time of its own."""

from django.db.models import Case, ExpressionWrapper, When
from django.db.models.functions import Coalesce

from kuule.economics.models import LedgerEntry
from kuule.economics.rules import COST, REVENUE
from kuule.economics.rules.money import Lines
from kuule.economics.selectors.customers import merged_accounts
from kuule.economics.selectors.whole import WHOLE, DayNumber, Parts, after_merges, customer_number, whole_columns
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
    products: dict[str, int] = {"": 0}
    found = whole_columns(
        LedgerEntry.objects.filter(workspace=workspace).order_by("pk"),
        word="product",
        code=lambda product: products.setdefault(product, len(products)),
        **_NUMBERS,
    )
    flags, is_somebodys = found["flags"], found["customer"] != 0
    return Lines(
        customer=after_merges(found["customer"], merged_accounts(workspace)),
        day=found["day_number"],
        amount=found["parts"],
        margin=found["margin_parts"],
        product=found["product"],
        has_rate=flags & RATED > 0,
        has_margin=flags & WITH_MARGIN > 0,
        is_sale=flags & SALE > 0,
        is_cost=flags & IS_COST > 0,
    ).of(is_somebodys)
