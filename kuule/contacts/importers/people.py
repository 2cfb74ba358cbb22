"""What files say about people: guessed from headers, read with the rules of this room. Higher rooms build on it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.base import FileHead
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.cells import cleaned
from kuule.contacts.rules.columns import Column
from kuule.contacts.rules.keys import address_key
from kuule.contacts.rules.properties import Unreadable
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.rules.wishes import CHANNEL, QUIET_FROM, QUIET_UNTIL

# Nearly every address there is. Whatever is written so is one for Django too, which takes much longer to say so.
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII
)

PERSON_FIELDS = (
    (to.NAME, _("Name")),
    (to.FIRST_NAME, _("First name")),
    (to.LAST_NAME, _("Last name")),
    (to.EMAIL, _("E-mail")),
    (to.EXTERNAL_ID, _("Your id")),
    (to.PHONE, _("Phone")),
    (to.ROLE, _("Role in the account")),
    (to.TITLE, _("Job title")),
    (to.LANGUAGE, _("Language")),
    (to.TIMEZONE, _("Time zone")),
    (to.GROUP, _("Group")),
)
ACCOUNT_FIELDS = ((to.ACCOUNT, _("Account name")), (to.ACCOUNT_ID, _("Your id of the account")))
WISH_GROUP = ((CHANNEL, _("Preferred channel")), (QUIET_FROM, _("Quiet from")), (QUIET_UNTIL, _("Quiet until")))
PEOPLE_GROUPS = ((_("Person"), PERSON_FIELDS), (_("Account"), ACCOUNT_FIELDS))


def cleaned_sample(head: FileHead) -> list[list[str]]:
    """Return the first rows of a file with cells as they would be kept; what cannot be kept is empty."""
    return [[text if isinstance(text := cleaned(cell), str) else "" for cell in cells] for _line, cells in head.rows]


def read_email(text: str) -> str | Unreadable:
    """Return an address as it is kept, in lower case, or `Unreadable`."""
    address = address_key(text.removeprefix("mailto:"))
    if len(address) > 254:
        return Unreadable("too_long", "254")
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    try:
        validate_email(address)
    except ValidationError:
        return Unreadable("bad_email")
    return address


def shown_of_person(person: PersonRow, column: Column, raw: str) -> Any:
    """Return what a line says about a person in this column."""
    own = {
        to.EXTERNAL_ID: person.external_id,
        to.EMAIL: person.email,
        to.ACCOUNT: person.account_name,
        to.ACCOUNT_ID: person.account_id,
        to.CONTACT_PROPERTY: person.properties.get(column.key, ""),
        to.ACCOUNT_PROPERTY: person.account_properties.get(column.key, ""),
    }
    if column.to in (to.FIRST_NAME, to.LAST_NAME):
        return raw.strip()
    return own.get(column.to, person.fields.get(column.to, ""))
