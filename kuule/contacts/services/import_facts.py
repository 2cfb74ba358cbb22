"""What the lines of a file say about accounts: the first line that says something counts, a later one cannot undo it.

Without this rule two lines that differ would change an account back and forth at every import of the same file.
"""

from dataclasses import dataclass, field
from typing import Any

from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.models import Account
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.keys import name_key
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services.import_accounts import Accounts


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A statement that came too late: where it stands (target and property key), and the line that counts."""

    to: str
    key: str
    value: Any
    line: int


@dataclass(slots=True)
class _Stated:
    """An account with what was stated of it: the name (key "") or a property → line."""

    account: Account
    lines: dict[str, int] = field(default_factory=dict)


class Statements:
    """Statements about the accounts of a batch, with those of earlier lines."""

    def __init__(self, memory: FileMemory, accounts: Accounts) -> None:
        earlier = memory.facts_of(account.pk for account in accounts.found)
        self._accounts = accounts
        self._stated = {id(account): _Stated(account, earlier.get(account.pk, {})) for account in accounts.found}

    def apply(self, account: Account, row: PersonRow) -> list[Contradiction]:
        """Make an account what a line says, and return what an earlier line had said otherwise."""
        lines = self._lines(account)
        late: list[Contradiction] = []
        if row.account_name:
            if name_key(row.account_name) != account.name_key:
                if lines.get("", row.line) < row.line:
                    late.append(Contradiction(to.ACCOUNT, "", row.account_name, lines[""]))
                else:
                    self._accounts.rename(account, row.account_name)
            lines.setdefault("", row.line)
        for key, value in row.account_properties.items():
            if key not in account.properties or account.properties[key] != value:
                if lines.get(key, row.line) < row.line:
                    late.append(Contradiction(to.ACCOUNT_PROPERTY, key, value, lines[key]))
                    continue
                self._accounts.describe(account, key, value)
            lines.setdefault(key, row.line)
        return late

    def mention(self, account: Account, row: PersonRow) -> None:
        """Remember that a line may be about an account that has the name, and perhaps the properties, it gives.

        A later line must not change them: the file would mean something else when it is imported again.
        """
        lines = self._lines(account)
        lines.setdefault("", row.line)
        for key, value in row.account_properties.items():
            if account.properties.get(key) == value:
                lines.setdefault(key, row.line)

    def _lines(self, account: Account) -> dict[str, int]:
        return self._stated.setdefault(id(account), _Stated(account)).lines

    def by_pk(self) -> dict[int, dict[str, int]]:
        """Return what was stated, by the id of the account; for after the write, when all have one."""
        return {stated.account.pk: stated.lines for stated in self._stated.values() if stated.account.pk}
