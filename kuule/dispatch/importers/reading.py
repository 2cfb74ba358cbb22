"""What a line of a file says about something that happened, or all that is wrong with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kuule.contacts.importers.people import read_email
from kuule.contacts.rules import cells
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.moments import past_moments
from kuule.contacts.rules.rows import JudgedRow, RowProblem, RowReader, remembering
from kuule.dispatch.rules import imported as to
from kuule.dispatch.rules.imported import OccurrenceRow, content_key


class OccurrenceReader:
    """Reads the lines of a file of what happened under one mapping."""

    def __init__(self, mapping: ColumnMapping, *, touchpoint: str, zone: ZoneInfo, now: datetime) -> None:
        """Prepare for a mapping. Moments without a zone are in `zone`; none is after `now`."""
        self._touchpoint = touchpoint
        moments = past_moments(zone=zone, order=mapping.options.get("order", ""), now=now)
        more = {to.HAPPENED_AT: remembering(moments), to.OCCURRENCE_ID: cells.limited(150)}
        self._people = RowReader(mapping, email=read_email, more=more)

    def header_of(self, target: str, key: str = "") -> str:
        """Return the header of the column that becomes this, "" if there is none."""
        return self._people.header_of(target, key)

    def unsound(self, line: int, row: Sequence[str]) -> JudgedRow[OccurrenceRow]:
        """Return a line whose quotes do not add up."""
        return JudgedRow(line, row, None, (RowProblem(line, "bad_quotes"),))

    def judged(self, line: int, row: Sequence[str]) -> JudgedRow[OccurrenceRow]:
        """Return what a line says. All its problems are named, not only the first."""
        person, problems = self._people.said(line, row)
        if person is None:
            return JudgedRow(line, row, None, problems)
        said: dict[str, Any] = person.fields
        if to.HAPPENED_AT not in said:
            problem = RowProblem(line, "no_moment", self.header_of(to.HAPPENED_AT))
            return JudgedRow(line, row, None, (problem,))
        happened_at = said.pop(to.HAPPENED_AT)
        key = said.pop(to.OCCURRENCE_ID, "") or content_key(person, happened_at, self._touchpoint)
        return JudgedRow(line, row, OccurrenceRow(line, person, happened_at, key))
