"""What customers are called, and what is known of them besides money."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kuule.contacts.models import Account, AccountParent, Contact
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.economics.selectors.customers import customer_code, merged_accounts
from kuule.insight.selectors.choices import Property, properties_of
from kuule.insight.selectors.properties import PropertyText
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class CustomerName:
    """A customer as pages show it: a company, or a person who belongs to none (`account_id` is None)."""

    customer: int
    name: str
    account_id: int | None
    contact_id: int | None


def customer_names(workspace: Workspace, *, customers: Collection[int]) -> dict[int, CustomerName]:
    """Return what these customers are called; those that are erased are not among them."""
    accounts = Account.objects.filter(workspace=workspace, id__among=[each for each in customers if each > 0])
    people = Contact.objects.filter(workspace=workspace, id__among=[-each for each in customers if each < 0])
    found = {pk: CustomerName(pk, name, pk, None) for pk, name in accounts.values_list("pk", "name")}
    for pk, name, email in people.values_list("pk", "name", "email"):
        found[-pk] = CustomerName(-pk, name or email, None, pk)
    return found


def value_properties(workspace: Workspace) -> list[Property]:
    """Return the properties that customers can be cut by: those of accounts, and of people who belong to none."""
    return properties_of(workspace.pk)


def teams_of_customers(workspace: Workspace) -> dict[int, str]:
    """Return the name of the team of each customer company that has one."""
    rows = Account.objects.filter(workspace=workspace, team__isnull=False).values_list("pk", "team__name")
    merged = merged_accounts(workspace)
    return {pk: team for pk, team in rows if pk not in merged}


def parents_of_customers(workspace: Workspace) -> dict[int, str]:
    """Return the name of the company that each customer company is a part of, where it is one."""
    rows = AccountParent.objects.filter(workspace=workspace).values_list("account_id", "parent__name")
    merged = merged_accounts(workspace)
    return {account: parent for account, parent in rows if account not in merged}


def property_of_customers(workspace: Workspace, *, key: str) -> Mapping[int, str]:
    """Return a property of each customer as text, as it is now; customers without it are not among them.

    With the prefix `account.` it is one of accounts, else of people who belong to no account.
    """
    merged = merged_accounts(workspace)
    if key.startswith(ACCOUNT_PREFIX):
        of_accounts = Account.objects.filter(workspace=workspace)
        rows = of_accounts.annotate(told=PropertyText("properties", key.removeprefix(ACCOUNT_PREFIX)))
        codes = {
            customer_code(pk, None, merged): told for pk, told in rows.values_list("pk", "told") if pk not in merged
        }
    else:
        of_people = Contact.objects.filter(workspace=workspace, account=None)
        people = of_people.annotate(told=PropertyText("properties", key)).values_list("pk", "told")
        codes = {-pk: told for pk, told in people}
    return {code: told for code, told in codes.items() if code is not None and told}
