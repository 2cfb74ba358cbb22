"""Adding and changing people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kuule.contacts.models import Account, Contact, ContactMove
from kuule.contacts.rules.keys import address_key
from kuule.contacts.rules.wishes import Wishes
from kuule.contacts.selectors.wishes import wishes_of_contact
from kuule.contacts.services.groups import write_groups
from kuule.contacts.services.preferences import keep_wishes
from kuule.contacts.services.search_text import index_contact
from kuule.contacts.services.suppressions import carry_number, carry_suppressions
from kuule.lib.bulk import among
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

CHANGEABLE = frozenset(
    {
        *("name", "email", "external_id", "phone", "account", "role", "title", "language", "timezone", "properties"),
        "group",
    }
)


@transaction.atomic
def add_contact(
    *,
    workspace: Workspace,
    actor: Actor,
    now: datetime,
    name: str = "",
    email: str = "",
    external_id: str = "",
    phone: str = "",
    account: Account | None = None,
    role: str = "",
    title: str = "",
    language: str = "",
    timezone: str = "",
    properties: Mapping[str, Any] | None = None,
    wishes: Wishes | None = None,
    group: str = "",
) -> Contact:
    """Add a person, a customer unless another group is named.

    The address is kept in lower case; `properties` are typed values by key.

    `wishes` are how they like to be reached.

    Raises:
        ValidationError: another contact has this e-mail or id.
    """
    contact = Contact(
        workspace=workspace,
        account=account,
        name=name.strip(),
        email=address_key(email),
        external_id=external_id.strip(),
        phone=phone,
        role=role,
        title=title,
        language=language,
        timezone=timezone,
        properties=dict(properties or {}),
        created_at=now,
    )
    contact.group = group
    _save(contact)
    if wishes is not None:
        keep_wishes(workspace=workspace, wishes={contact.pk: wishes})
    record(workspace=workspace, actor=actor, act="contact_added", subject=contact, now=now)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, actor: Actor, now: datetime, **changes: Any) -> Contact:
    """Change what is known of a person (the fields of `add_contact`). No change writes nothing.

    Raises:
        ValidationError: another contact has this e-mail or id.
    """
    wishes: Wishes | None = changes.pop("wishes", None)
    if not changes.keys() <= CHANGEABLE:
        raise TypeError(f"A contact has no {sorted(changes.keys() - CHANGEABLE)} to change.")
    was = Contact.objects.get(pk=contact.pk)
    for field, value in changes.items():
        setattr(contact, field, address_key(value) if field == "email" else value)
    has_other_wishes = wishes is not None and wishes != wishes_of_contact(contact)
    if not has_other_wishes and all(getattr(was, field) == getattr(contact, field) for field in changes):
        return contact
    contact.changed_at = now
    _save(contact)
    if wishes is not None and has_other_wishes:
        keep_wishes(workspace=contact.workspace, wishes={contact.pk: wishes})
    if contact.phone != was.phone:
        carry_number(contact=contact, old=was.phone, actor=actor, now=now)
    if was.account_id and contact.account_id != was.account_id:
        ContactMove.objects.create(
            workspace=contact.workspace,
            contact=contact,
            from_account_id=was.account_id,
            to_account_id=contact.account_id,
            moved_at=now,
        )
    if contact.email != was.email:
        carry_suppressions(workspace=contact.workspace, moved={contact.pk: contact.email}, actor=actor, now=now)
    record(workspace=contact.workspace, actor=actor, act="contact_changed", subject=contact, now=now)
    return contact


@transaction.atomic
def archive_contact(*, contact: Contact, actor: Actor, now: datetime) -> None:
    """Put a person away: no longer listed or asked. Answers stay."""
    if contact.archived_at is None:
        contact.archived_at = contact.changed_at = now
        _save(contact)
        record(workspace=contact.workspace, actor=actor, act="contact_archived", subject=contact, now=now)


@transaction.atomic
def bring_back_contact(*, contact: Contact, actor: Actor, now: datetime) -> None:
    """Undo `archive_contact`."""
    if contact.archived_at is not None:
        contact.archived_at, contact.changed_at = None, now
        _save(contact)
        record(workspace=contact.workspace, actor=actor, act="contact_brought_back", subject=contact, now=now)


def _save(contact: Contact) -> None:
    others = Contact.objects.filter(workspace=contact.workspace).exclude(pk=contact.pk)
    if contact.email and others.filter(among("email", [contact.email])).exists():
        raise ValidationError({"email": ValidationError(_("Another contact has this e-mail address."), code="taken")})
    if contact.external_id and others.filter(among("external_id", [contact.external_id])).exists():
        raise ValidationError({"external_id": ValidationError(_("Another contact has this id."), code="taken")})
    index_contact(contact, contact.account)
    contact.save()
    write_groups([contact])
