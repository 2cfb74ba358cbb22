"""What a kind of import is: it says what a file seems to hold, reads it line by line, and decides what lines become.

A higher room adds its own kind: one class with this contract, registered by the room's `apps.py`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise

from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules.columns import Column, ColumnMapping, MappingProblem
from kuule.contacts.rules.rows import JudgedRow, RowProblem
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


class UnreadableFileError(Exception):
    """A file of which no line can be used. `reason` is a kind of file problem, `line` where it shows, if anywhere."""

    def __init__(self, reason: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.detail = reason, line, detail


@dataclass(frozen=True, slots=True)
class FileHead:
    """What a file is and begins with. `rows` are some first rows: line number and cells; `total` counts all of them.

    `format` is a word such as `csv` or `xlsx`; `delimiter` and `encoding` are of text only, `sheet` is the one of a
    workbook's `sheets` that was read.
    """

    format: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    total: int
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "FileHead":
        """Return the head that `as_json` wrote."""
        rows = tuple((line, cells) for line, cells in values["rows"])
        return cls(**{**values, "headers": tuple(values["headers"]), "rows": rows, "sheets": tuple(values["sheets"])})


class LineReader(Protocol):
    """Reads the lines of a file under one mapping."""

    def judged(self, line: int, row: Sequence[str]) -> JudgedRow[Any]:
        """Return what a line says, or all that is wrong with it."""

    def unsound(self, line: int, row: Sequence[str]) -> JudgedRow[Any]:
        """Return a line whose quotes do not add up."""

    def header_of(self, target: str, key: str = "") -> str:
        """Return the header of the column that becomes this, "" if there is none."""


class Batch(Protocol):
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    problems: list[RowProblem]
    outcomes: dict[int, str]

    def decide(self) -> None:
        """Decide every line, in order: added, changed, unchanged, or kept out with its problems."""

    def write(self, actor: Actor) -> None:
        """Write what was decided, inside the transaction of the caller, and what is needed to undo it."""

    def remember(self) -> None:
        """Let the following batches know what these lines said."""


Groups = Iterable[tuple[str | Promise, Iterable[tuple[str, str | Promise]]]]


class Importer(Protocol):
    """One kind of import."""

    @property
    def kind(self) -> str:
        """Return the key of the kind."""

    @property
    def title(self) -> str | Promise:
        """Return what people call what is imported."""

    @property
    def act(self) -> str:
        """Return what the audit log says when it has ended."""

    @property
    def help_template(self) -> str:
        """Return the template that tells what a file may hold."""

    @property
    def retried(self) -> Collection[str]:
        """Return the problems for which a line is tried again at the end, when another may have changed the cause."""

    def begin_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Return what a person chooses beside the file, by the name of the option."""

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become besides a property, in groups: a title, then target and name."""

    def option_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Return what a person chooses for the whole file when its columns are known, by the name of the option."""

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be, given what was chosen beside the file."""

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> LineReader:
        """Return what reads single rows, for previews and for the import itself."""

    def shown(self, said: Any, column: Column, raw: str) -> Any:
        """Return what a line says in this column, for the preview; `raw` is the cell."""

    def adopt(self, *, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
        """Make ready for a mapping that is going to be used: define the properties it brings."""

    def batch(
        self,
        job: Job,
        rows: Sequence[JudgedRow[Any]],
        *,
        memory: FileMemory,
        reader: LineReader,
        now: datetime,
        is_retry: bool = False,
    ) -> Batch:
        """Return what decides and writes some lines."""

    def has_property(self, definition: PropertyDefinition) -> bool:
        """Tell whether anything of what this imports has such a property."""

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Undo a part of what an import wrote besides people and accounts. Return how many rows were removed or kept.

        Nothing left to do: an empty counter.
        """
