"""The people of accounts: how many, and who by role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import CONTACT_ROLES
from kuule.contacts.selectors.contacts import in_account
from kuule.contacts.selectors.pages import capped_count
from kuule.workspaces.models import Workspace

SHOWN_PER_ROLE = 20


@dataclass(frozen=True, slots=True)
class People:
    """The people of an account in one role ("" is none): the first of them by name, and how many there are."""

    role: str
    total: int
    shown: Sequence[Contact]


def people_counts(workspace: Workspace, *, accounts: Iterable[Account]) -> dict[int, int]:
    """Return how many people each of these accounts has, archived ones excluded, in one query."""
    people = Contact.objects.filter(workspace=workspace, account__in=accounts, archived_at=None)
    return dict(people.order_by().values_list("account_id").annotate(Count("pk")))


def people_by_role(workspace: Workspace, *, account: Account) -> list[People]:
    """Return the people of an account by role, decision-makers first, people without a role last."""
    people = in_account(Contact.objects.filter(workspace=workspace, account=account, archived_at=None))
    found = []
    for role in (*CONTACT_ROLES, ""):
        of_role = people.filter(Q(own_role=role))
        shown = list(of_role.order_by("name_key", "id")[: SHOWN_PER_ROLE + 1])
        total = len(shown) if len(shown) <= SHOWN_PER_ROLE else capped_count(of_role)
        found.append(People(role, total, shown[:SHOWN_PER_ROLE]))
    return found


def archived_contacts(workspace: Workspace) -> QuerySet[Contact]:
    """Return the people who were put away, without an order."""
    return Contact.objects.filter(workspace=workspace, archived_at__isnull=False)


def archived_accounts(workspace: Workspace) -> QuerySet[Account]:
    """Return the accounts that were put away, without an order."""
    return Account.objects.filter(workspace=workspace, archived_at__isnull=False)
