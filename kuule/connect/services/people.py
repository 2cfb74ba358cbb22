"""Keeping people whom another system names, asking them, and forgetting them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kuule.connect.models import AskedElsewhere, Project
from kuule.connect.rules.names import PersonName
from kuule.connect.rules.special import locale_of
from kuule.connect.selectors.people import person_by_name
from kuule.contacts.models import Contact
from kuule.contacts.services import add_contact, change_contact
from kuule.dispatch.models import AskHold
from kuule.dispatch.rules.reasons import ASKED_ELSEWHERE
from kuule.dispatch.services.limits import place_hold, release_hold
from kuule.dispatch.services.single_asks import ask_person
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor, Refused

# As long as the name of a contact may be.
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PersonTold:
    """What another system tells of a person; "" is nothing. The updates are a new address and a new number."""

    email: str = ""
    phone: str = ""
    name: str = ""
    email_update: str = ""
    phone_update: str = ""
    last_sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """How a person is to be asked."""

    channel: str
    at: datetime
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person, whether they are new, and when they are asked; None where they are not."""

    contact: Contact
    is_new: bool
    asked_at: datetime | None = None


@transaction.atomic
def keep_person(*, project: Project, told: PersonTold, ask: Ask | None, actor: Actor, now: datetime) -> PersonKept:
    """Keep a person, known by address or else by number, and ask them if the rules for every ask allow it.

    Raises ValidationError where a new address is somebody else's.
    """
    # Told of the same person twice at once, they are kept once.
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=project.workspace_id)
    contact, is_new = _kept(workspace, told, actor, now)
    if told.last_sent_at is not None:
        _note_asked_elsewhere(contact, told.last_sent_at, actor, now)
    return PersonKept(contact, is_new, _asked(project, contact, ask, actor, now) if ask else None)


def _kept(workspace: Workspace, told: PersonTold, actor: Actor, now: datetime) -> tuple[Contact, bool]:
    by_email = person_by_name(workspace, PersonName(email=told.email)) if told.email else None
    known = by_email or (person_by_name(workspace, PersonName(phone=told.phone)) if told.phone else None)
    name = told.name[:LONGEST_NAME]
    if known is None:
        email, phone = told.email_update or told.email, told.phone_update or told.phone
        return add_contact(workspace=workspace, actor=actor, now=now, name=name, email=email, phone=phone), True
    # Somebody who is found by their number keeps the address they have.
    said = {
        "name": name,
        "email": told.email_update or ("" if known.email else told.email),
        "phone": told.phone_update or told.phone,
    }
    changes = {field: value for field, value in said.items() if value}
    return change_contact(contact=known, actor=actor, now=now, **changes), False


def _asked(project: Project, contact: Contact, ask: Ask, actor: Actor, now: datetime) -> datetime | None:
    try:
        done = ask_person(
            survey=project.survey,
            contact=contact,
            channel=ask.channel,
            at=ask.at,
            properties=ask.properties,
            language=locale_of(ask.properties),
            actor=actor,
            now=now,
        )
    except Refused:
        # A survey that is closed asks nobody; the person is kept all the same.
        return None
    return done.at


def _note_asked_elsewhere(contact: Contact, at: datetime, actor: Actor, now: datetime) -> None:
    """Leave a person alone for the pause of the workspace after another system asked them."""
    AskedElsewhere.objects.update_or_create(contact=contact, defaults={"workspace": contact.workspace, "at": at})
    held = AskHold.objects.filter(workspace=contact.workspace, contact=contact, reason=ASKED_ELSEWHERE)
    for hold in held.filter(released_at=None):
        release_hold(hold=hold, actor=actor, now=now)
    until = at + timedelta(days=contact.workspace.quarantine_days)
    if until > now:
        place_hold(
            workspace=contact.workspace, subject=contact, reason=ASKED_ELSEWHERE, until=until, actor=actor, now=now
        )
