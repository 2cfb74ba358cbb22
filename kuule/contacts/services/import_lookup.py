"""The contacts that a batch of lines may mean, found with one query per kind of key.

Who changes them needs the rows; who only wants to know which ones are meant is told faster what little it takes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q

from kuule.contacts.models import Contact
from kuule.contacts.rules.rows import PersonRow
from kuule.lib.bulk import among


@dataclass(slots=True, eq=False)
class KnownPerson:
    """What lines can find a contact by, and what answers take over from it. `pk` is 0 until it is written."""

    pk: int
    external_id: str
    email: str
    phone: str
    language: str
    account_id: int | None


Somebody = TypeVar("Somebody", Contact, KnownPerson)


class People(Generic[Somebody]):
    """Contacts by id, by address and by phone number, as they are after the lines read so far."""

    def __init__(self, rows: Sequence[PersonRow], find: Callable[[Q], Iterable[Somebody]]) -> None:
        """Find those whom lines may mean; `find` returns the contacts of the workspace for which something is true."""
        ids = {row.external_id for row in rows if row.external_id}
        addresses = {row.email for row in rows if row.email}
        phones = {row.phone for row in rows if row.phone}
        self.found: list[Somebody] = list(find(among("external_id", ids))) if ids else []
        # Most people have both: whoever was found by id need not be looked for by address.
        if rest := addresses.difference(contact.email for contact in self.found):
            self.found += find(among("email", rest))
        if phones:
            known = {contact.pk for contact in self.found}
            self.found += [contact for contact in find(among("phone", phones)) if contact.pk not in known]
        self.by_id: dict[str, Somebody] = {
            contact.external_id: contact for contact in self.found if contact.external_id in ids
        }
        self.by_email: dict[str, Somebody] = {
            contact.email: contact for contact in self.found if contact.email in addresses
        }
        self.by_phone: dict[str, list[Somebody]] = {}
        for contact in self.found:
            if contact.phone in phones:
                self.by_phone.setdefault(contact.phone, []).append(contact)

    def meant_by(self, row: PersonRow) -> tuple[Somebody | None, str]:
        """Return the contact that a line is about (None: a new one), and why the line must not change it, or ""."""
        by_id = self.by_id.get(row.external_id) if row.external_id else None
        by_email = self.by_email.get(row.email) if row.email else None
        if by_id is not None:
            return by_id, "taken" if by_email not in (None, by_id) else ""
        if by_email is not None and row.external_id and by_email.external_id:
            return None, "other_id"
        return (by_email, "") if by_email is not None else self._with_phone(row)

    def _with_phone(self, row: PersonRow) -> tuple[Somebody | None, str]:
        """Return whom a line means by its number. Colleagues share numbers, so this never joins two who are known."""
        having = self.by_phone.get(row.phone, [])
        if not row.external_id and not row.email:
            return (None, "unclear_phone") if len(having) > 1 else (having[0] if having else None, "")
        is_known_by_it = len(having) == 1 and not having[0].external_id and not having[0].email
        return (having[0] if is_known_by_it else None), ""

    def place(self, contact: Somebody, *, old_email: str = "", old_phone: str = "") -> None:
        """Put a contact where the following lines find it."""
        if old_email and self.by_email.get(old_email) is contact:
            del self.by_email[old_email]
        if old_phone:
            self.by_phone[old_phone] = [each for each in self.by_phone.get(old_phone, []) if each is not contact]
        if contact.email:
            self.by_email[contact.email] = contact
        if contact.external_id:
            self.by_id[contact.external_id] = contact
        if contact.phone and not any(each is contact for each in self.by_phone.get(contact.phone, [])):
            self.by_phone.setdefault(contact.phone, []).append(contact)
