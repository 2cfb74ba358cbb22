"""The import of what happened at a touchpoint, with the people it happened to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.base import Batch, FileHead, Groups, LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.importers.options import country_field, order_field
from kuule.contacts.importers.people import PEOPLE_GROUPS, cleaned_sample, shown_of_person
from kuule.contacts.models import PropertyDefinition
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.contacts.rules.columns import Column, ColumnMapping, MappingProblem, guess_columns, mapping_problems
from kuule.contacts.rules.moments import guessed_order
from kuule.contacts.rules.rows import JudgedRow
from kuule.contacts.selectors import known_kinds, known_properties
from kuule.contacts.services import adopt_properties
from kuule.dispatch.importers.columns import BY_HEADER, OCCURRENCE_FIELDS
from kuule.dispatch.importers.reading import OccurrenceReader
from kuule.dispatch.models import Occurrence
from kuule.dispatch.rules import imported as to
from kuule.dispatch.rules.imported import OccurrenceRow
from kuule.dispatch.rules.occurrences import ASKED
from kuule.dispatch.selectors.occurrences import touchpoints_to_tell_of
from kuule.dispatch.services.occurrence_batch import OccurrencesBatch
from kuule.jobs.models import Job
from kuule.surveys.models import Touchpoint
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


class OccurrencesImporter:
    """Something that happened to somebody a line."""

    kind = "occurrences"
    title = _("What happened")
    act = "occurrences_imported"
    help_template = "dispatch/_import_help.html"
    retried: tuple[str, ...] = ()

    def begin_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask at which touchpoint all of it happened."""
        field = forms.ChoiceField(
            label=_("Touchpoint"),
            choices=[(str(each.pk), each.name) for each in touchpoints_to_tell_of(workspace)],
            help_text=_("Whoever may be asked about it is asked after its delay. What is too old only counts."),
            error_messages={"required": _("Draw a touchpoint on the journey map first: things happen there.")},
        )
        return {"touchpoint": field}

    def option_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask what comes first in dates, and where phone numbers are from."""
        del workspace
        return {"order": order_field(), "country": country_field()}

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become: a part of what happened, or what is said of the person."""
        del workspace, options
        return [(_("What happened"), OCCURRENCE_FIELDS), *PEOPLE_GROUPS]

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be, and what comes first in their dates."""
        sample = cleaned_sample(head)
        columns = guess_columns(head.headers, sample, known_properties(workspace), BY_HEADER)
        places = [number for number, column in enumerate(columns) if column.to == to.HAPPENED_AT]
        dates = [row[place] for place in places for row in sample if place < len(row)]
        order = options.get("order") or guessed_order(dates)
        return ColumnMapping(head.delimiter, columns, head.encoding, head.sheet, {**options, "order": order})

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""
        if _touchpoint(workspace, mapping.options) is None:
            return [MappingProblem("no_such_touchpoint")]
        problems = mapping_problems(mapping, known_kinds(workspace), more=to.TARGETS)
        is_dated = any(column.to == to.HAPPENED_AT for column in mapping.columns)
        return problems if is_dated else [MappingProblem("no_moment_column"), *problems]

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> OccurrenceReader:
        """Return what reads single rows."""
        touchpoint = mapping.options.get("touchpoint", "")
        return OccurrenceReader(mapping, touchpoint=touchpoint, zone=ZoneInfo(workspace.timezone), now=timezone.now())

    def shown(self, said: OccurrenceRow, column: Column, raw: str) -> Any:
        """Return what a line says in this column."""
        if column.to == to.HAPPENED_AT:
            return timezone.localtime(said.happened_at).strftime("%Y-%m-%d %H:%M")
        return raw.strip() if column.to == to.OCCURRENCE_ID else shown_of_person(said.person, column, raw)

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
        del is_retry
        touchpoint = _touchpoint(job.workspace, job.params["mapping"]["options"])
        if touchpoint is None:
            raise Touchpoint.DoesNotExist
        return OccurrencesBatch(job, rows, touchpoint=touchpoint, memory=memory, reader=reader, now=now)

    def has_property(self, definition: PropertyDefinition) -> bool:
        """Tell whether it is known of something that happened."""
        key = definition.key if definition.of == "contact" else f"{ACCOUNT_PREFIX}{definition.key}"
        occurrences = Occurrence.objects.filter(workspace_id=definition.workspace_id)
        return occurrences.filter(properties__has_key=key).exists()

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Delete some of what an import told. What somebody was asked about stays."""
        del now
        # Nobody may be asked about what is on its way out.
        Workspace.objects.select_for_update(no_key=True).get(pk=job.workspace_id)
        imported = Occurrence.objects.filter(workspace=job.workspace, import_job=job)
        rows = dict(imported.order_by("pk").values_list("pk", "state")[:limit])
        kept = [number for number, state in rows.items() if state == ASKED]
        Occurrence.objects.filter(pk__in=kept).update(import_job=None)
        Occurrence.objects.filter(pk__in=rows.keys() - set(kept)).delete()
        return +Counter({"occurrence_removed": len(rows) - len(kept), "occurrence_kept": len(kept)})


def _touchpoint(workspace: Workspace, options: Mapping[str, str]) -> Touchpoint | None:
    wanted = options.get("touchpoint", "")
    return touchpoints_to_tell_of(workspace).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
