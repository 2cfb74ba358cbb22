"""Who stands behind a renewal: the customer, the people in it, and what they complained about lately."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.economics.models import Contract
from kuule.economics.selectors.customers import accounts_of, customer_code, merged_accounts
from kuule.insight.models import Theme, ThemeLabel
from kuule.insight.rules import GROUPS
from kuule.insight.selectors.account_coverage import accounts_with
from kuule.insight.selectors.groups import contacts_in
from kuule.responses.rules import PERSON, ZERO_TO_TEN
from kuule.surveys.rules import OF_STAFF
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER


@dataclass(frozen=True, slots=True)
class Whose:
    """The customer of a renewal: an account, or a person who belongs to none."""

    account: Account | None = None
    contact: Contact | None = None

    @property
    def name(self) -> str:
        """Return what the customer is called."""
        return str(self.account or self.contact or "")

    @property
    def external_id(self) -> str:
        """Return the id that the company gave the customer."""
        known = self.account or self.contact
        return known.external_id if known else ""


def whose(workspace: Workspace, *, customers: Collection[int]) -> Mapping[int, Whose]:
    """Return the customers with these codes; accounts come with their owner and team."""
    accounts = accounts_with(workspace, account_ids=[each for each in customers if each > 0])
    people = Contact.objects.filter(workspace=workspace, pk__among=[-each for each in customers if each < 0])
    found = {pk: Whose(account=account) for pk, account in accounts.items()}
    return found | {-contact.pk: Whose(contact=contact) for contact in people}


def customers_with(workspace: Workspace, *, owner_id: int | None, team_id: int | None) -> set[int]:
    """Return the codes of the customers that belong to an owner and a team, where they are named."""
    accounts = Account.objects.filter(workspace=workspace)
    if owner_id:
        accounts = accounts.filter(owner_id=owner_id)
    if team_id:
        accounts = accounts.filter(team_id=team_id)
    return set(accounts.order_by().values_list("pk", flat=True).iterator())


def people_of(workspace: Workspace, *, customers: Collection[int]) -> Mapping[int, list[Contact]]:
    """Return the people of these customers who are not archived, by customer, in the order of their names."""
    merged = merged_accounts(workspace)
    alone = [-each for each in customers if each < 0]
    people = Contact.objects.filter(contacts_in(CUSTOMER), workspace=workspace, archived_at=None)
    theirs = Q(account__pk__among=accounts_of(customers, merged)) | Q(account=None, pk__among=alone)
    found: dict[int, list[Contact]] = {}
    for each in people.filter(theirs).order_by("name_key", "pk"):
        found.setdefault(customer_code(each.account_id, each.pk, merged) or 0, []).append(each)
    return found


def complaints(
    workspace: Workspace, *, customers: Collection[int], since: datetime, until: datetime
) -> Mapping[int, list[Theme]]:
    """Return the themes that detractors of these customers wrote about in a time, the most frequent first."""
    merged = merged_accounts(workspace)
    people = [-each for each in customers if each < 0]
    labels = ThemeLabel.objects.counted().filter(
        Q(response__account__pk__among=accounts_of(customers, merged))
        | Q(response__account=None, response__contact__pk__among=people),
        workspace=workspace,
        theme__is_praise=False,
        response__verdict=PERSON,
        response__scale=ZERO_TO_TEN,
        response__score__in=GROUPS["detractor"],
        response__survey__is_anonymous=False,
        response__survey__group=None,
        response__answered_at__gte=since,
        response__answered_at__lt=until,
        response__contact__isnull=False,
    )
    rows = labels.exclude(response__survey__family__in=OF_STAFF).order_by()
    counts: dict[int, Counter[int]] = {}
    for account_id, contact_id, theme_id in rows.values_list(
        "response__account_id", "response__contact_id", "theme_id"
    ):
        customer = customer_code(account_id, contact_id, merged)
        if customer is not None:
            counts.setdefault(customer, Counter())[theme_id] += 1
    themes = Theme.objects.filter(workspace=workspace).in_bulk({theme for each in counts.values() for theme in each})
    return {
        customer: [themes[theme] for theme, _n in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
        for customer, found in counts.items()
    }


def customer_of_contract(workspace: Workspace, *, contract_id: int) -> int | None:
    """Return the customer of a contract, None where there is no such contract or nobody has it."""
    row = Contract.objects.filter(workspace=workspace, pk=contract_id).values_list("account_id", "contact_id").first()
    return None if row is None else customer_code(*row, merged_accounts(workspace))


def contracts_with(workspace: Workspace, *, contract_ids: Collection[int]) -> list[Contract]:
    """Return these contracts, those that end first at the top."""
    found = Contract.objects.filter(workspace=workspace, pk__in=list(contract_ids))
    return list(found.order_by("ends_on", "pk"))
