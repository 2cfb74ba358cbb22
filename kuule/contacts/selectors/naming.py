"""What people and accounts are called, many at once."""

from collections.abc import Collection, Mapping

from kuule.contacts.models import Account, Contact
from kuule.workspaces.models import Workspace


def names_among(
    workspace: Workspace, *, contacts: Collection[int], accounts: Collection[int]
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Return the names of these people and of these accounts by id."""
    people = Contact.objects.filter(workspace=workspace, pk__in=contacts)
    companies = Account.objects.filter(workspace=workspace, pk__in=accounts)
    return dict(people.values_list("pk", "name")), dict(companies.values_list("pk", "name"))
