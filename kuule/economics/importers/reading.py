"""What a line of a file about money says, or all that is wrong with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kuule.contacts.importers.people import read_email
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowProblem, RowReader, shown
from kuule.economics.importers.base import MoneySheet, Said
from kuule.economics.rules import imported as to
from kuule.economics.rules.imported import MoneyRow, Wrong
from kuule.economics.rules.told import Unkept, names_customer


class MoneyReader:
    """Reads the lines of one kind of file under one mapping."""

    def __init__(
        self, sheet: MoneySheet, mapping: ColumnMapping, *, options: Mapping[str, str], zone: ZoneInfo, now: datetime
    ) -> None:
        """Prepare for a mapping. Days are those of `zone`; what has happened did not happen after `now`."""
        self._sheet, self._options = sheet, options
        more = sheet.cells(options, zone, now)
        self._people = RowReader(mapping, email=read_email, more=more, needs_identity=False)

    def header_of(self, target: str, key: str = "") -> str:
        """Return the header of the column that becomes this, "" if there is none."""
        return self._people.header_of(target, key)

    def unsound(self, line: int, row: Sequence[str]) -> JudgedRow[MoneyRow]:
        """Return a line whose quotes do not add up."""
        return JudgedRow(line, row, None, (RowProblem(line, "bad_quotes"),))

    def judged(self, line: int, row: Sequence[str]) -> JudgedRow[MoneyRow]:
        """Return what a line says. All its problems are named, not only the first."""
        person, problems = self._people.said(line, row)
        if person is None:
            return JudgedRow(line, row, None, problems)
        said: Said = {target: person.fields.pop(target) for target in self._sheet.targets if target in person.fields}
        wrong = self._wrong(said, person)
        told = None if wrong else self._sheet.told(said, person, self._options)
        if isinstance(told, Wrong):
            wrong = [told]
        elif told is not None and (unkept := self._unkept(told)):
            wrong = [Wrong(unkept.code, unkept.field)]
        if wrong:
            return JudgedRow(line, row, None, tuple(self._problem(line, each) for each in wrong))
        content = " ".join(map(str, (*person.who, *sorted(said.items(), key=str))))
        return JudgedRow(line, row, MoneyRow(line, told, said.get(to.ROW_ID, ""), content))

    def _wrong(self, said: Said, person: PersonRow) -> list[Wrong]:
        needed = self._sheet.needed.items()
        wrong = [Wrong(reason, target) for target, (_of_file, reason) in needed if target not in said]
        if self._sheet.has_customer and not names_customer(person):
            wrong.append(Wrong("money_no_customer"))
        return wrong

    def _unkept(self, told: object) -> Unkept | None:
        judge = getattr(told, "unkept", None)
        found: Unkept | None = judge() if judge is not None and self._sheet.has_customer else None
        return found

    def _problem(self, line: int, wrong: Wrong) -> RowProblem:
        header = self.header_of(wrong.target) if wrong.target else ""
        return RowProblem(line, wrong.reason, header, shown(wrong.value), wrong.detail)
