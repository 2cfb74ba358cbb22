"""Asking people again and again: how it is set, who is a member, joining and leaving."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from kuule.connect.rules.faults import RequestError, unprocessable
from kuule.connect.rules.names import PersonName
from kuule.connect.rules.reading import Reader
from kuule.connect.selectors.autopilot import members_of, told_autopilot, told_members
from kuule.connect.selectors.people import person_by_name, plain_person
from kuule.connect.services.autopilot import join_autopilot, leave_autopilot
from kuule.connect.services.people import PersonTold, keep_person
from kuule.connect.views.delighted.entry import Call, Reply
from kuule.connect.views.delighted.pages import by_cursor
from kuule.connect.views.delighted.people import LONGEST_NAME, email_in, phone_in
from kuule.contacts.models import Contact
from kuule.contacts.rules.wishes import EMAIL

_NAMES = ("person_id", "person_email", "person_phone_number")


def _settings(call: Call, platform: str) -> Reply:
    return Reply(told_autopilot(call.project, platform))


def _list(call: Call, platform: str) -> Reply:
    reader = call.reader
    members = members_of(call.project, platform)
    filters: Mapping[str, Any] = {
        "contact": reader.row("person_id"),
        "contact__email": reader.text("person_email").lower(),
        "contact__phone": reader.text("person_phone_number"),
    }
    members = members.filter(**{name: value for name, value in filters.items() if value not in (None, "")})
    return by_cursor(call, reader, members, lambda page: told_members(call.project, page))


def _join(call: Call, platform: str) -> Reply:
    reader = call.reader
    known = _person_with_id(call, reader)
    told = PersonTold(
        email=email_in(reader, "person_email"),
        phone=phone_in(reader, "person_phone_number"),
        name=reader.text("person_name", longest=LONGEST_NAME),
    )
    field, address = ("person_email", told.email) if platform == EMAIL else ("person_phone_number", told.phone)
    if known is None or not (known.email if platform == EMAIL else known.phone):
        reader.required(field, address)
    properties = reader.properties("properties")
    reader.check()
    contact = known or keep_person(project=call.project, told=told, ask=None, actor=call.actor, now=call.now).contact
    join_autopilot(
        project=call.project,
        platform=platform,
        contact=contact,
        properties=properties,
        actor=call.actor,
        now=call.now,
    )
    return Reply({"person": plain_person(contact), "properties": properties}, HTTPStatus.CREATED)


def _leave(call: Call, platform: str) -> Reply:
    reader = call.reader
    named = [field for field in _NAMES if reader.text(field)]
    if len(named) != 1:
        raise unprocessable(person="name exactly one of " + ", ".join(_NAMES))
    name = PersonName(
        row=reader.row("person_id"), email=reader.text("person_email").lower(), phone=reader.text("person_phone_number")
    )
    reader.check()
    contact = person_by_name(call.project.workspace, name)
    if contact is None or not leave_autopilot(
        project=call.project, platform=platform, contact=contact, actor=call.actor, now=call.now
    ):
        raise RequestError(HTTPStatus.NOT_FOUND)
    return Reply({"person": plain_person(contact)}, HTTPStatus.ACCEPTED)


def _person_with_id(call: Call, reader: Reader) -> Contact | None:
    row = reader.row("person_id")
    contact = person_by_name(call.project.workspace, PersonName(row=row)) if row is not None else None
    if row is not None and contact is None:
        reader.fault("person_id", "does not exist")
    return contact


AUTOPILOT = {"GET": _settings}
MEMBERS = {"GET": _list, "POST": _join, "DELETE": _leave}
