"""What one line of a file says about a person, or why it cannot be used: pure, and the same on every reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from kuule.contacts.rules import TEXT, cells
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.columns import Column, ColumnMapping
from kuule.contacts.rules.properties import Unreadable, typed_value
from kuule.ui.clean import visible_text

MAX_SHOWN = 200
# What takes long to read is remembered: most columns say the same few things again and again.
KNOWN_TEXTS = 500
KNOWN_LENGTH = 40
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A cell with something to mend. `line` counts from 1 and includes the header; `detail` belongs to the wording."""

    line: int
    reason: str
    column: str = ""
    value: str = ""
    detail: str = ""


@dataclass(slots=True)
class PersonRow:
    """What a good line says. Empty cells are left out: they leave things as they are.

    `phone` is the number if it is one by which people are known: with its country. It is among the fields too.
    """

    line: int
    external_id: str = ""
    email: str = ""
    phone: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    account_id: str = ""
    account_name: str = ""
    account_properties: dict[str, Any] = field(default_factory=dict)

    @property
    def who(self) -> tuple[str, ...]:
        """Return all by which a line says whom it is about."""
        name = self.fields.get(to.NAME, "")
        return (self.external_id, self.email, self.phone, name, self.account_id, self.account_name)


@dataclass(frozen=True, slots=True)
class JudgedRow(Generic[Said]):
    """A line after reading: what it says, or the problems that keep it out. `said` is None exactly if there are any.

    `cells` are the line as it came.
    """

    line: int
    cells: Sequence[str]
    said: Said | None
    problems: tuple[RowProblem, ...] = ()

    @property
    def characters(self) -> int:
        """How long the line is."""
        return sum(map(len, self.cells))


Reader = Callable[[str], Any]


class RowReader:
    """Reads the lines of a file under one mapping."""

    def __init__(
        self,
        mapping: ColumnMapping,
        *,
        email: Reader,
        more: Mapping[str, Reader] | None = None,
        raw: Mapping[str, Reader] | None = None,
        needs_identity: bool = True,
    ) -> None:
        """Prepare for a mapping. `email` reads an address: the address as it is kept, or `Unreadable`.

        `more` reads targets besides those of people, `raw` those that need the cell as it is, with its line breaks.
        What they read stays among the fields.
        """
        phone = partial(cells.phone, country=mapping.options.get("country", ""))
        readers: dict[str, Reader] = {**_READERS, to.EMAIL: email, to.PHONE: phone, **(more or {}), **(raw or {})}
        self._width = len(mapping.columns)
        self._needs_identity = needs_identity
        self._plan = [
            (number, column, _PLACES.get(column.to, 0), column.to in (raw or ()), _reader_of(column, readers))
            for number, column in enumerate(mapping.columns)
            if column.to != to.SKIP
        ]
        self._headers = {
            (column.to, column.key if column.to in to.PROPERTY_OF else ""): column.header for column in mapping.columns
        }

    def header_of(self, target: str, key: str = "") -> str:
        """Return the header of the column that becomes this field or property, "" if there is none."""
        return self._headers.get((target, key), "")

    def unsound(self, line: int, row: Sequence[str]) -> JudgedRow[PersonRow]:
        """Return a line whose quotes do not add up."""
        return JudgedRow(line, row, None, (RowProblem(line, "bad_quotes"),))

    def judged(self, line: int, row: Sequence[str]) -> JudgedRow[PersonRow]:
        """Return what a line says. All its problems are named, not only the first."""
        said, problems = self.said(line, row)
        return JudgedRow(line, row, said, problems)

    def said(self, line: int, row: Sequence[str]) -> tuple[PersonRow | None, tuple[RowProblem, ...]]:
        """Return what a line says, or all that keeps it out."""
        if len(row) != self._width and (len(row) < self._width or any(row[self._width :])):
            problem = RowProblem(line, "wrong_cell_count", detail=f"{len(row)}/{self._width}")
            return None, (problem,)
        problems: list[RowProblem] = []
        person = PersonRow(line)
        places = (person.fields, person.properties, person.account_properties)
        for number, column, place, is_raw, read in self._plan:
            cell = row[number]
            if not cell:
                continue
            text = cell if is_raw else cells.cleaned(cell)
            value = read(text) if text and isinstance(text, str) else text
            if isinstance(value, Unreadable):
                problems.append(RowProblem(line, value.reason, column.header, shown(cell), value.detail))
            elif value != "":
                places[place][column.key if place else column.to] = value
        _settle(person)
        if self._needs_identity and not problems and not person.email and not person.external_id and not person.phone:
            problems.append(RowProblem(line, "no_identity"))
        return (None, tuple(problems)) if problems else (person, ())


def shown(cell: str) -> str:
    """Return the beginning of a cell, fit to be kept and shown."""
    return visible_text(cell[: 2 * MAX_SHOWN])[:MAX_SHOWN]


def _settle(person: PersonRow) -> None:
    """Give what was read as plain fields its own place: identities, the account, and a name made of two."""
    fields = person.fields
    person.external_id, person.email = fields.pop(to.EXTERNAL_ID, ""), fields.pop(to.EMAIL, "")
    if fields.get(to.PHONE, "").startswith("+"):
        person.phone = fields[to.PHONE]
    person.account_id, person.account_name = fields.pop(to.ACCOUNT_ID, ""), fields.pop(to.ACCOUNT, "")
    first, last = fields.pop(to.FIRST_NAME, ""), fields.pop(to.LAST_NAME, "")
    if (first or last) and to.NAME not in fields:
        fields[to.NAME] = f"{first} {last}".strip()


def remembering(read: Reader) -> Reader:
    """Return a reader that knows again the short texts it has read lately."""
    known = lru_cache(KNOWN_TEXTS)(read)
    return lambda text: known(text) if len(text) <= KNOWN_LENGTH else read(text)


def _reader_of(column: Column, readers: Mapping[str, Reader]) -> Reader:
    if column.to in to.PROPERTY_OF:
        read: Reader = partial(typed_value, kind=column.kind)
        return read if column.kind == TEXT else remembering(read)
    return remembering(readers[column.to]) if column.to in _SLOW else readers[column.to]


# Where a column's values go: fields, properties of the person, properties of the account.
_PLACES = {to.CONTACT_PROPERTY: 1, to.ACCOUNT_PROPERTY: 2}
_SLOW = frozenset({to.ROLE, to.GROUP, to.LANGUAGE, to.TIMEZONE})
_READERS: Mapping[str, Reader] = {
    to.NAME: cells.limited(200),
    to.FIRST_NAME: cells.limited(99),
    to.LAST_NAME: cells.limited(100),
    to.EXTERNAL_ID: cells.limited(200),
    to.ROLE: cells.role,
    to.GROUP: cells.group,
    to.TITLE: cells.limited(200),
    to.LANGUAGE: cells.language,
    to.TIMEZONE: cells.timezone,
    to.ACCOUNT: cells.limited(200),
    to.ACCOUNT_ID: cells.limited(200),
}
