"""A batch of lines: decided in memory line by line, as if each were alone, then written with a few queries."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.models import Account, Contact, ImportProblem
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.keys import as_text
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem, RowReader, shown
from kuule.contacts.services.import_facts import Statements
from kuule.contacts.services.import_lookup import Accounts, People
from kuule.contacts.services.search_text import index_contact, reindex_contacts
from kuule.contacts.services.suppressions import carry_suppressions
from kuule.jobs.models import Job
from kuule.lib.bulk import insert_rows, overwrite_rows
from kuule.workspaces.rules import Actor

ADDED, CHANGED, UNCHANGED, KEPT_OUT = "added", "changed", "unchanged", "kept_out"
OUTCOMES = (ADDED, CHANGED, UNCHANGED, KEPT_OUT)

# A line kept out for one of these may become good when a later line has changed the other contact.
RETRIED = ("taken", "other_id")

_CONTACT_FIELDS = (
    *("account", "external_id", "name", "name_key", "email", "phone", "role", "title", "language", "timezone"),
    *("properties", "search_text"),
)
_ACCOUNT_FIELDS = ("external_id", "name", "name_key", "properties", "search_text")


class Batch:
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self,
        job: Job,
        rows: Sequence[JudgedRow],
        *,
        memory: FileMemory,
        reader: RowReader,
        now: datetime,
        is_retry: bool = False,
    ) -> None:
        self._job, self._rows, self._memory, self._reader = job, rows, memory, reader
        self._now, self._is_retry = now, is_retry
        persons = [row.person for row in rows if row.person]
        self._people = People(job.workspace, persons)
        self._accounts = Accounts(job.workspace, persons, now)
        self._statements = Statements(memory, self._accounts)
        self._said = memory.lines_of(key for person in persons for key, _, _ in _identities(person))
        self._met = memory.lines_about(contact.pk for contact in self._people.found)
        self._added: list[Contact] = []
        self._changed: list[Contact] = []
        self._moved: list[Contact] = []
        self._joined: list[tuple[Contact, Account]] = []
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def decide(self) -> None:
        """Decide every line, in order: added, changed, unchanged, or kept out with its problems."""
        for row in self._rows:
            self.problems += row.problems
            self.outcomes[row.line] = self._decided(row.person) if row.person else KEPT_OUT

    @property
    def counts(self) -> Counter[str]:
        """How many lines ended how."""
        return Counter(self.outcomes.values())

    def write(self, actor: Actor) -> None:
        """Write what was decided. Changes come first and in order: an address that one gives up, another may take."""
        Account.objects.bulk_create(self._accounts.opened)
        changed_accounts = list(self._accounts.changed.values())
        overwrite_rows(changed_accounts, _ACCOUNT_FIELDS)
        self._index()
        overwrite_rows(self._changed, _CONTACT_FIELDS)
        insert_rows(self._added)
        if changed_accounts:
            reindex_contacts(Contact.objects.filter(workspace=self._job.workspace, account__in=changed_accounts))
        if self._moved:
            moved = {contact.pk: contact.email for contact in self._moved}
            carry_suppressions(workspace=self._job.workspace, moved=moved, actor=actor, now=self._now)
        insert_rows([self._stored_problem(problem) for problem in self.problems])

    def _index(self) -> None:
        written = (*self._changed, *self._added)
        for contact, account in self._joined:
            contact.account = account  # an account that was opened just now has an id by now
        accounts = self._accounts.by_pk({contact.account_id for contact in written if contact.account_id})
        for contact in written:
            index_contact(contact, accounts.get(contact.account_id or 0))

    def _stored_problem(self, problem: RowProblem) -> ImportProblem:
        return ImportProblem(
            workspace_id=self._job.workspace_id,
            job=self._job,
            line=problem.line,
            column=problem.column[:200],
            value=problem.value,
            reason=problem.reason,
            detail=problem.detail,
        )

    def remember(self) -> None:
        """Let the following batches know what these lines said."""
        self._memory.remember(keys=self._said, contacts=self._met, facts=self._statements.by_pk())

    def _decided(self, row: PersonRow) -> str:
        if not self._is_retry and (problem := self._said_before(row)):
            return self._kept_out(problem)
        contact, conflict = self._people.meant_by(row)
        if contact is not None and contact.pk and self._met.setdefault(contact.pk, row.line) != row.line:
            return self._kept_out(self._problem(row, "duplicate_in_file", detail=str(self._met[contact.pk])))
        account = self._account(row)
        if account is None and row.account_name:
            return self._kept_out(self._problem(row, "unclear_account", to.ACCOUNT, row.account_name))
        if conflict:
            # What the line says about its account holds already: tried again later, it could no longer be in turn.
            return self._kept_out(self._problem(row, conflict, to.EMAIL, row.email))
        return self._added_person(row, account) if contact is None else self._changed_person(contact, row, account)

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
            **row.fields,
        )
        if account is not None:
            self._joined.append((contact, account))
        self._added.append(contact)
        self._people.place(contact)
        return ADDED

    def _changed_person(self, contact: Contact, row: PersonRow, account: Account | None) -> str:
        if contact.archived_at is not None:
            self.problems.append(self._problem(row, "archived"))
        wanted: dict[str, Any] = {**row.fields}
        wanted.update((name, value) for name in ("external_id", "email") if (value := getattr(row, name)))
        if row.properties:
            wanted["properties"] = {**contact.properties, **row.properties}
        new = {name: value for name, value in wanted.items() if getattr(contact, name) != value}
        joins = account is not None and (account.pk is None or contact.account_id != account.pk)
        if not new and not joins:
            return UNCHANGED
        if account is not None:
            self._joined.append((contact, account))
        old_email = contact.email
        for name, value in new.items():
            setattr(contact, name, value)
        self._changed.append(contact)
        self._people.place(contact, old_email=old_email if "email" in new else "")
        if old_email and "email" in new:
            self._moved.append(contact)
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
    said = ((to.EXTERNAL_ID, row.external_id), (to.EMAIL, row.email))
    return [(f"{target} {value}", target, value) for target, value in said if value]
