"""Contracts as plain values: those that run, those that were decided, and what stays out of the outlook."""

from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet

from kuule.economics.models import Contract
from kuule.economics.rules.expiring import Term
from kuule.economics.selectors.customers import customer_code, rows_of
from kuule.workspaces.models import Workspace

VALUES = ("pk", "account_id", "contact_id", "starts_on", "ends_on", "converted", "product", "outcome", "decided_on")


def running_terms(
    workspace: Workspace, merged: Mapping[int, int], *, day: date, customers: Collection[int] | None = None
) -> list[Term]:
    """Return the contracts that had not ended on a day, with those that begin later; of some customers, or of all."""
    rows = _contracts(workspace).filter(Q(ends_on__gt=day) | Q(ends_on=None))
    return _terms(workspace, merged, rows if customers is None else rows.filter(rows_of(customers, merged)))


def decided_terms(workspace: Workspace, merged: Mapping[int, int], *, day: date, most: int) -> list[Term]:
    """Return contracts that ended until a day and of which it is known how, those that ended last: `most` of them."""
    ended = _contracts(workspace).filter(ends_on__lte=day).exclude(outcome="")
    return _terms(workspace, merged, ended.order_by("-ends_on", "-pk")[:most])


def first_starts(workspace: Workspace, merged: Mapping[int, int]) -> dict[int, date]:
    """Return the day on which the first contract of each customer began."""
    first: dict[int, date] = {}
    rows = _contracts(workspace).order_by().values_list("account_id", "contact_id").annotate(Min("starts_on"))
    for account_id, contact_id, starts_on in rows.iterator(chunk_size=20_000):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            first[customer] = min(starts_on, first.get(customer, starts_on))
    return first


def contract_counts(workspace: Workspace, *, day: date) -> dict[str, int]:
    """Return how many contracts stay out of the outlook: without an end, ended with nobody saying how, of nobody."""
    running = Q(ends_on=None) | Q(ends_on__gt=day)
    nobody = Q(account=None, contact=None)
    return Contract.objects.filter(workspace=workspace).aggregate(
        open_ended=Count("pk", filter=Q(ends_on=None, outcome="", starts_on__lte=day) & ~nobody),
        unsaid=Count("pk", filter=Q(ends_on__lte=day, outcome="") & ~nobody),
        of_nobody=Count("pk", filter=running & nobody),
    )


def _contracts(workspace: Workspace) -> QuerySet[Contract]:
    return Contract.objects.filter(workspace=workspace).exclude(account=None, contact=None)


def _terms(workspace: Workspace, merged: Mapping[int, int], rows: QuerySet[Contract]) -> list[Term]:
    zone = ZoneInfo(workspace.timezone)
    found = []
    for row in rows.values_list(*VALUES, "told_at").iterator(chunk_size=20_000):
        pk, account_id, contact_id, starts_on, ends_on, value, product, outcome, decided_on, told_at = row
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            told_on = told_at.astimezone(zone).date()
            party = account_id or -contact_id
            found.append(Term(pk, customer, party, product, starts_on, ends_on, value, outcome, decided_on, told_on))
    return found
