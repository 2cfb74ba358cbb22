"""The contracts of a company, as the rules about overlaps look at them."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from kuule.economics.models import Contract
from kuule.economics.rules import LOST
from kuule.economics.rules.contracts import Agreement, last_day
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.workspaces.models import Workspace

_CHUNK = 20_000
_LAST = Coalesce(
    Case(When(ends_on=None, outcome=LOST, then=F("decided_on")), default=F("ends_on")),
    Value(date.max),
    output_field=DateField(),
)


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


def overlapping_contracts(workspace: Workspace) -> QuerySet[Contract]:
    """Return the contracts that run at the same time as another of the same account and product.

    The database looks for them by what `rules.contracts.overlapping` says: nobody can wait until all are read.
    """
    rows = Contract.objects.filter(workspace=workspace).alias(last=_LAST)
    others = rows.exclude(pk=OuterRef("pk")).filter(
        product=OuterRef("product"), starts_on__lte=OuterRef("last"), last__gte=OuterRef("starts_on")
    )
    of_account = Exists(others.filter(account=OuterRef("account")))
    of_person = Exists(others.filter(account=None, contact=OuterRef("contact")))
    return rows.filter((Q(account__isnull=False) & Q(of_account)) | (Q(account=None) & Q(of_person)))
