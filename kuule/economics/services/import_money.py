"""The imports of money and customers: one class, told what each kind of file holds."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from kuule.contacts.importers.base import Batch, FileHead, Groups, LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.importers.people import PEOPLE_GROUPS, cleaned_sample, shown_of_person
from kuule.contacts.models import PropertyDefinition
from kuule.contacts.rules import columns as people
from kuule.contacts.rules.columns import Column, ColumnMapping, MappingProblem, guess_columns, mapping_problems
from kuule.contacts.rules.moments import guessed_order
from kuule.contacts.rules.rows import JudgedRow
from kuule.contacts.selectors import known_kinds, known_properties
from kuule.economics.importers.base import Fields, MoneySheet
from kuule.economics.importers.cells import guessed_comma
from kuule.economics.importers.contracts import ContractsSheet
from kuule.economics.importers.events import EventsSheet
from kuule.economics.importers.ledger import LedgerSheet
from kuule.economics.importers.merges import MergesSheet
from kuule.economics.importers.origins import OriginsSheet
from kuule.economics.importers.rates import RatesSheet
from kuule.economics.importers.reading import MoneyReader
from kuule.economics.rules.imported import MoneyRow
from kuule.economics.services.money_batch import MergesBatch, OriginsBatch, RatesBatch, RowsBatch
from kuule.economics.services.shapes import CONTRACTS, ENTRIES, EVENTS
from kuule.economics.services.undoing import undo_some
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

_CUSTOMER = (people.EMAIL, people.EXTERNAL_ID, people.PHONE, people.ACCOUNT, people.ACCOUNT_ID)


class MoneyImporter:
    """One kind of file about money."""

    retried: tuple[str, ...] = ()

    def __init__(self, sheet: MoneySheet, batch: Callable[..., Batch]) -> None:
        """Take what the file holds, and what keeps some of its lines."""
        self._sheet, self._batch = sheet, batch
        self.kind, self.title, self.act, self.help_template = sheet.kind, sheet.title, sheet.act, sheet.help_template

    def begin_fields(self, workspace: Workspace) -> Fields:
        """Return what a person chooses beside the file."""
        return self._sheet.begin_fields(workspace)

    def option_fields(self, workspace: Workspace) -> Fields:
        """Return what a person chooses for the whole file."""
        return self._sheet.option_fields(workspace)

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become: a part of the money, or what is said of the customer."""
        del workspace, options
        return [(self._sheet.group, self._sheet.fields), *(PEOPLE_GROUPS if self._sheet.has_customer else ())]

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be, what comes first in dates, and what commas mean.

        A column that is nothing here is skipped: what is known of people comes with them, not with their money.
        """
        sample = cleaned_sample(head)
        guessed = guess_columns(head.headers, sample, known_properties(workspace), self._sheet.by_header)
        columns = tuple(Column(each.header) if each.to in people.PROPERTY_OF else each for each in guessed)
        choices = {
            "order": options.get("order") or guessed_order(_cells_of(self._sheet.dated, columns, sample)),
            "comma": options.get("comma") or guessed_comma(_cells_of(self._sheet.amounts, columns, sample)),
        }
        return ColumnMapping(head.delimiter, columns, head.encoding, head.sheet, {**options, **choices})

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""
        problems = mapping_problems(mapping, known_kinds(workspace), needs_identity=False, more=self._sheet.targets)
        chosen = {column.to for column in mapping.columns}
        missing = [of_file for target, (of_file, _of_line) in self._sheet.needed.items() if target not in chosen]
        if self._sheet.has_customer and not chosen.intersection(_CUSTOMER):
            missing.append("no_customer_column")
        return [*map(MappingProblem, missing), *problems]

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> MoneyReader:
        """Return what reads single rows."""
        return MoneyReader(
            self._sheet,
            mapping,
            options=self._sheet.reader_options(mapping, workspace),
            zone=ZoneInfo(workspace.timezone),
            now=timezone.now(),
        )

    def shown(self, said: MoneyRow, column: Column, raw: str) -> Any:
        """Return what a line says in this column."""
        return raw.strip() if column.to in self._sheet.targets else shown_of_person(said.person, column, raw)

    def adopt(self, *, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
        """Make ready for a mapping: it brings no properties."""
        del job, mapping, actor, now

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
        del is_retry
        return self._batch(job, rows, memory=memory, reader=reader, now=now)

    def has_property(self, definition: PropertyDefinition) -> bool:
        """Tell whether any money has a property: none does."""
        del definition
        return False

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Undo some of what an import did."""
        return undo_some(job=job, limit=limit, now=now)


def _cells_of(targets: Sequence[str], columns: Sequence[Column], sample: Sequence[Sequence[str]]) -> list[str]:
    places = [number for number, column in enumerate(columns) if column.to in targets]
    return [row[place] for place in places for row in sample if place < len(row)]


MONEY_IMPORTERS = (
    MoneyImporter(LedgerSheet(), partial(RowsBatch, ENTRIES)),
    MoneyImporter(ContractsSheet(), partial(RowsBatch, CONTRACTS)),
    MoneyImporter(EventsSheet(), partial(RowsBatch, EVENTS)),
    MoneyImporter(OriginsSheet(), OriginsBatch),
    MoneyImporter(RatesSheet(), RatesBatch),
    MoneyImporter(MergesSheet(), MergesBatch),
)
