"""A batch of lines about what was heard elsewhere: whose it is is found in a few queries, then all is added in one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.importers.base import LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.rules.rows import JudgedRow, RowProblem, shown
from kuule.contacts.rules.snapshots import said_of
from kuule.contacts.services.import_finding import Found, FoundPeople
from kuule.contacts.services.import_outcomes import ADDED, KEPT_OUT, UNCHANGED
from kuule.jobs.models import Job
from kuule.lib.bulk import among, insert_values
from kuule.lib.ids import digest_of
from kuule.responses.models import Heard, HeardRemoval
from kuule.responses.rules.heard import HEARD_ID, HeardRow
from kuule.workspaces.rules import Actor

_FIELDS = (
    *("workspace_id", "source", "external_id", "url", "author", "contact_id", "account_id", "title", "verbatim"),
    *("language", "rating", "scale", "reach", "said_at", "properties", "import_job_id"),
)


class HeardBatch:
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self,
        job: Job,
        rows: Sequence[JudgedRow[HeardRow]],
        *,
        memory: FileMemory,
        reader: LineReader,
        now: datetime,
    ) -> None:
        """Prepare for some lines."""
        self._job, self._rows, self._memory, self._reader = job, rows, memory, reader
        said = [row.said for row in rows if row.said]
        self._people = FoundPeople(job, [each.person for each in said], reader=reader, now=now)
        self._said = memory.lines_of(_stands_for(each) for each in said)
        known = Heard.objects.filter(among("external_id", [each.key for each in said]), workspace=job.workspace)
        self._known = set(known.values_list("source", "external_id"))
        removed = HeardRemoval.objects.filter(workspace=job.workspace, key__among=[_stands_for(each) for each in said])
        self._removed = set(removed.values_list("key", flat=True))
        self._added: list[tuple[HeardRow, Found]] = []
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def decide(self) -> None:
        """Decide every line, in order: added, there already, or kept out with its problems."""
        for row in self._rows:
            self.problems += row.problems
            self.outcomes[row.line] = self._decided(row.said) if row.said else KEPT_OUT

    def _decided(self, row: HeardRow) -> str:
        stands_for, column = _stands_for(row), self._reader.header_of(HEARD_ID)
        if (earlier := self._said.setdefault(stands_for, row.line)) != row.line:
            self.problems.append(RowProblem(row.line, "heard_twice", column, _name(row), str(earlier)))
            return KEPT_OUT
        if (row.source, row.key) in self._known:
            return UNCHANGED
        if stands_for in self._removed:
            self.problems.append(RowProblem(row.line, "heard_removed", column, _name(row)))
            return KEPT_OUT
        found = self._people.meant_by(row.person)
        if found.problem:
            self.problems.append(found.problem)
            return KEPT_OUT
        self._added.append((row, found))
        return ADDED

    def write(self, actor: Actor) -> None:
        """Add what was heard, and the people who are new."""
        del actor
        self._people.write()
        insert_values(Heard, _FIELDS, [self._values(row, found) for row, found in self._added])

    def _values(self, row: HeardRow, found: Found) -> tuple[Any, ...]:
        """Return what `_FIELDS` names."""
        return (
            self._job.workspace_id,
            row.source,
            row.key,
            row.link,
            row.author,
            found.contact.pk if found.contact else None,
            found.account_id,
            row.heading,
            row.words,
            row.person.fields.get("language", ""),
            row.rating.value if row.rating else None,
            row.rating.scale if row.rating else "",
            row.reach,
            row.said_at,
            said_of(row.person),
            self._job.pk,
        )

    def remember(self) -> None:
        """Let the following batches know what these lines said."""
        self._memory.remember(keys=self._said, contacts={}, facts={})


def _stands_for(row: HeardRow) -> str:
    return digest_of(row.source, row.key)


def _name(row: HeardRow) -> str:
    return "" if row.key.startswith("content:") else shown(row.key)
