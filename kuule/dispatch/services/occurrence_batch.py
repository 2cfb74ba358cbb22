"""A batch of lines about what happened: whose they are is found in a few queries, then all are added in one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kuule.contacts.importers.base import LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.rules.rows import JudgedRow, RowProblem, shown
from kuule.contacts.rules.snapshots import said_of
from kuule.contacts.services.import_finding import Found, FoundPeople
from kuule.contacts.services.import_outcomes import ADDED, KEPT_OUT, UNCHANGED
from kuule.dispatch.models import Occurrence
from kuule.dispatch.rules.imported import OCCURRENCE_ID, OccurrenceRow
from kuule.dispatch.rules.occurrences import FILE
from kuule.dispatch.services.occurrences import OCCURRENCE_FIELDS, occurrence_values
from kuule.jobs.models import Job
from kuule.lib.bulk import among, insert_values
from kuule.surveys.models import Touchpoint
from kuule.workspaces.rules import Actor


class OccurrencesBatch:
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self,
        job: Job,
        rows: Sequence[JudgedRow[OccurrenceRow]],
        *,
        touchpoint: Touchpoint,
        memory: FileMemory,
        reader: LineReader,
        now: datetime,
    ) -> None:
        """Prepare for some lines."""
        self._job, self._rows, self._memory, self._reader = job, rows, memory, reader
        self._touchpoint, self._now = touchpoint, now
        said = [row.said for row in rows if row.said]
        self._people = FoundPeople(job, [each.person for each in said], reader=reader, now=now)
        self._said = memory.lines_of(each.key for each in said)
        of_workspace = Occurrence.objects.filter(workspace=job.workspace)
        known = of_workspace.filter(among("external_id", [each.key for each in said]))
        self._known = dict(known.values_list("external_id", "touchpoint_id"))
        self._added: list[tuple[OccurrenceRow, Found]] = []
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def decide(self) -> None:
        """Decide every line, in order: added, there already, or kept out with its problems."""
        for row in self._rows:
            self.problems += row.problems
            self.outcomes[row.line] = self._decided(row.said) if row.said else KEPT_OUT

    def _decided(self, row: OccurrenceRow) -> str:
        column = self._reader.header_of(OCCURRENCE_ID)
        if (earlier := self._said.setdefault(row.key, row.line)) != row.line:
            self.problems.append(RowProblem(row.line, "happened_twice", column, shown(row.key), str(earlier)))
            return KEPT_OUT
        if row.key in self._known:
            if self._known[row.key] == self._touchpoint.pk:
                return UNCHANGED
            self.problems.append(RowProblem(row.line, "happened_elsewhere", column, shown(row.key)))
            return KEPT_OUT
        found = self._people.meant_by(row.person)
        if found.problem:
            self.problems.append(found.problem)
            return KEPT_OUT
        self._added.append((row, found))
        return ADDED

    def write(self, actor: Actor) -> None:
        """Add the occurrences, and the people who are new."""
        del actor
        self._people.write()
        names = (*OCCURRENCE_FIELDS, "import_job_id")
        insert_values(Occurrence, names, [self._values(row, found) for row, found in self._added])

    def _values(self, row: OccurrenceRow, found: Found) -> tuple[Any, ...]:
        values = occurrence_values(
            self._touchpoint,
            external_id=row.key,
            source=FILE,
            contact_id=found.contact.pk if found.contact else None,
            account_id=found.account_id,
            happened_at=row.happened_at,
            properties=said_of(row.person),
            now=self._now,
        )
        return (*values, self._job.pk)

    def remember(self) -> None:
        """Let the following batches know what these lines said."""
        self._memory.remember(keys=self._said, contacts={}, facts={})
