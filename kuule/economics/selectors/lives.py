"""What is known of how long customers stayed: their contracts, their sales, and when they said that they leave."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from kuule.economics.models import Contract, CustomerEvent
from kuule.economics.rules import LEFT
from kuule.economics.rules.lives import Commitment, Traces
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.economics.selectors.ledger import sale_days
from kuule.workspaces.models import Workspace

NO_TRACES = Traces()


def traces_of_customers(workspace: Workspace, *, day: date) -> dict[int, Traces]:
    """Return what is known of every customer on a day; those of whom nothing is known are not among them."""
    sales, left = sale_days(workspace, until=day), event_days(workspace, kind=LEFT, until=day)
    commitments = commitments_of_customers(workspace)
    return {
        customer: Traces(
            commitments.get(customer, ()),
            left.get(customer, ()),
            *sales.get(customer, (None, None)),
        )
        for customer in {*sales, *left, *commitments}
    }


def told_of_customers(workspace: Workspace, *, day: date) -> dict[int, Traces]:
    """Return the contracts of customers and when they said that they leave, up to a day; no sales."""
    left, commitments = event_days(workspace, kind=LEFT, until=day), commitments_of_customers(workspace)
    return {each: Traces(commitments.get(each, ()), left.get(each, ())) for each in {*left, *commitments}}


def commitments_of_customers(workspace: Workspace) -> dict[int, list[Commitment]]:
    """Return the contracts of each customer."""
    rows = Contract.objects.filter(workspace=workspace).order_by()
    columns = rows.values_list("account_id", "contact_id", "starts_on", "ends_on", "outcome", "decided_on")
    merged, found = merged_accounts(workspace), defaultdict[int, list[Commitment]](list)
    for account_id, contact_id, starts_on, ends_on, outcome, decided_on in columns.iterator(chunk_size=20_000):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            found[customer].append(Commitment(starts_on, ends_on, outcome, decided_on))
    return dict(found)


def event_days(workspace: Workspace, *, kind: str, until: date) -> dict[int, list[date]]:
    """Return the days on which something of a kind happened with each customer, up to a day, the first first."""
    found = defaultdict[int, list[date]](list)
    for customer, happened_on, _outcome in _events(workspace, kind, until):
        found[customer].append(happened_on)
    return dict(found)


def event_outcomes(workspace: Workspace, *, kind: str, until: date) -> dict[int, tuple[date, bool]]:
    """Return the day and the outcome of the first event of a kind with each customer whose outcome is known."""
    found: dict[int, tuple[date, bool]] = {}
    for customer, happened_on, outcome in _events(workspace, kind, until):
        if outcome is not None:
            found.setdefault(customer, (happened_on, outcome))
    return found


def _events(workspace: Workspace, kind: str, until: date) -> Iterator[tuple[int, date, bool | None]]:
    rows = CustomerEvent.objects.filter(workspace=workspace, kind=kind).order_by("happened_at", "pk")
    merged, zone = merged_accounts(workspace), ZoneInfo(workspace.timezone)
    columns = rows.values_list("account_id", "contact_id", "happened_at", "outcome")
    for account_id, contact_id, happened_at, outcome in columns.iterator(chunk_size=20_000):
        customer, happened_on = customer_code(account_id, contact_id, merged), happened_at.astimezone(zone).date()
        if customer is not None and happened_on <= until:
            yield customer, happened_on, outcome
