"""People by API: told one or many at a time, read, and changed."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Query, Status
from pydantic import ValidationError

from kuule.contacts.api.router import router
from kuule.contacts.api.schemas import (
    ContactIn,
    ContactOut,
    ContactPage,
    ContactsAnswer,
    ContactTold,
    body_of_many,
)
from kuule.contacts.models import Contact
from kuule.contacts.rules.faults import Fault
from kuule.contacts.selectors import contact_of
from kuule.contacts.selectors.told import contacts_told
from kuule.contacts.services.fault_words import person_fault_words
from kuule.contacts.services.intake import faults_of, row_of
from kuule.contacts.services.upserts import CHANGED, CREATED, REFUSED, REPEATED, Kept, PersonIn, upsert_people
from kuule.lib.places import Place
from kuule.lib.problems import FieldError
from kuule.workspaces.auth import KeyRequest, Reader
from kuule.workspaces.endpoints.bodies import items_in, object_of
from kuule.workspaces.endpoints.bulk import told_items
from kuule.workspaces.endpoints.declaring import endpoint
from kuule.workspaces.endpoints.lists import Cursor, Limit, moment_asked, page_of, place_asked
from kuule.workspaces.rules import PERSONAL

_Text = Annotated[str, Query(max_length=254)]


@router.get("/contacts", response=ContactPage, summary="List people", tags=["contacts"])
@endpoint("contacts:read")
def list_contacts(
    request: KeyRequest,
    since: datetime | None = None,
    updated_since: Annotated[
        datetime | None, Query(description="Added or changed since then; in this order, the oldest first.")
    ] = None,
    account: Annotated[int | None, Query(ge=1, lt=10**18, description="Id of their account.")] = None,
    external_id: _Text = "",
    email: _Text = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> ContactPage:
    """Return people, those added last first: added since a moment, of an account, with your id or an address."""
    updated = moment_asked(request, updated_since, field="updated_since")
    found = contacts_told(
        request.workspace,
        since=moment_asked(request, since, field="since"),
        updated_since=updated,
        account_id=account,
        external_id=external_id,
        email=email,
        after=place_asked(request, cursor, by_moment=updated is not None),
        limit=limit + 1,
    )
    page, more = page_of(
        request, found, limit=limit, place=lambda each: Place(_updated_at(each) if updated else None, each.pk)
    )
    return ContactPage(contacts=[contact_out(request, each) for each in page], next_cursor=more)


@router.get("/contacts/{int:contact_id}", response=ContactOut, summary="See a person", tags=["contacts"])
@endpoint("contacts:read")
def one_contact(request: KeyRequest, contact_id: int) -> ContactOut:
    """Return one person."""
    return contact_out(request, contact_asked(request, contact_id))


@router.post(
    "/contacts",
    response={200: ContactsAnswer, 207: ContactsAnswer},
    summary="Tell of people",
    tags=["contacts"],
    openapi_extra=body_of_many(),
)
@endpoint("contacts:write")
def tell_contacts(request: KeyRequest) -> Status[ContactsAnswer]:
    """Add or change up to 10,000 people, each known by your id or by e-mail address.

    200 if all were kept, 207 if some were refused, 422 if nothing was.
    """
    raw = items_in(object_of(request, fields=["contacts"]), "contacts")
    read = [_read(each) for each in raw]
    people = [each for each in read if isinstance(each, PersonIn)]
    kept = iter(upsert_people(workspace=request.workspace, people=people, actor=request.actor, now=timezone.now()))
    outcomes = [next(kept) if isinstance(each, PersonIn) else Kept(REFUSED, faults=each) for each in read]
    status, items, counts = told_items("contacts", raw, outcomes, error_of=_error)
    told = [
        ContactTold(**item.model_dump(), contact=outcome.contact_id)
        for item, outcome in zip(items, outcomes, strict=True)
    ]
    by_kind = {kind: counts[kind] for kind in (CREATED, CHANGED, REPEATED, REFUSED)}
    return Status(status, ContactsAnswer(**by_kind, contacts=told))


def contact_asked(request: KeyRequest, contact_id: int) -> Contact:
    """Return the person with this id, or answer that there is none."""
    contact = contact_of(request.workspace, contact_id=contact_id) if contact_id < 10**18 else None
    if contact is None:
        raise Http404
    return contact


def contact_out(reader: Reader, contact: Contact) -> ContactOut:
    """Return a person as this key may see them."""
    is_seen = reader.may(PERSONAL)
    of_person = ("external_id", "name", "email", "phone", "title", "properties")
    plain = ("id", "role", "group", "language", "timezone", "created_at")
    values = {name: getattr(contact, name) for name in plain}
    values |= {name: getattr(contact, name) if is_seen else None for name in of_person}
    return ContactOut(
        **values,
        account=contact.account_id,
        is_archived=contact.archived_at is not None,
        updated_at=_updated_at(contact),
    )


def _updated_at(contact: Contact) -> datetime:
    return contact.changed_at or contact.created_at


def _read(raw: Any) -> PersonIn | list[Fault]:
    try:
        told = ContactIn.model_validate(raw)
    except ValidationError as error:
        return faults_of(error)
    return PersonIn(row_of(told, told.account), told.properties)


def _error(fault: Fault) -> FieldError:
    return FieldError(field=fault.field, code=fault.code, detail=person_fault_words(fault))
