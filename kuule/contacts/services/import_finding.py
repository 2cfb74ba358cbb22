"""Finding the people whom lines about something else name, and adding those who are new. Nobody known is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kuule.contacts.importers.base import LineReader
from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.rows import PersonRow, RowProblem, shown
from kuule.contacts.services.import_changes import ACCOUNT, CONTACT, Changes
from kuule.contacts.services.import_lookup import Accounts, People, account_facts
from kuule.contacts.services.search_text import index_contact
from kuule.jobs.models import Job
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows

# Somebody whose id and address lead to two contacts is the one with the id: nothing is written about either.
_IN_THE_WAY = ("other_id", "unclear_phone")
_NEEDED = ("external_id", "email", "phone", "language", "account_id")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a line is about and for which account they speak, or why nobody can tell.

    New ones have no ids until `write`.
    """

    contact: Contact | None = None
    account: Account | None = None
    problem: RowProblem | None = None

    @property
    def account_id(self) -> int | None:
        """Return the account that they speak for: the one the line names, else their own."""
        if self.account is not None:
            return self.account.pk
        return self.contact.account_id if self.contact is not None else None


class FoundPeople:
    """The people and accounts of a batch of lines. `write` adds those that are new, and what is needed to undo it."""

    def __init__(self, job: Job, persons: Sequence[PersonRow], *, reader: LineReader, now: datetime) -> None:
        self._job, self._reader, self._now = job, reader, now
        self._people = People(job.workspace, persons, only=_NEEDED)
        self._accounts = Accounts(job.workspace, persons, now)
        self._added: list[Contact] = []

    def meant_by(self, person: PersonRow) -> Found:
        """Return whom a line is about. One who is new is added, with the account that the line names."""
        contact, conflict = self._people.meant_by(person)
        if conflict in _IN_THE_WAY:
            target, value = (to.PHONE, person.phone) if conflict == "unclear_phone" else (to.EMAIL, person.email)
            return Found(problem=self._problem(person, conflict, target, value))
        named = self._accounts.meant_by(person) if person.account_id or person.account_name else []
        if len(named) > 1:
            return Found(problem=self._problem(person, "unclear_account", to.ACCOUNT, person.account_name))
        account = named[0] if named else None
        if contact is None and (person.external_id or person.email or person.phone):
            contact = self._new(person, account)
        return Found(contact, account)

    def _new(self, person: PersonRow, account: Account | None) -> Contact:
        contact = Contact(
            workspace_id=self._job.workspace_id,
            external_id=person.external_id,
            email=person.email,
            properties={},
            created_at=self._now,
            **person.fields,
        )
        contact.account = account
        self._added.append(contact)
        self._people.place(contact)
        return contact

    def _problem(self, person: PersonRow, reason: str, target: str, value: str) -> RowProblem:
        return RowProblem(person.line, reason, self._reader.header_of(target), shown(value))

    def write(self) -> None:
        """Add who is new. Inside the transaction of the caller; afterwards all have ids."""
        number_rows(self._accounts.opened)
        insert_rows(self._accounts.opened)
        changed = list(self._accounts.changed.values())
        overwrite_rows(changed, ("external_id", "search_text"))
        number_rows(self._added)
        for contact in self._added:
            contact.account_id = contact.account.pk if contact.account else None
            index_contact(contact, contact.account)
        insert_rows(self._added)
        changes = Changes(self._job)
        changes.added(ACCOUNT, (account.pk for account in self._accounts.opened))
        changes.added(CONTACT, (contact.pk for contact in self._added))
        for account in changed:
            changes.changed(ACCOUNT, account.pk, was=self._accounts.was(account), became=account_facts(account))
        changes.write()
