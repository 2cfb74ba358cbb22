"""Adding and changing many people whom another system tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import DATE, TEXT
from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.selectors import known_kinds
from kuule.contacts.services.contacts import change_contact
from kuule.contacts.services.naming import Named, find_or_add_people
from kuule.contacts.services.properties import define_missing, kind_of
from kuule.contacts.services.search_text import index_contact
from kuule.lib.bulk import overwrite_rows
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record_each

CREATED, CHANGED, REPEATED, REFUSED = "created", "changed", "repeated", "refused"


@dataclass(frozen=True, slots=True)
class PersonIn:
    """A person whom another system tells of, with typed values by key. What is not said stays as it is."""

    row: PersonRow
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one person: added, changed, known as they are, or refused because of the faults."""

    outcome: str
    contact_id: int | None = None
    faults: Sequence[Fault] = ()
    uid: UUID | None = None


def upsert_people(*, workspace: Workspace, people: Sequence[PersonIn], actor: Actor, now: datetime) -> list[Kept]:
    """Add whoever is new, change who is known by the id or the address; return what became of each, in their order.

    Newcomers take a few queries however many they are. All that is not refused is written, or nothing.
    """
    try:
        return _upserted(workspace, people, actor, now)
    except IntegrityError:
        # Somebody was added elsewhere at this very moment: now they are found.
        return _upserted(workspace, people, actor, now)


@transaction.atomic
def _upserted(workspace: Workspace, people: Sequence[PersonIn], actor: Actor, now: datetime) -> list[Kept]:
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    kinds = known_kinds(workspace)
    typed = [_typed(each.properties, kinds) for each in people]
    good = [each for each, values in zip(people, typed, strict=True) if not isinstance(values, Fault)]
    found = find_or_add_people(workspace=workspace, persons=[each.row for each in good], now=now)
    values = [each for each in typed if not isinstance(each, Fault)]
    define_missing(workspace=workspace, values=values, actor=actor, now=now)
    kept = iter(_kept(workspace, list(zip(good, found, values, strict=True)), actor, now))
    return [Kept(REFUSED, faults=[each]) if isinstance(each, Fault) else next(kept) for each in typed]


def _kept(
    workspace: Workspace, found: Sequence[tuple[PersonIn, Named, Mapping[str, Any]]], actor: Actor, now: datetime
) -> list[Kept]:
    ids = [named.contact_id for _person, named, _values in found if named.contact_id]
    people = Contact.objects.select_related("account", "grouping").in_bulk(ids)
    added = [
        (people[named.contact_id], values) for _person, named, values in found if named.is_new and named.contact_id
    ]
    _describe(added)
    record_each(
        workspace=workspace,
        actor=actor,
        act="contact_added",
        model=Contact,
        ids=[each.pk for each, _ in added],
        now=now,
    )
    return [_outcome(person, named, values, people, actor, now) for person, named, values in found]


def _describe(added: Sequence[tuple[Contact, Mapping[str, Any]]]) -> None:
    described = [(contact, values) for contact, values in added if values]
    for contact, values in described:
        contact.properties = dict(values)
        index_contact(contact, contact.account)
    overwrite_rows([contact for contact, _values in described], ("properties", "search_text"))


def _outcome(
    person: PersonIn,
    named: Named,
    values: Mapping[str, Any],
    people: Mapping[int, Contact],
    actor: Actor,
    now: datetime,
) -> Kept:
    if named.problem:
        return Kept(REFUSED, faults=[Fault(named.field.removeprefix("person."), named.problem)])
    contact = people[named.contact_id or 0]
    if named.is_new:
        return Kept(CREATED, contact.pk)
    changes = _changes(person, named, values, contact)
    if not changes:
        return Kept(REPEATED, contact.pk)
    try:
        with transaction.atomic():
            change_contact(contact=contact, actor=actor, now=now, **changes)
    except ValidationError as error:
        contact.refresh_from_db()
        return Kept(
            REFUSED, faults=[Fault({"external_id": "id"}.get(name, name), "taken") for name in error.message_dict]
        )
    return Kept(CHANGED, contact.pk)


def _changes(person: PersonIn, named: Named, values: Mapping[str, Any], contact: Contact) -> dict[str, Any]:
    row = person.row
    said: dict[str, Any] = {**row.fields, "email": row.email, "external_id": row.external_id}
    changes = {name: value for name, value in said.items() if value and getattr(contact, name) != value}
    if any(contact.properties.get(key) != value for key, value in values.items()):
        changes["properties"] = {**contact.properties, **values}
    if named.account is not None and named.account.pk != contact.account_id:
        changes["account"] = Account.objects.get(pk=named.account.pk)
    return changes


def _typed(properties: Mapping[str, Any], kinds: dict[tuple[str, str], str]) -> Mapping[str, Any] | Fault:
    """Return the values as the types there are, or what is wrong. What is new has a type from now on."""
    found = {}
    for key, value in properties.items():
        typed = _as_kind(value, kinds.get(("contact", key)) or kind_of(value))
        if isinstance(typed, Unreadable):
            return Fault("properties", "bad_property_type", key)
        found[key] = typed
    kinds.update({("contact", key): kinds.get(("contact", key)) or kind_of(value) for key, value in found.items()})
    return found


def _as_kind(value: Any, kind: str) -> Any:
    if kind in (TEXT, DATE):
        return typed_value(value, kind) if isinstance(value, str) else Unreadable("not_a_text")
    return value if kind_of(value) == kind else Unreadable("other_type")
