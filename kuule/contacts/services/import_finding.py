"""Finding the people whom lines about something else name, and adding those who are new. Nobody known is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kuule.contacts.importers.base import LineReader
from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.keys import name_key
from kuule.contacts.rules.rows import PersonRow, RowProblem, shown
from kuule.contacts.services.import_accounts import (
    AccountsByKey,
    KnownAccount,
    account_facts,
    index_account,
    new_account,
)
from kuule.contacts.services.import_changes import ACCOUNT, CONTACT, Changes
from kuule.contacts.services.import_lookup import KnownPerson, People
from kuule.contacts.services.import_newcomers import Newcomer, insert_newcomers
from kuule.jobs.models import Job
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows
from kuule.workspaces.models import Workspace

# Somebody whose id and address lead to two contacts is the one with the id: nothing is written about either.
_IN_THE_WAY = ("other_id", "unclear_phone")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a line is about and for which account they speak, or why nobody can tell.

    New ones have no ids until `write`.
    """

    contact: KnownPerson | None = None
    account: KnownAccount | None = None
    problem: RowProblem | None = None

    @property
    def contact_id(self) -> int | None:
        """Return the id of the person."""
        return self.contact.pk if self.contact is not None else None

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
        self._people = _people(job.workspace, persons)
        self._accounts = _Accounts(job.workspace, persons)
        self._added: list[Newcomer] = []

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

    def _new(self, person: PersonRow, account: KnownAccount | None) -> KnownPerson:
        fields = person.fields
        contact = KnownPerson(
            0, person.external_id, person.email, fields.get(to.PHONE, ""), fields.get(to.LANGUAGE, ""), None
        )
        self._added.append(Newcomer(contact, fields, account))
        self._people.place(contact)
        return contact

    def _problem(self, person: PersonRow, reason: str, target: str, value: str) -> RowProblem:
        return RowProblem(person.line, reason, self._reader.header_of(target), shown(value))

    def write(self) -> None:
        """Add who is new. Inside the transaction of the caller; afterwards all have ids."""
        changes = Changes(self._job)
        self._write_accounts(changes)
        insert_newcomers(self._job.workspace, self._added, now=self._now)
        changes.added(CONTACT, (each.contact.pk for each in self._added))
        changes.write()

    def _write_accounts(self, changes: Changes) -> None:
        opened = self._accounts.opened
        rows = [new_account(self._job.workspace, each.external_id, each.name, self._now) for each in opened]
        number_rows(rows)
        insert_rows(rows)
        for account, row in zip(opened, rows, strict=True):
            account.pk = row.pk
        changes.added(ACCOUNT, (row.pk for row in rows))
        identified = self._accounts.identified
        known = Account.objects.filter(workspace=self._job.workspace).in_bulk(list(identified)) if identified else {}
        for row in known.values():
            was = account_facts(row)
            row.external_id = identified[row.pk].external_id
            index_account(row)
            changes.changed(ACCOUNT, row.pk, was=was, became=account_facts(row))
        overwrite_rows(list(known.values()), ("external_id", "search_text"))


def _people(workspace: Workspace, persons: Sequence[PersonRow]) -> People[KnownPerson]:
    contacts = Contact.objects.filter(workspace=workspace)
    needed = contacts.values_list("pk", "external_id", "email", "phone", "language", "account_id")
    return People(persons, lambda where: [KnownPerson(*each) for each in needed.filter(where)])


class _Accounts(AccountsByKey[KnownAccount]):
    """The accounts of a batch that changes none of them, but may give one that had only a name its id."""

    def __init__(self, workspace: Workspace, persons: Sequence[PersonRow]) -> None:
        self.identified: dict[int, KnownAccount] = {}
        accounts = Account.objects.filter(workspace=workspace)
        self._needed = accounts.values_list("pk", "external_id", "name", "name_key")
        super().__init__(persons, self._where)

    def _where(self, condition: Q) -> Iterable[KnownAccount]:
        return [KnownAccount(*each) for each in self._needed.filter(condition)]

    def opened_for(self, row: PersonRow) -> KnownAccount:
        """Return a new account as a line names it."""
        name = row.account_name or row.account_id
        return KnownAccount(0, row.account_id, name, name_key(name))

    def identify(self, account: KnownAccount, external_id: str) -> None:
        """Give an account that had only a name its id."""
        super().identify(account, external_id)
        if account.pk:
            self.identified[account.pk] = account
