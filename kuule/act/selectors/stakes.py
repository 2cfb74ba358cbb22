"""What a customer is worth, and when their next contract ends."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal

from kuule.economics.models import Contract
from kuule.economics.selectors.customers import customer_code, rows_of
from kuule.economics.selectors.ledger import Stretch, money_in
from kuule.workspaces.models import Workspace

YEAR = timedelta(days=365)
_CENT = Decimal("0.01")


def bought_in_a_year(workspace: Workspace, *, customers: Collection[int], day: date) -> Mapping[int, Decimal]:
    """Return what customers bought in the twelve months up to a day, after refunds; who bought nothing is left out."""
    found = money_in(workspace, stretches=[Stretch(each, day - YEAR, day) for each in customers])
    return {customer: Decimal(money.revenue).quantize(_CENT) for customer, money in found.items()}


def next_ends(
    workspace: Workspace, *, customers: Collection[int], merged: Mapping[int, int], day: date
) -> Mapping[int, date]:
    """Return when the next contract of each customer ends that nobody has decided about, from a day on."""
    open_ones = Contract.objects.filter(rows_of(customers, merged), workspace=workspace, outcome="", ends_on__gte=day)
    found: dict[int, date] = {}
    for account_id, contact_id, ends_on in open_ones.values_list("account_id", "contact_id", "ends_on"):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None and ends_on is not None:
            found[customer] = min(ends_on, found.get(customer, ends_on))
    return found
