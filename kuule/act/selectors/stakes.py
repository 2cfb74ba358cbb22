"""What a customer is worth, and when their next contract ends."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal

from kuule.act.models import Case
from kuule.act.rules.triage import Stake
from kuule.economics.models import Contract
from kuule.economics.selectors.customers import customer_code, merged_accounts, rows_of
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


def stakes_of(workspace: Workspace, cases: Collection[Case], *, day: date) -> Mapping[int, Stake]:
    """Return what is at stake in each of some cases, by their id, as far as it decides their place in the order."""
    merged = merged_accounts(workspace)
    codes = {case.pk: customer_code(case.account_id, case.contact_id, merged) for case in cases}
    customers = {code for code in codes.values() if code is not None}
    ends = next_ends(workspace, customers=customers, merged=merged, day=day) if customers else {}
    return {
        case.pk: Stake(
            value=case.value, renewal_on=ends.get(codes[case.pk] or 0), urgency=case.urgency, score=case.score
        )
        for case in cases
    }
