"""Finding the people whom another system names, and adding those who are new. Nobody known is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kuule.contacts.models import Account, Contact
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.keys import name_key
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services.import_accounts import AccountsByKey, KnownAccount, index_account, new_account
from kuule.contacts.services.import_lookup import KnownPerson, People
from kuule.contacts.services.import_newcomers import Newcomer, insert_newcomers
from kuule.lib.bulk import insert_rows, number_rows, overwrite_rows
from kuule.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant, and the account they speak for; or what nobody can tell, as a code with its field.

    The ids are known once all are found. `is_new` is who was added for this line.
    """

    person: KnownPerson | None = None
    account: KnownAccount | None = None
    problem: str = ""
    field: str = ""
    is_new: bool = False

    @property
    def contact_id(self) -> int | None:
        """Return the id of the person."""
        return self.person.pk if self.person else None

    @property
    def account_id(self) -> int | None:
        """Return the id of the account that was named, else that of the person's own."""
        if self.account is not None:
            return self.account.pk
        return self.person.account_id if self.person else None


@transaction.atomic
def find_or_add_people(*, workspace: Workspace, persons: Sequence[PersonRow], now: datetime) -> list[Named]:
    """Return who is meant by each of these, in their order; who is new is added, with the account that was named.

    One of whom nothing is said that people are known by stands for the account alone.

    A few queries, however many they are. No audit line: whoever tells of people writes one about what was told.
    """
    contacts = Contact.objects.filter(workspace=workspace)
    needed = contacts.values_list("pk", "external_id", "email", "phone", "language", "account_id")
    people = People(persons, lambda where: [KnownPerson(*each) for each in needed.filter(where)])
    accounts = _NamedAccounts(workspace, persons)
    added: list[Newcomer] = []
    found = [_meant(person, people, accounts, added) for person in persons]
    accounts.write(now)
    if added:
        insert_newcomers(workspace, added, now=now)
    return found


def _meant(person: PersonRow, people: People[KnownPerson], accounts: "_NamedAccounts", added: list[Newcomer]) -> Named:
    known, conflict = people.meant_by(person)
    if conflict == "other_id":
        return Named(problem=conflict, field=f"person.{to.EMAIL}")
    named = accounts.meant_by(person) if person.account_id or person.account_name else []
    if len(named) > 1:
        return Named(problem="unclear_account", field="account.name")
    account = named[0] if named else None
    is_new = known is None and bool(person.external_id or person.email or person.phone)
    if is_new:
        said = person.fields
        known = KnownPerson(
            0, person.external_id, person.email, said.get(to.PHONE, ""), said.get(to.LANGUAGE, ""), None
        )
        added.append(Newcomer(known, said, account))
        people.place(known)
    return Named(known, account, is_new=is_new)


class _NamedAccounts(AccountsByKey[KnownAccount]):
    """The accounts that are named: new ones are opened, one that had only a name may get its id."""

    def __init__(self, workspace: Workspace, persons: Sequence[PersonRow]) -> None:
        self._workspace = workspace
        self._identified: dict[int, KnownAccount] = {}
        needed = Account.objects.filter(workspace=workspace).values_list("pk", "external_id", "name", "name_key")
        self._needed = needed
        super().__init__(persons, self._where)

    def _where(self, condition: Q) -> Iterable[KnownAccount]:
        return [KnownAccount(*each) for each in self._needed.filter(condition)]

    def opened_for(self, row: PersonRow) -> KnownAccount:
        """Return a new account as it was named."""
        name = row.account_name or row.account_id
        return KnownAccount(0, row.account_id, name, name_key(name))

    def identify(self, account: KnownAccount, external_id: str) -> None:
        """Give an account that had only a name its id."""
        super().identify(account, external_id)
        if account.pk:
            self._identified[account.pk] = account

    def write(self, now: datetime) -> None:
        """Write new accounts and new ids down. Inside the transaction of the caller."""
        rows = [new_account(self._workspace, each.external_id, each.name, now) for each in self.opened]
        number_rows(rows)
        insert_rows(rows)
        for account, row in zip(self.opened, rows, strict=True):
            account.pk = row.pk
        known = Account.objects.filter(workspace=self._workspace).in_bulk(list(self._identified))
        for row in known.values():
            row.external_id = self._identified[row.pk].external_id
            index_account(row)
        overwrite_rows(list(known.values()), ("external_id", "search_text"))
