"""The contracts of a company, as the rules about overlaps look at them."""

from kuule.economics.models import Contract
from kuule.economics.rules.contracts import Agreement, last_day, overlapping
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.workspaces.models import Workspace

_CHUNK = 20_000


def agreements(workspace: Workspace, *, customers: set[int] | None = None) -> list[Agreement]:
    """Return all contracts that belong to somebody, or those of some customers; accounts that merged are one."""
    rows = Contract.objects.filter(workspace=workspace).values_list(
        *("pk", "account_id", "contact_id", "product", "starts_on", "ends_on", "outcome", "decided_on", "converted")
    )
    merged, found = merged_accounts(workspace), []
    for pk, account_id, contact_id, product, starts_on, ends_on, outcome, decided_on, value in rows.iterator(_CHUNK):
        customer = customer_code(account_id, contact_id, merged)
        if customer is None or (customers is not None and customer not in customers):
            continue
        ends = last_day(ends_on=ends_on, outcome=outcome, decided_on=decided_on)
        party = customer_code(account_id, contact_id, {})
        found.append(Agreement(pk, customer, party or customer, product, starts_on, ends, value))
    return found


def overlapping_contracts(workspace: Workspace) -> set[int]:
    """Return the ids of contracts that run at the same time as another of the same account and product."""
    return overlapping(agreements(workspace))
