"""What the first lines of a file will become, shown before anything is imported."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kuule.contacts.importers import FileHead, Importer
from kuule.contacts.importers.problems import PROBLEMS, mend, says
from kuule.contacts.models import ImportProblem
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.columns import Column, ColumnMapping
from kuule.contacts.rules.rows import JudgedRow, RowProblem
from kuule.workspaces.models import Workspace

LINES = 5
PROBLEMS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in words."""

    line: int
    column: str
    value: str
    says: str
    mend: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What a cell becomes, or what stands there if it is a problem."""

    value: Any
    to: str
    kind: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the preview."""

    line: int
    cells: list[ShownCell]
    is_kept_out: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first lines become, and what is wrong among the lines that were read."""

    titles: list[str]
    lines: list[ShownLine]
    problems: list[ShownProblem]
    read: int
    kept_out: int


@dataclass(slots=True)
class _Reading:
    lines: list[ShownLine] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    kept_out: int = 0


def in_words(problems: Iterable[RowProblem | ImportProblem]) -> list[ShownProblem]:
    """Return problems with their sentences in the reader's language."""
    return [
        ShownProblem(
            line=each.line,
            column=each.column,
            value=each.value,
            says=says(each.reason, detail=each.detail),
            mend=mend(each.reason),
            is_note=PROBLEMS[each.reason].is_note,
        )
        for each in problems
    ]


def preview(importer: Importer, head: FileHead, mapping: ColumnMapping, workspace: Workspace) -> Preview:
    """Read the first lines under a mapping."""
    reader = importer.reader(mapping, workspace)
    columns = [(number, column) for number, column in enumerate(mapping.columns) if column.to != to.SKIP]
    reading = _Reading()
    for line, cells in head.rows:
        judged = reader.judged(line, cells)
        reading.problems += judged.problems
        reading.kept_out += judged.said is None
        if len(reading.lines) < LINES:
            shown = [_cell(importer, column, number, judged) for number, column in columns]
            reading.lines.append(ShownLine(line, shown, judged.said is None))
    titles = {
        name: str(title) for _group, fields in importer.groups(workspace, mapping.options) for name, title in fields
    }
    return Preview(
        titles=[titles.get(column.to, column.header) for _number, column in columns],
        lines=reading.lines,
        problems=in_words(reading.problems[:PROBLEMS_SHOWN]),
        read=len(head.rows),
        kept_out=reading.kept_out,
    )


def _cell(importer: Importer, column: Column, number: int, judged: JudgedRow[Any]) -> ShownCell:
    raw = judged.cells[number][:80] if number < len(judged.cells) else ""
    if judged.said is None:
        is_bad = any(problem.column == column.header for problem in judged.problems)
        return ShownCell(raw, column.to, column.kind, is_bad=is_bad)
    return ShownCell(importer.shown(judged.said, column, raw), column.to, column.kind)
