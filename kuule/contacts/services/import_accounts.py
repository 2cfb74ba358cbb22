"""The accounts that a batch of lines may mean, found with one query per kind of key."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import Q

from kuule.contacts.models import Account
from kuule.contacts.rules.keys import account_search_text, name_key
from kuule.contacts.rules.rows import PersonRow
from kuule.lib.bulk import among
from kuule.workspaces.models import Workspace


@dataclass(slots=True, eq=False)
class KnownAccount:
    """What lines can find an account by. `pk` is 0 until it is written."""

    pk: int
    external_id: str
    name: str
    name_key: str


Known = TypeVar("Known", Account, KnownAccount)


class AccountsByKey(ABC, Generic[Known]):
    """Accounts by id and by name, as they are after the lines read so far, with those that the batch opens."""

    def __init__(self, rows: Sequence[PersonRow], find: Callable[[Q], Iterable[Known]]) -> None:
        """Find those that lines may mean; `find` returns the accounts of the workspace for which something is true."""
        self.opened: list[Known] = []
        self._by_id: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        ids = {row.account_id for row in rows if row.account_id}
        self.found: list[Known] = list(find(among("external_id", ids))) if ids else []
        found_ids = {account.external_id for account in self.found}
        said = {row.account_name for row in rows if row.account_name and row.account_id not in found_ids}
        if said:
            seen = {account.pk for account in self.found}
            by_name = sorted(find(Q(name_key__among=set(map(name_key, said)))), key=attrgetter("pk"))
            self.found += [account for account in by_name if account.pk not in seen]
        for account in self.found:
            self._place(account)

    def meant_by(self, row: PersonRow) -> list[Known]:
        """Return the account that a line names, opened if it is new; several if they share the name it gives."""
        if row.account_id:
            return [self._by_id.get(row.account_id) or self._named(row) or self._open(row)]
        same_name = self._by_name.get(name_key(row.account_name), [])
        without_id = [account for account in same_name if not account.external_id]
        return without_id or same_name or [self._open(row)]

    @abstractmethod
    def opened_for(self, row: PersonRow) -> Known:
        """Return a new account as a line names it."""

    def identify(self, account: Known, external_id: str) -> None:
        """Give an account that had only a name its id."""
        account.external_id = external_id

    def _named(self, row: PersonRow) -> Known | None:
        for account in self._by_name.get(name_key(row.account_name), []) if row.account_name else ():
            if not account.external_id:
                self.identify(account, row.account_id)
                self._by_id[row.account_id] = account
                return account
        return None

    def _open(self, row: PersonRow) -> Known:
        account = self.opened_for(row)
        self.opened.append(account)
        self._place(account)
        return account

    def _place(self, account: Known) -> None:
        if account.external_id:
            self._by_id[account.external_id] = account
        self._by_name.setdefault(account.name_key, []).append(account)


class Accounts(AccountsByKey[Account]):
    """The accounts of a batch that may change them."""

    def __init__(self, workspace: Workspace, rows: Sequence[PersonRow], now: datetime) -> None:
        """Find those that lines may mean."""
        super().__init__(rows, Account.objects.filter(workspace=workspace).filter)
        self._workspace, self._now = workspace, now
        self.changed: dict[int, Account] = {}
        self._was: dict[int, dict[str, Any]] = {}

    def was(self, account: Account) -> dict[str, Any]:
        """Return what an account was before the lines of this batch."""
        return self._was[account.pk]

    def by_pk(self, wanted: set[int]) -> dict[int, Account]:
        """Return accounts by id: those of the batch, and others fetched in one query."""
        known = {account.pk: account for account in (*self.found, *self.opened)}
        return {**known, **Account.objects.in_bulk(wanted - known.keys())}

    def opened_for(self, row: PersonRow) -> Account:
        """Return a new account as a line names it."""
        return new_account(self._workspace, row.account_id, row.account_name or row.account_id, self._now)

    def identify(self, account: Account, external_id: str) -> None:
        """Give an account that had only a name its id."""
        self._note(account)
        super().identify(account, external_id)
        self.touch(account)

    def rename(self, account: Account, name: str) -> None:
        """Give an account another name."""
        self._note(account)
        self._by_name[account.name_key].remove(account)
        account.name, account.name_key = name, name_key(name)
        self._by_name.setdefault(account.name_key, []).append(account)
        self.touch(account)

    def describe(self, account: Account, key: str, value: Any) -> None:
        """Give an account a property."""
        self._note(account)
        account.properties = {**account.properties, key: value}
        self.touch(account)

    def _note(self, account: Account) -> None:
        if account.pk:
            self._was.setdefault(account.pk, account_facts(account))

    def touch(self, account: Account) -> None:
        """Note that an account has changed."""
        index_account(account)
        if account.pk:
            self.changed[account.pk] = account


def new_account(workspace: Workspace, external_id: str, name: str, now: datetime) -> Account:
    """Return an account that is not written yet."""
    account = Account(workspace=workspace, external_id=external_id, name=name, properties={}, created_at=now)
    account.name_key = name_key(name)
    index_account(account)
    return account


def index_account(account: Account) -> None:
    """Set what an account is searched by. Search does not know archived ones."""
    account.search_text = "" if account.archived_at else account_search_text(account.name, account.external_id)


def account_facts(account: Account) -> dict[str, Any]:
    """Return what a line can change of an account."""
    return {"external_id": account.external_id, "name": account.name, "properties": account.properties}
