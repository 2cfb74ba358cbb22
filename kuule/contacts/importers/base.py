"""What an importer is: it says what a file seems to hold, and reads it line by line.

To add a format: one file beside this one, one line in `IMPORTERS`, one test, one page in `docs/`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Protocol

from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.rows import JudgedRow, RowReader


class UnreadableFileError(Exception):
    """A file of which no line can be used. `reason` is a kind of file problem, `line` where it shows, if anywhere."""

    def __init__(self, reason: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.detail = reason, line, detail


@dataclass(frozen=True, slots=True)
class FileHead:
    """What a file begins with. `rows` are some first rows: line number and cells; `total` counts all of them."""

    delimiter: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    total: int


# The properties a workspace has: (of, folded label or key) → (key, kind).
KnownProperties = Mapping[tuple[str, str], tuple[str, str]]


class Importer(Protocol):
    """One format of files."""

    kind: str

    def inspected(self, file: IO[Any], delimiter: str = "") -> FileHead:
        """Read a whole file once, to know that it can be read and how many rows it has.

        Raises:
            UnreadableFileError: no line of it can be used.
        """

    def peeked(self, file: IO[Any], delimiter: str = "") -> FileHead:
        """Read how a file begins; `total` counts only what was read.

        Raises:
            UnreadableFileError: no line of it can be used.
        """

    def guessed_mapping(self, head: FileHead, known: KnownProperties) -> ColumnMapping:
        """Return what the columns seem to be."""

    def reader(self, mapping: ColumnMapping) -> RowReader:
        """Return what reads single rows, for previews and for the import itself."""

    def judged_rows(self, file: IO[Any], reader: RowReader, delimiter: str) -> Iterator[JudgedRow]:
        """Read a file from its beginning, row by row; blank rows are passed over."""
