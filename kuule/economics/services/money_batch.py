"""A batch of lines about money: whose they are is found in a few queries, then all are kept."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kuule.contacts.importers.base import LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem, shown
from kuule.contacts.services.import_finding import Found, FoundPeople
from kuule.contacts.services.import_outcomes import ADDED, CHANGED, KEPT_OUT, UNCHANGED
from kuule.dispatch.rules.occurrences import CREATED, REPEATED
from kuule.economics import rules
from kuule.economics.rules import BY_FILE
from kuule.economics.rules.imported import ROW_ID, MoneyRow, content_key
from kuule.economics.selectors.treatments import TWICE
from kuule.economics.services.keeping import Keeping
from kuule.economics.services.merging import MergesKeeping
from kuule.economics.services.origins import OriginsKeeping
from kuule.economics.services.rates import RatesKeeping
from kuule.economics.services.shapes import Shape
from kuule.economics.services.written import Written, write_down
from kuule.jobs.models import Job
from kuule.workspaces.rules import Actor

_OUTCOMES = {CREATED: ADDED, REPEATED: UNCHANGED, rules.CHANGED: CHANGED}


@dataclass(frozen=True, slots=True)
class Line:
    """A good line, and whom it is about; `into` is the account that one became part of."""

    row: MoneyRow
    found: Found
    into: Found | None = None


class MoneyBatch(ABC):
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self, job: Job, rows: Sequence[JudgedRow[MoneyRow]], *, memory: FileMemory, reader: LineReader, now: datetime
    ) -> None:
        """Prepare for some lines."""
        self._job, self._rows, self._memory, self._reader, self._now = job, rows, memory, reader, now
        self._people = FoundPeople(
            job, list(self._named([row.said for row in rows if row.said])), reader=reader, now=now
        )
        self._said: dict[Hashable, int] = {}
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def decide(self) -> None:
        """Decide every line: added, changed, unchanged, or kept out with its problems."""
        lines: list[Line] = []
        for row in self._rows:
            self.problems += row.problems
            line = self._found(row.said) if row.said else None
            if line is None or self._is_said_before(line):
                self.outcomes[row.line] = KEPT_OUT
            else:
                lines.append(line)
        self._prepare(lines)
        for line in lines:
            self.outcomes[line.row.line] = self._taken(line)

    def write(self, actor: Actor) -> None:
        """Keep what the lines say, and add the people who are new."""
        self._people.write()
        write_down(self._job, self._write(actor))

    def remember(self) -> None:
        """Let the following batches know what these lines said."""
        keys = {self._remembered(key): line for key, line in self._said.items()}
        self._memory.remember(keys=keys, contacts={}, facts={})

    def _named(self, rows: Iterable[MoneyRow]) -> Iterable[PersonRow]:
        """Return whom the lines name."""
        return (row.person for row in rows)

    def _found(self, row: MoneyRow) -> Line | None:
        found = self._people.meant_by(row.person)
        if found.problem:
            self.problems.append(found.problem)
            return None
        return Line(row, found)

    def _is_said_before(self, line: Line) -> bool:
        key = self._key(line)
        if key is None:
            return False
        earlier = self._said.get(key) or self._memory.lines_of([self._remembered(key)]).get(self._remembered(key))
        if earlier:
            self._keep_out(line.row, TWICE, ROW_ID, line.row.key, str(earlier))
            return True
        self._said[key] = line.row.line
        return False

    def _keep_out(self, row: MoneyRow, reason: str, target: str, value: str = "", detail: str = "") -> str:
        column = self._reader.header_of(target)
        self.problems.append(RowProblem(row.line, reason, column, shown(value), detail))
        return KEPT_OUT

    @abstractmethod
    def _key(self, line: Line) -> Hashable | None:
        """Return what no two lines may say, None where nothing forbids it."""

    def _remembered(self, key: Hashable) -> str:
        """Return the key as the following batches find it."""
        return str(key)

    @abstractmethod
    def _prepare(self, lines: Sequence[Line]) -> None:
        """Find the rows there are."""

    @abstractmethod
    def _taken(self, line: Line) -> str:
        """Decide what becomes of one line."""

    @abstractmethod
    def _write(self, actor: Actor) -> Iterable[Written]:
        """Write what was decided; return what has to be known to undo it."""


class RowsBatch(MoneyBatch):
    """Lines that become rows with an id. Where a line has none it is made of what the line says."""

    def __init__(self, shape: Shape, job: Job, rows: Sequence[JudgedRow[MoneyRow]], **more: Any) -> None:
        """Prepare for some lines."""
        super().__init__(job, rows, **more)
        self._shape = shape
        contents = {row.said.content for row in rows if row.said and not row.said.key}
        self._repeats = Counter(self._memory.counts_of(contents))

    def remember(self) -> None:
        """Let the following batches know what these lines said, and how often."""
        super().remember()
        self._memory.count(self._repeats)

    def _key(self, line: Line) -> Hashable | None:
        return line.row.key or None

    def _prepare(self, lines: Sequence[Line]) -> None:
        self._keys = {line.row.line: line.row.key or self._made(line.row.content) for line in lines}
        self._keeping = Keeping(self._shape, self._job.workspace, list(self._keys.values()))

    def _made(self, content: str) -> str:
        number = self._repeats[content]
        self._repeats[content] += 1
        return content_key(content, number)

    def _taken(self, line: Line) -> str:
        told = replace(line.row.told.as_kept(), external_id=self._keys[line.row.line])
        return _OUTCOMES[self._keeping.take(told, line.found).outcome]

    def _write(self, actor: Actor) -> Iterable[Written]:
        del actor
        return self._keeping.write(now=self._now, job=self._job)


class OriginsBatch(MoneyBatch):
    """Lines that say what brought customers."""

    def _key(self, line: Line) -> Hashable | None:
        return line.found.account or line.found.contact

    def _remembered(self, key: Any) -> str:
        return f"{type(key).__name__} {key.pk or id(key)}"

    def _prepare(self, lines: Sequence[Line]) -> None:
        self._keeping = OriginsKeeping(
            self._job.workspace, [line.found for line in lines], source=BY_FILE, now=self._now
        )

    def _taken(self, line: Line) -> str:
        return _OUTCOMES[self._keeping.take(line.row.told, line.found).outcome]

    def _write(self, actor: Actor) -> Iterable[Written]:
        del actor
        return self._keeping.write(job=self._job)


class MergesBatch(MoneyBatch):
    """Lines that say which account became part of which."""

    def _named(self, rows: Iterable[MoneyRow]) -> Iterable[PersonRow]:
        return (who for row in rows for who in (row.told.who, row.told.into))

    def _found(self, row: MoneyRow) -> Line | None:
        line, into = super()._found(row), self._people.meant_by(row.told.into)
        if into.problem:
            self.problems.append(into.problem)
        return Line(row, line.found, into) if line and not into.problem else None

    def _key(self, line: Line) -> Hashable | None:
        return line.found.account

    def _remembered(self, key: Any) -> str:
        return f"merge {key.pk or id(key)}"

    def _prepare(self, lines: Sequence[Line]) -> None:
        del lines
        self._keeping = MergesKeeping(self._job.workspace)

    def _taken(self, line: Line) -> str:
        assert line.found.account and line.into and line.into.account  # noqa: PT018, S101 - the reader saw to it
        outcome = self._keeping.take(line.found.account, line.into.account, line.row.told.merged_on)
        return _OUTCOMES[outcome] if outcome else self._keep_out(line.row, "merge_circle", "into")

    def _write(self, actor: Actor) -> Iterable[Written]:
        del actor
        return self._keeping.write(now=self._now)


class RatesBatch(MoneyBatch):
    """Lines that are exchange rates."""

    def _named(self, rows: Iterable[MoneyRow]) -> Iterable[PersonRow]:
        del rows
        return ()

    def _found(self, row: MoneyRow) -> Line | None:
        return Line(row, Found())

    def _key(self, line: Line) -> Hashable | None:
        told = line.row.told
        return f"{told.base} {told.currency} {told.day}"

    def _prepare(self, lines: Sequence[Line]) -> None:
        self._keeping = RatesKeeping(self._job.workspace, [line.row.told for line in lines])

    def _taken(self, line: Line) -> str:
        return _OUTCOMES[self._keeping.take(line.row.told).outcome]

    def _write(self, actor: Actor) -> Iterable[Written]:
        return self._keeping.write(actor=actor, now=self._now)
