"""What an import remembers of the lines it has read, on disk: a file of any length needs the same little memory."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

_SCHEMA = """
CREATE TABLE said (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE met (contact INTEGER PRIMARY KEY, line INTEGER NOT NULL);
CREATE TABLE facts (account INTEGER PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE repeated (content TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
"""
_BATCH = 900


class FileMemory:
    """Which line first said what: ids and addresses, contacts, and facts of accounts (attribute → line).

    It lives in a temporary file that nobody else can open and that is gone when it is closed.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;" + _SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def lines_of(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the lines on which these keys were first said; keys never said are left out."""
        return self._found("SELECT key, line FROM said WHERE key IN ({})", keys)

    def lines_about(self, contacts: Iterable[int]) -> dict[int, int]:
        """Return the lines that were about these contacts."""
        return self._found("SELECT contact, line FROM met WHERE contact IN ({})", contacts)

    def facts_of(self, accounts: Iterable[int]) -> dict[int, dict[str, int]]:
        """Return the facts that lines have stated of these accounts: attribute → line."""
        found: dict[int, str] = self._found("SELECT account, lines FROM facts WHERE account IN ({})", accounts)
        return {account: json.loads(lines) for account, lines in found.items()}

    def counts_of(self, contents: Iterable[str]) -> dict[str, int]:
        """Return how many lines said the very same as these; what no line said is left out."""
        return self._found("SELECT content, times FROM repeated WHERE content IN ({})", contents)

    def count(self, times: Mapping[str, int]) -> None:
        """Say how many lines by now have said these things."""
        self._file.execute("BEGIN")
        self._file.executemany("INSERT OR REPLACE INTO repeated VALUES (?, ?)", times.items())
        self._file.execute("COMMIT")

    def _found(self, query: str, wanted: Iterable[object]) -> dict[Any, Any]:
        values = list(wanted)
        found: dict[Any, Any] = {}
        for start in range(0, len(values), _BATCH):
            part = values[start : start + _BATCH]
            found.update(self._file.execute(query.format(",".join("?" * len(part))), part))
        return found

    def remember(
        self, *, keys: Mapping[str, int], contacts: Mapping[int, int], facts: Mapping[int, Mapping[str, int]]
    ) -> None:
        """Add what a batch of lines said. What was said before stays with its first line, except facts: replaced."""
        self._file.execute("BEGIN")
        self._file.executemany("INSERT OR IGNORE INTO said VALUES (?, ?)", keys.items())
        self._file.executemany("INSERT OR IGNORE INTO met VALUES (?, ?)", contacts.items())
        stated = [(account, json.dumps(lines)) for account, lines in facts.items()]
        self._file.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", stated)
        self._file.execute("COMMIT")
