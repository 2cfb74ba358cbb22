"""Since when somebody is a customer, for questions that are for new customers only."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import DATE
from kuule.contacts.rules.properties import typed_value
from kuule.economics.models import Contract, LedgerEntry
from kuule.economics.rules import REVENUE
from kuule.economics.selectors.customers import accounts_of, customer_code, merged_accounts
from kuule.surveys.selectors import Fact, FactSource
from kuule.workspaces.models import Workspace

# As questions name it; no property can have this key: keys have no dots.
CUSTOMER_SINCE = "customer.since"
# The property in which a company may tell it of accounts and people.
SINCE_PROPERTY = "customer_since"


def customer_since(workspace: Workspace, account_id: int | None, contact_id: int | None) -> dict[str, str]:
    """Return the first day on which anything shows the customer of somebody; nothing where nothing does.

    What shows it is a contract, a sale, or the property `customer_since`: the earliest of them, because the books may
    begin later than the customer.
    """
    merged = merged_accounts(workspace)
    customer = customer_code(account_id, contact_id, merged)
    if customer is None:
        return {}
    accounts = accounts_of([customer], merged)
    whose = Q(account_id__in=accounts) if customer > 0 else Q(contact_id=-customer)
    first = min((*_in_books(workspace, whose), *_in_properties(workspace, accounts, contact_id)), default=None)
    return {} if first is None else {CUSTOMER_SINCE: first.isoformat()}


def _in_books(workspace: Workspace, whose: Q) -> Iterator[date]:
    contracts = Contract.objects.filter(whose, workspace=workspace).aggregate(first=Min("starts_on"))
    sales = LedgerEntry.objects.filter(whose, workspace=workspace, kind=REVENUE).aggregate(first=Min("day"))
    return (found["first"] for found in (contracts, sales) if found["first"] is not None)


def _in_properties(workspace: Workspace, accounts: list[int], contact_id: int | None) -> Iterator[date]:
    told: list[Mapping[str, object]] = [
        *Account.objects.filter(workspace=workspace, pk__in=accounts).values_list("properties", flat=True),
        *Contact.objects.filter(workspace=workspace, pk=contact_id or 0).values_list("properties", flat=True),
    ]
    for properties in told:
        try:
            yield date.fromisoformat(str(properties.get(SINCE_PROPERTY)))
        except ValueError:  # unknown, or a property of another kind by the same name
            continue


def _offered(workspace: Workspace) -> list[Fact]:
    del workspace
    return [Fact(CUSTOMER_SINCE, _("Customer since"), is_date=True, read=_read_date)]


def _read_date(text: str) -> str | None:
    value = typed_value(text, DATE)
    return value if isinstance(value, str) else None


SINCE_FACT = FactSource(_offered, told=customer_since)
