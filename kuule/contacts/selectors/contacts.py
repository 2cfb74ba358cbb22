"""Which contacts there are, and what was true of one."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from kuule.contacts.models import Account, Contact, PropertyDefinition
from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY, ContactFilter
from kuule.contacts.rules import TEXT
from kuule.contacts.rules.keys import filter_terms
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.lib.search import few_matches
from kuule.workspaces.models import Workspace


def contacts_matching(workspace: Workspace, *, filter: ContactFilter) -> QuerySet[Contact]:  # noqa: A002
    """Return the contacts of a segment, archived ones excluded, without an order.

    Asks the search index once, when called, whether the segment is small; then its rows are named one by one. The
    result may be ordered by (`name_key`, `id`) or `id` and sliced: both stay quick at a million contacts.
    """
    found = Contact.objects.filter(workspace=workspace, archived_at=None)
    properties: dict[str, Any] = {}
    if filter.property_key.startswith(ACCOUNT_PREFIX):
        found = found.filter(account__in=_accounts_with_property(workspace, filter))
    elif filter.property_key:
        value = _typed(workspace, "contact", filter.property_key, filter.property_value)
        properties = {filter.property_key: value}
        found = found.alias(wanted=KeyTransform(filter.property_key, "properties")).filter(wanted=value)
    if filter.role:
        found = found.filter(role=filter.role)
    if filter.language:
        found = found.filter(language=filter.language)
    if filter.account_id:
        found = found.filter(account_id=filter.account_id)
    if filter.team_id:
        found = found.filter(account__team_id=filter.team_id)
    terms = filter_terms(
        search=filter.search,
        role=filter.role,
        language=filter.language,
        team_id=filter.team_id,
        properties=properties,
    )
    return _narrowed(found, workspace, filter, terms)


def _narrowed(
    found: QuerySet[Contact],
    workspace: Workspace,
    filter: ContactFilter,  # noqa: A002
    terms: tuple[str, ...],
) -> QuerySet[Contact]:
    if filter.search:
        found = found.filter(search_text__has_terms=terms) if terms else found.none()
    if terms and not filter.account_id:
        few = few_matches("contacts_contact", workspace_id=workspace.pk, terms=terms)
        if few is not None:
            return found.filter(pk__in=few)
    return found


def _accounts_with_property(workspace: Workspace, filter: ContactFilter) -> QuerySet[Account]:  # noqa: A002
    key = filter.property_key.removeprefix(ACCOUNT_PREFIX)
    value = _typed(workspace, "account", key, filter.property_value)
    accounts = Account.objects.filter(workspace=workspace)
    return accounts.alias(wanted=KeyTransform(key, "properties")).filter(wanted=value)


def _typed(workspace: Workspace, of: str, key: str, text: str) -> Any:
    definition = PropertyDefinition.objects.filter(workspace=workspace, of=of, key=key).first()
    value = typed_value(text, definition.kind if definition else TEXT)
    return text if isinstance(value, Unreadable) else value


def contact_of(workspace: Workspace, *, contact_id: int) -> Contact | None:
    """Return one contact of a workspace with its account, archived or not, or None."""
    contacts = Contact.objects.select_related("account__team", "account__owner__user")
    return contacts.filter(workspace=workspace, pk=contact_id).first()


def property_snapshot(contact: Contact) -> dict[str, Any]:
    """Return what is true of a contact now, flat: own properties by key, those of the account as `account.<key>`.

    The contact role, where there is one, has the key `contact.role`.
    """
    account = contact.account
    of_account = {f"{ACCOUNT_PREFIX}{key}": value for key, value in account.properties.items()} if account else {}
    role = {ROLE_KEY: contact.role} if contact.role else {}
    return {**contact.properties, **of_account, **role}
