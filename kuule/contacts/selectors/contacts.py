"""Which contacts there are, and what was true of one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Concat

from kuule.contacts.models import Contact, ContactGroup
from kuule.contacts.query import ACCOUNT_PREFIX, ContactFilter
from kuule.contacts.rules.keys import fact_marks, word_terms
from kuule.contacts.rules.snapshots import snapshot
from kuule.contacts.selectors.pages import COUNT_CAP, capped_count
from kuule.contacts.selectors.properties import asked_value
from kuule.lib.search import matching_ids
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER

TABLE = "contacts_contact"
FEW = 5_000


def contacts_matching(workspace: Workspace, *, filter: ContactFilter) -> QuerySet[Contact]:  # noqa: A002
    """Return the contacts of a segment, archived ones excluded, without an order.

    Asks the search index once, when called, whether the segment is small; then its rows are named one by one. The
    result may be ordered by (`name_key`, `id`) or `id` and sliced: both stay quick at a million contacts.
    """
    value = _property_value(workspace, filter)
    terms = _terms(filter, value)
    few = None if filter.account_id or not terms else _few(workspace, terms)
    if few is None:
        found = Contact.objects.filter(workspace=workspace)
    else:
        # The sum hides the index on the workspace from SQLite's planner, which would else walk all of it.
        found = Contact.objects.alias(own=F("workspace_id") + 0).filter(own=workspace.pk, pk__in=few)
    return _filtered(found.filter(archived_at=None), filter, value)


def contacts_counted(workspace: Workspace, *, filter: ContactFilter) -> int:  # noqa: A002
    """Return how many contacts a segment has, at most `COUNT_CAP` + 1."""
    terms = _terms(filter, _property_value(workspace, filter))
    if terms and not filter.account_id:
        ids = matching_ids(TABLE, workspace_id=workspace.pk, terms=terms, limit=COUNT_CAP + 1)
        if ids is not None and len(ids) > FEW:
            return len(ids)
    return capped_count(contacts_matching(workspace, filter=filter))


def _terms(filter: ContactFilter, value: Any) -> tuple[str, ...]:  # noqa: A002
    properties = {filter.property_key: value} if filter.property_key else {}
    marks = fact_marks(role=filter.role, language=filter.language, team_id=filter.team_id, properties=properties)
    return (*word_terms(filter.search), *marks)


def _few(workspace: Workspace, terms: tuple[str, ...]) -> list[int] | None:
    ids = matching_ids(TABLE, workspace_id=workspace.pk, terms=terms, limit=FEW + 1)
    return ids if ids is not None and len(ids) <= FEW else None


def _filtered(found: QuerySet[Contact], filter: ContactFilter, value: Any) -> QuerySet[Contact]:  # noqa: A002
    if filter.search:
        words = word_terms(filter.search)
        found = found.filter(search_text__has_terms=words) if words else found.none()
    if filter.account_id:
        found = in_account(found)
    prefix = "own_" if filter.account_id else ""
    asked = {
        f"{prefix}role": filter.role,
        f"{prefix}language": filter.language,
        "account_id": filter.account_id,
        "account__team_id": filter.team_id,
    }
    found = found.filter(**{name: wanted for name, wanted in asked.items() if wanted})
    if filter.group:
        found = found.filter(grouping=None) if filter.group == CUSTOMER else found.filter(grouping__key=filter.group)
    if filter.ids:
        found = found.filter(pk__among=filter.ids)
    if filter.property_key:
        of_account = filter.property_key.startswith(ACCOUNT_PREFIX)
        column = "account__properties" if of_account else "properties"
        # A mark of the property narrows the search on PostgreSQL; on SQLite it has done so already.
        found = found.filter(search_text__has_terms=_terms(ContactFilter(property_key=filter.property_key), value))
        found = found.alias(property=KeyTransform(_key(filter), column)).filter(property=value)
    return found


def in_account(found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Give contacts of one account the aliases `own_role` and `own_language` to filter by.

    As expressions they hide the indexes on roles and languages, which SQLite's planner would else prefer to the one on
    the account: it would walk all users of the workspace to find those of the account.
    """
    return found.alias(own_role=Concat("role", Value("")), own_language=Concat("language", Value("")))


def _key(filter: ContactFilter) -> str:  # noqa: A002
    return filter.property_key.removeprefix(ACCOUNT_PREFIX)


def _property_value(workspace: Workspace, filter: ContactFilter) -> Any:  # noqa: A002
    if not filter.property_key:
        return None
    of = "account" if filter.property_key.startswith(ACCOUNT_PREFIX) else "contact"
    return asked_value(workspace, of=of, key=_key(filter), text=filter.property_value)


def contact_of(workspace: Workspace, *, contact_id: int) -> Contact | None:
    """Return one contact of a workspace with its account, archived or not, or None."""
    contacts = Contact.objects.select_related("account__team", "account__owner__user", "grouping")
    return contacts.filter(workspace=workspace, pk=contact_id).first()


def groups_of(workspace: Workspace, *, ids: Sequence[int]) -> dict[int, str]:
    """Return the group of each of these people who are not customers."""
    found = ContactGroup.objects.filter(workspace=workspace, contact__in=ids)
    return dict(found.values_list("contact_id", "key"))


def property_snapshot(contact: Contact) -> dict[str, Any]:
    """Return what is true of a contact now, as `rules.snapshots` has it."""
    of_account = contact.account.properties if contact.account else {}
    return snapshot(role=contact.role, own=contact.properties, of_account=of_account)
