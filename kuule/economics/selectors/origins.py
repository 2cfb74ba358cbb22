"""What brought customers, as far as anybody said."""

from kuule.economics.models import CustomerOrigin
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.workspaces.models import Workspace


def origins_of_customers(workspace: Workspace) -> dict[int, str]:
    """Return what brought each customer; an account's own word counts before that of one that became part of it."""
    rows = CustomerOrigin.objects.filter(workspace=workspace).order_by("said_at", "pk")
    merged, own, joined = merged_accounts(workspace), dict[int, str](), dict[int, str]()
    for account_id, contact_id, origin in rows.values_list("account_id", "contact_id", "origin"):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            (joined if account_id in merged else own).setdefault(customer, origin)
    return joined | own
