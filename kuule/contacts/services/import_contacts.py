"""The import of people and their accounts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.base import Batch, FileHead, Groups, LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.importers.options import country_field
from kuule.contacts.importers.people import PEOPLE_GROUPS, WISH_GROUP, cleaned_sample, read_email, shown_of_person
from kuule.contacts.models import Account, Contact, PropertyDefinition
from kuule.contacts.rules.columns import Column, ColumnMapping, MappingProblem, guess_columns, mapping_problems
from kuule.contacts.rules.rows import JudgedRow, PersonRow, RowReader
from kuule.contacts.rules.wishes import WISH_FIELDS, WISH_HEADERS, WISH_READERS
from kuule.contacts.selectors import known_kinds, known_properties
from kuule.contacts.services.import_batch import PeopleBatch
from kuule.contacts.services.import_properties import adopt_properties
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

CONTACTS = "contacts"


class ContactsImporter:
    """One person a line."""

    kind = CONTACTS
    title = _("People")
    act = "contacts_imported"
    help_template = "contacts/_import_help.html"
    retried = ("taken", "other_id", "unclear_phone")

    def begin_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Return nothing: the file is enough."""
        del workspace
        return {}

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become."""
        del workspace, options
        (person, fields), account = PEOPLE_GROUPS
        return ((person, (*fields, *WISH_GROUP)), account)

    def option_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Return what is chosen for the whole file: the country of phone numbers."""
        del workspace
        return {"country": country_field()}

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be, from their headers and the first rows."""
        columns = guess_columns(head.headers, cleaned_sample(head), known_properties(workspace), WISH_HEADERS)
        return ColumnMapping(head.delimiter, columns, head.encoding, head.sheet, options)

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""
        return mapping_problems(mapping, known_kinds(workspace), more=WISH_FIELDS)

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> RowReader:
        """Return what reads single rows."""
        del workspace
        return RowReader(mapping, email=read_email, more=WISH_READERS)

    def shown(self, said: PersonRow, column: Column, raw: str) -> Any:
        """Return what a line says in this column."""
        return shown_of_person(said, column, raw)

    def adopt(self, *, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
        """Define the properties that a mapping brings."""
        adopt_properties(job=job, mapping=mapping, actor=actor, now=now)

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
        return PeopleBatch(job, rows, memory=memory, reader=reader, now=now, is_retry=is_retry)

    def has_property(self, definition: PropertyDefinition) -> bool:
        """Tell whether a person or an account has it."""
        rows = Contact.objects if definition.of == "contact" else Account.objects
        return rows.filter(workspace_id=definition.workspace_id, properties__has_key=definition.key).exists()

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Nothing was written besides people and accounts."""
        del job, limit, now
        return Counter()
