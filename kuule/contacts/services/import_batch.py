"""A batch of lines: decided in memory line by line, as if each were alone, then written with a few queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.importers.base import LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.models import Account, Contact, ContactMove
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.keys import as_text
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem, shown
from kuule.contacts.rules.wishes import half_of_quiet_hours
from kuule.contacts.services.groups import write_groups
from kuule.contacts.services.import_accounts import Accounts, account_facts
from kuule.contacts.services.import_changes import ACCOUNT, CONTACT, Changes
from kuule.contacts.services.import_facts import Statements
from kuule.contacts.services.import_lookup import People
from kuule.contacts.services.import_outcomes import ADDED, CHANGED, KEPT_OUT, UNCHANGED
from kuule.contacts.services.import_wishes import Wished, fields_but_wishes
from kuule.contacts.services.search_text import index_contact, reindex_contacts
from kuule.contacts.services.suppressions import carry_number, carry_suppressions
from kuule.jobs.models import Job
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows
from kuule.workspaces.rules import Actor

_CONTACT_FIELDS = (
    *("account", "external_id", "name", "name_key", "email", "phone", "role", "title", "language", "timezone"),
    *("properties", "search_text", "changed_at"),
)
_ACCOUNT_FIELDS = ("external_id", "name", "name_key", "properties", "search_text")


class PeopleBatch:
    """Some lines of one file about people. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self,
        job: Job,
        rows: Sequence[JudgedRow[PersonRow]],
        *,
        memory: FileMemory,
        reader: LineReader,
        now: datetime,
        is_retry: bool = False,
    ) -> None:
        self._job, self._rows, self._memory, self._reader = job, rows, memory, reader
        self._now, self._is_retry = now, is_retry
        persons = [row.said for row in rows if row.said]
        self._people = People(
            persons, Contact.objects.filter(workspace=job.workspace).select_related("grouping").filter
        )
        self._accounts = Accounts(job.workspace, persons, now)
        self._statements = Statements(memory, self._accounts)
        self._wishes = Wished(job, [contact.pk for contact in self._people.found], persons)
        self._said = memory.lines_of(key for person in persons for key, _, _ in _identities(person))
        self._met = memory.lines_about(contact.pk for contact in self._people.found)
        self._added: list[Contact] = []
        self._changed: list[Contact] = []
        self._moved: list[Contact] = []
        self._renumbered: list[tuple[Contact, str]] = []
        self._was: list[tuple[Contact, dict[str, Any], dict[str, Any]]] = []
        self._lines_of_added: dict[int, int] = {}
        self._joined: list[tuple[Contact, Account]] = []
        self._left: list[tuple[Contact, int]] = []
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def decide(self) -> None:
        """Decide every line, in order: added, changed, unchanged, or kept out with its problems."""
        for row in self._rows:
            self.problems += row.problems
            self.outcomes[row.line] = self._decided(row.said) if row.said else KEPT_OUT

    def write(self, actor: Actor) -> None:
        """Write what was decided. Changes come first and in order: an address that one gives up, another may take."""
        number_rows(self._accounts.opened)
        insert_rows(self._accounts.opened)
        changed_accounts = list(self._accounts.changed.values())
        overwrite_rows(changed_accounts, _ACCOUNT_FIELDS)
        self._index()
        overwrite_rows(self._changed, _CONTACT_FIELDS)
        number_rows(self._added)
        insert_rows(self._added)
        write_groups((*self._changed, *self._added))
        if changed_accounts:
            reindex_contacts(Contact.objects.filter(workspace=self._job.workspace, account__in=changed_accounts))
        if self._moved:
            moved = {contact.pk: contact.email for contact in self._moved}
            carry_suppressions(workspace=self._job.workspace, moved=moved, actor=actor, now=self._now)
        for contact, old in self._renumbered:
            carry_number(contact=contact, old=old, actor=actor, now=self._now)
        self._note_moves()
        self._note_changes(changed_accounts)
        for contact in self._added:
            self._met.setdefault(contact.pk, self._lines_of_added[id(contact)])

    def _index(self) -> None:
        written = (*self._changed, *self._added)
        for contact, account in self._joined:
            contact.account = account  # an account that was opened just now has an id by now
        accounts = self._accounts.by_pk({contact.account_id for contact in written if contact.account_id})
        for contact in self._changed:
            contact.changed_at = self._now
        for contact in written:
            index_contact(contact, accounts.get(contact.account_id or 0))

    def _note_moves(self) -> None:
        ContactMove.objects.bulk_create(
            ContactMove(
                workspace_id=self._job.workspace_id,
                contact_id=contact.pk,
                from_account_id=left,
                to_account_id=contact.account_id,
                moved_at=self._now,
            )
            for contact, left in self._left
        )

    def _note_changes(self, changed_accounts: Sequence[Account]) -> None:
        changes = Changes(self._job)
        changes.added(ACCOUNT, (account.pk for account in self._accounts.opened))
        changes.added(CONTACT, (contact.pk for contact in self._added))
        self._wishes.write(changes)
        for account in changed_accounts:
            changes.changed(ACCOUNT, account.pk, was=self._accounts.was(account), became=account_facts(account))
        for contact, was, became in self._was:
            if "account_id" in was:
                became["account_id"] = contact.account_id
            changes.changed(CONTACT, contact.pk, was=was, became=became)
        changes.write()

    def remember(self) -> None:
        """Let the following batches know what these lines said."""
        self._memory.remember(keys=self._said, contacts=self._met, facts=self._statements.by_pk())

    def _decided(self, row: PersonRow) -> str:
        if not self._is_retry and (problem := self._said_before(row)):
            return self._kept_out(problem)
        if half := half_of_quiet_hours(row.fields):
            return self._kept_out(self._problem(row, "half_quiet_hours", half, row.fields.get(half, "")))
        contact, conflict = self._people.meant_by(row)
        if contact is not None and (earlier := self._met_before(contact, row)):
            return self._kept_out(self._problem(row, "duplicate_in_file", detail=str(earlier)))
        account = self._account(row)
        if account is None and row.account_name:
            return self._kept_out(self._problem(row, "unclear_account", to.ACCOUNT, row.account_name))
        if conflict:
            # What the line says about its account holds already: tried again later, it could no longer be in turn.
            column, value = (to.PHONE, row.phone) if conflict == "unclear_phone" else (to.EMAIL, row.email)
            return self._kept_out(self._problem(row, conflict, column, value))
        return self._added_person(row, account) if contact is None else self._changed_person(contact, row, account)

    def _met_before(self, contact: Contact, row: PersonRow) -> int:
        """Return which earlier line was about this contact, 0 if none was."""
        if added_by := self._lines_of_added.get(id(contact)):
            return added_by
        line = self._met.setdefault(contact.pk, row.line)
        return line if line != row.line else 0

    def _account(self, row: PersonRow) -> Account | None:
        if not row.account_id and not row.account_name:
            if row.account_properties:
                key, value = next(iter(row.account_properties.items()))
                self._note(row, "no_account", to.ACCOUNT_PROPERTY, key, value)
            return None
        meant = self._accounts.meant_by(row)
        if len(meant) > 1:
            for account in meant:
                self._statements.mention(account, row)
            return None
        for late in self._statements.apply(meant[0], row):
            self._note(row, "account_differs", late.to, late.key, late.value, str(late.line))
        return meant[0]

    def _said_before(self, row: PersonRow) -> RowProblem | None:
        for key, column, value in _identities(row):
            if key in self._said:
                return self._problem(row, "duplicate_in_file", column, value, str(self._said[key]))
        self._said.update((key, row.line) for key, _, _ in _identities(row))
        return None

    def _added_person(self, row: PersonRow, account: Account | None) -> str:
        contact = Contact(
            workspace_id=self._job.workspace_id,
            external_id=row.external_id,
            email=row.email,
            properties=row.properties,
            created_at=self._now,
            **fields_but_wishes(row),
        )
        self._wishes.take(contact, row)
        if account is not None:
            self._joined.append((contact, account))
        self._added.append(contact)
        self._lines_of_added[id(contact)] = row.line
        self._people.place(contact)
        return ADDED

    def _changed_person(self, contact: Contact, row: PersonRow, account: Account | None) -> str:
        if contact.archived_at is not None:
            self.problems.append(self._problem(row, "archived"))
        wanted: dict[str, Any] = fields_but_wishes(row)
        has_new_wishes = self._wishes.take(contact, row)
        wanted.update((name, value) for name in ("external_id", "email") if (value := getattr(row, name)))
        if row.properties:
            wanted["properties"] = {**contact.properties, **row.properties}
        new = {name: value for name, value in wanted.items() if getattr(contact, name) != value}
        joins = account is not None and (account.pk is None or contact.account_id != account.pk)
        if not new and not joins:
            return CHANGED if has_new_wishes else UNCHANGED
        if account is not None:
            self._joined.append((contact, account))
        if joins and contact.account_id:
            self._left.append((contact, contact.account_id))
        old_email, old_phone = contact.email, contact.phone
        was = {name: getattr(contact, name) for name in new}
        self._was.append((contact, {**was, "account_id": contact.account_id} if joins else was, new))
        for name, value in new.items():
            setattr(contact, name, value)
        self._changed.append(contact)
        self._people.place(
            contact,
            old_email=old_email if "email" in new else "",
            old_phone=old_phone if "phone" in new else "",
        )
        if old_email and "email" in new:
            self._moved.append(contact)
        if old_phone and "phone" in new:
            self._renumbered.append((contact, old_phone))
        return CHANGED

    def _note(self, row: PersonRow, reason: str, target: str, key: str, value: Any, detail: str = "") -> None:
        column = self._reader.header_of(target, key)
        self.problems.append(RowProblem(row.line, reason, column, shown(as_text(value)), detail))

    def _problem(self, row: PersonRow, reason: str, column: str = "", value: str = "", detail: str = "") -> RowProblem:
        return RowProblem(row.line, reason, self._reader.header_of(column), shown(value), detail)

    def _kept_out(self, problem: RowProblem) -> str:
        self.problems.append(problem)
        return KEPT_OUT


def _identities(row: PersonRow) -> list[tuple[str, str, str]]:
    """Return what tells who a line is about: a key for the memory, the column's target, and the value."""
    phone = "" if row.external_id or row.email else row.phone
    said = ((to.EXTERNAL_ID, row.external_id), (to.EMAIL, row.email), (to.PHONE, phone))
    return [(f"{target} {value}", target, value) for target, value in said if value]
