"""People: kept and asked, listed, erased, and taken back from being asked."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models import Q

from kuule.connect.rules.faults import INVALID, RequestError, unprocessable
from kuule.connect.rules.names import PHONE, PersonName, person_name
from kuule.connect.rules.platforms import PLATFORMS
from kuule.connect.rules.reading import Reader
from kuule.connect.rules.special import LONGEST, special
from kuule.connect.selectors.people import asks_of, people_of, person_by_name, seconds
from kuule.connect.services.people import Ask, PersonTold, keep_person
from kuule.connect.views.delighted.entry import SUFFIX, Call, Reply
from kuule.connect.views.delighted.pages import by_cursor, time_bounds
from kuule.contacts.importers.people import read_email
from kuule.contacts.models import Contact
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.rules.wishes import EMAIL, SMS
from kuule.contacts.services.persons import erase_person
from kuule.dispatch.services.single_asks import take_asks_back
from kuule.lib.bulk import among
from kuule.workspaces.rules import Refused

LONGEST_NAME = 255
DONE = {"ok": True}
# The longest wait that a moment can be reckoned from.
LONGEST_DELAY = timedelta(days=365 * 100)


def email_in(reader: Reader, field: str) -> str:
    """Return an address that mail can be sent to, in lower case, or ""."""
    text = reader.text(field)
    found = read_email(text) if text else ""
    if isinstance(found, str):
        return found
    reader.fault(field, INVALID)
    return ""


def phone_in(reader: Reader, field: str) -> str:
    """Return a number as E.164 writes it, or ""."""
    text = reader.text(field)
    if text and not PHONE.fullmatch(text):
        reader.fault(field, INVALID)
        return ""
    return text


def _keep(call: Call) -> Reply:
    reader = call.reader
    told = PersonTold(
        email=email_in(reader, "email"),
        phone=phone_in(reader, "phone_number"),
        name=reader.text("name", longest=LONGEST_NAME),
        email_update=email_in(reader, "email_update"),
        phone_update=phone_in(reader, "phone_number_update"),
        last_sent_at=reader.moment("last_sent_at"),
    )
    channel = reader.one_of("channel", PLATFORMS, default=EMAIL)
    if channel == SMS:
        reader.required("phone_number", told.phone)
    elif not told.phone and "phone_number" not in reader.faults:
        reader.required("email", told.email)
    properties, is_asked = _properties(reader), reader.flag("send", default=True)
    delay = _delay(reader) if is_asked else timedelta(0)
    reader.check()
    ask = Ask(channel, call.now + delay, properties) if is_asked else None
    try:
        kept = keep_person(project=call.project, told=told, ask=ask, actor=call.actor, now=call.now)
    except ValidationError as error:
        raise unprocessable(email_update="has already been taken") from error
    return Reply(
        {
            "id": str(kept.contact.pk),
            "email": kept.contact.email or None,
            "name": kept.contact.name or None,
            "phone_number": kept.contact.phone or None,
            "survey_scheduled_at": seconds(kept.asked_at),
            "properties": properties,
        },
        HTTPStatus.CREATED if kept.is_new else HTTPStatus.OK,
    )


def _properties(reader: Reader) -> dict[str, Any]:
    properties = reader.properties("properties")
    for key, longest in LONGEST.items():
        if len(special(properties, key)) > longest:
            reader.fault("properties", f"{key} is too long (maximum is {longest} characters)")
    return properties


def _delay(reader: Reader) -> timedelta:
    delay = reader.whole("delay") or 0
    if not 0 <= delay <= LONGEST_DELAY.total_seconds():
        reader.fault("delay", INVALID)
        return timedelta(0)
    return timedelta(seconds=delay)


def _list(call: Call) -> Reply:
    reader = call.reader
    since, until = time_bounds(reader)
    email, phone = reader.text("email").lower(), reader.text("phone_number")
    people = people_of(call.project)
    if since is not None:
        people = people.filter(created_at__gte=since)
    if until is not None:
        people = people.filter(created_at__lt=until + timedelta(seconds=1))
    if email:
        people = people.filter(among("email", [email]))
    if phone:
        people = people.filter(Q(phone=phone) & ~Q(phone=""))

    def told(page: Any) -> list[dict[str, Any]]:
        asks = asks_of(call.project, page)
        return [asks.beside(each) for each in page]

    return by_cursor(call, reader, people, told)


def _erase(call: Call, name: str) -> Reply:
    contact = _named(call, name)
    try:
        _erase_now(call, contact)
    except Refused as refused:
        # A file that is being read or written may hold the person; in a moment it is done.
        words = "An import or export is under way. Try again when it has ended."
        raise RequestError(HTTPStatus.SERVICE_UNAVAILABLE, message=words, headers={"Retry-After": "60"}) from refused
    return Reply(DONE, HTTPStatus.ACCEPTED)


def _erase_now(call: Call, contact: Contact) -> None:
    try:
        erase_person(contact=contact, actor=call.actor, now=call.now, reason=ASKED_FOR)
    except OperationalError:
        # A worker wrote about this person at the same moment, and the database let it win: it is done by now.
        erase_person(contact=contact, actor=call.actor, now=call.now, reason=ASKED_FOR)


def _cancel(call: Call, name: str) -> Reply:
    contact = person_by_name(call.project.workspace, PersonName(email=name.strip().lower())) if "@" in name else None
    contact = contact or _named(call, name)
    take_asks_back(survey=call.project.survey, contact=contact, actor=call.actor, now=call.now)
    return Reply(DONE)


def _named(call: Call, text: str) -> Contact:
    # An address may itself end as the suffix does, so that the whole of it goes first.
    for each in (text, text.removesuffix(SUFFIX)):
        name = person_name(each)
        contact = person_by_name(call.project.workspace, name) if name else None
        if contact is not None:
            return contact
    raise RequestError(HTTPStatus.NOT_FOUND)


PEOPLE = {"GET": _list, "POST": _keep}
PERSON = {"DELETE": _erase}
PENDING = {"DELETE": _cancel}
