"""A batch of lines about answers: whose they are is found in a few queries, then all are added in one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kuule.contacts.importers.base import LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.rules.rows import JudgedRow, RowProblem, shown
from kuule.contacts.rules.snapshots import said_of
from kuule.contacts.services.import_finding import Found, FoundPeople
from kuule.contacts.services.import_outcomes import ADDED, KEPT_OUT, UNCHANGED
from kuule.jobs.models import Job
from kuule.lib.bulk import among, insert_values, new_ids
from kuule.responses.models import Response, ResponseNote
from kuule.responses.rules import PERSON
from kuule.responses.rules.imported import RESPONSE_ID, AnswerRow, content_key, content_of
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types.scales import group_on
from kuule.surveys.rules import Person, verbatim_field
from kuule.surveys.rules.showing import unasked
from kuule.workspaces.rules import Actor

_FIELDS = (
    *("workspace_id", "survey_id", "version_id", "contact_id", "account_id", "channel", "language", "scale", "score"),
    *("verbatim", "answers", "not_asked", "verdict", "external_id", "import_job_id", "properties", "answered_at"),
)


class AnswersBatch:
    """Some lines of one file. `decide` reads, `write` writes, `remember` is for after the commit."""

    def __init__(
        self,
        job: Job,
        rows: Sequence[JudgedRow[AnswerRow]],
        *,
        survey: Survey,
        versions: Mapping[str, SurveyVersion],
        scale: str,
        memory: FileMemory,
        reader: LineReader,
        now: datetime,
    ) -> None:
        """Prepare for some lines. `versions` are those of the survey by their number, the one in use under ""."""
        self._job, self._rows, self._memory, self._reader = job, rows, memory, reader
        self._survey, self._versions, self._scale = survey, versions, scale
        said = [row.said for row in rows if row.said]
        self._people = FoundPeople(job, [each.person for each in said], reader=reader, now=now)
        self._keys, self._repeats = self._keyed(said)
        self._said = memory.lines_of(f"answer {each.key}" for each in said if each.key)
        self._known = self._existing(said)
        self._added: list[tuple[AnswerRow, Found]] = []
        self.problems: list[RowProblem] = []
        self.outcomes: dict[int, str] = {}

    def _keyed(self, said: Sequence[AnswerRow]) -> tuple[dict[int, str], Counter[str]]:
        """Return the id of each line's answer; where the file has none it is made of what the line says."""
        contents = {each.line: content_of(each) for each in said if not each.key}
        repeats = Counter(self._memory.counts_of(contents.values()))
        keys = {}
        for each in said:
            if each.key:
                keys[each.line] = each.key
                continue
            content = contents[each.line]
            keys[each.line] = content_key(content, repeats[content])
            repeats[content] += 1
        return keys, repeats

    def _existing(self, said: Sequence[AnswerRow]) -> set[str]:
        """Return which ids belong to answers that are there: to imported ones, or our own of an exported file."""
        of_survey = Response.objects.filter(workspace=self._job.workspace, survey=self._survey)
        imported = of_survey.filter(among("external_id", list(self._keys.values())))
        found = set(imported.values_list("external_id", flat=True))
        uids = {uid: each.key for each in said if (uid := _uid(each.key)) is not None}
        return found | {uids[uid] for uid in of_survey.filter(uid__in=list(uids)).values_list("uid", flat=True)}

    def decide(self) -> None:
        """Decide every line, in order: added, there already, or kept out with its problems."""
        for row in self._rows:
            self.problems += row.problems
            self.outcomes[row.line] = self._decided(row.said) if row.said else KEPT_OUT

    def _decided(self, row: AnswerRow) -> str:
        if row.key and (earlier := self._said.setdefault(f"answer {row.key}", row.line)) != row.line:
            column = self._reader.header_of(RESPONSE_ID)
            self.problems.append(RowProblem(row.line, "answer_twice", column, shown(row.key), str(earlier)))
            return KEPT_OUT
        if self._keys[row.line] in self._known:
            return UNCHANGED
        found = self._people.meant_by(row.person)
        if found.problem:
            self.problems.append(found.problem)
            return KEPT_OUT
        self._added.append((row, found))
        return ADDED

    def write(self, actor: Actor) -> None:
        """Add the answers, and the people who are new."""
        del actor
        self._people.write()
        values = [self._values(row, found) for row, found in self._added]
        if not any(row.notes for row, _found in self._added):
            insert_values(Response, _FIELDS, values)
            return
        ids = new_ids(Response, len(values))
        insert_values(Response, ("id", *_FIELDS), [(pk, *each) for pk, each in zip(ids, values, strict=True)])
        self._write_notes(ids)

    def _write_notes(self, ids: Sequence[int]) -> None:
        """Keep the notes beside their answers. All are older than the import, by which undoing knows them."""
        latest = self._job.created_at - timedelta(seconds=1)
        noted = [
            (self._job.workspace_id, pk, note.text, min(note.at or row.answered_at, latest))
            for pk, (row, _found) in zip(ids, self._added, strict=True)
            for note in row.notes
        ]
        insert_values(ResponseNote, ("workspace_id", "response_id", "text", "created_at"), noted)

    def _values(self, row: AnswerRow, found: Found) -> tuple[Any, ...]:
        """Return what `_FIELDS` names."""
        version = self._versions.get(row.version) or self._versions[""]
        contact_language = found.contact.language if found.contact else ""
        return (
            self._job.workspace_id,
            self._survey.pk,
            version.pk,
            found.contact.pk if found.contact else None,
            found.account_id,
            row.channel,
            row.person.fields.get("language") or contact_language or self._job.workspace.language,
            self._scale,
            row.score,
            row.comment,
            row.answers,
            self._not_asked(row, version),
            row.verdict or PERSON,
            self._keys[row.line],
            self._job.pk,
            said_of(row.person),
            row.answered_at,
        )

    def _not_asked(self, row: AnswerRow, version: SurveyVersion) -> dict[str, None] | None:
        comment = [verbatim_field(version.questions)] if row.comment else []
        return unasked(
            version.questions,
            group=group_on(self._scale, row.score),
            person=Person(said_of(row.person), row.answered_at.date()),
            answered=[*row.answers, *comment],
        )

    def remember(self) -> None:
        """Let the following batches know what these lines said."""
        self._memory.remember(keys=self._said, contacts={}, facts={})
        self._memory.count(self._repeats)


def _uid(key: str) -> UUID | None:
    try:
        return UUID(key) if len(key) == 36 else None
    except ValueError:
        return None
