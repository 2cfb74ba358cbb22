"""The import of reviews and posts: what people said elsewhere, beside the answers to surveys."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
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
from kuule.jobs.models import Job
from kuule.responses.importers.heard_columns import BY_HEADER, HEARD_FIELDS
from kuule.responses.importers.heard_reading import HeardReader
from kuule.responses.models import Heard
from kuule.responses.rules import heard as to
from kuule.responses.rules.heard import HeardRow, guessed_scale
from kuule.responses.selectors.heard import heard_sources
from kuule.responses.services.heard_batch import HeardBatch
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


class HeardImporter:
    """One review or post a line."""

    kind = "heard"
    title = _("Reviews and posts")
    act = "heard_imported"
    help_template = "responses/_import_heard_help.html"
    retried: tuple[str, ...] = ()

    def begin_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask where all of it was said, unless a column says so."""
        known = dict.fromkeys((*to.SOURCES, gettext("Support ticket"), *heard_sources(workspace)))
        field = forms.ChoiceField(
            label=_("Where it was said"),
            choices=[("", _("a column of the file says so")), *((each, each) for each in known)],
            required=False,
            help_text=_(
                "What is said elsewhere stands beside the answers to surveys. It never becomes a part of a score."
            ),
        )
        return {"source": field}

    def option_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask which scale ratings are on, what comes first in dates, and where phone numbers are from."""
        del workspace
        scales = (
            ("", _("each says it itself, such as 4/5 or ★★★★")),
            (to.STARS, _("1 to 5")),
            (to.TEN, _("1 to 10")),
            (to.THUMBS, _("thumbs: 1 is up, 0 is down")),
        )
        scale = forms.ChoiceField(label=_("Ratings are on the scale"), choices=scales, required=False)
        return {"scale": scale, "order": order_field(), "country": country_field()}

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become: a part of what was said, or what is known of the person."""
        del workspace, options
        return [(_("What was said"), HEARD_FIELDS), *PEOPLE_GROUPS]

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be, the scale of ratings, and what comes first in dates."""
        sample = cleaned_sample(head)
        columns = guess_columns(head.headers, sample, known_properties(workspace), BY_HEADER)
        guessed = {
            "scale": options.get("scale") or guessed_scale(_cells_of(to.RATING, columns, sample)),
            "order": options.get("order") or guessed_order(_cells_of(to.SAID_AT, columns, sample)),
        }
        return ColumnMapping(head.delimiter, columns, head.encoding, head.sheet, {**options, **guessed})

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""
        problems = mapping_problems(mapping, known_kinds(workspace), needs_identity=False, more=to.TARGETS)
        chosen = {column.to for column in mapping.columns}
        missing = {
            "no_said_column": to.SAID_AT not in chosen,
            "no_words_column": not {to.TEXT, to.HEADING, to.RATING} & chosen,
            "no_source_column": to.SOURCE not in chosen and not mapping.options.get("source"),
        }
        return [*(MappingProblem(reason) for reason, is_missing in missing.items() if is_missing), *problems]

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> HeardReader:
        """Return what reads single rows."""
        return HeardReader(mapping, zone=ZoneInfo(workspace.timezone), now=timezone.now())

    def shown(self, said: HeardRow, column: Column, raw: str) -> Any:
        """Return what a line says in this column."""
        if column.to == to.SAID_AT:
            return timezone.localtime(said.said_at).strftime("%Y-%m-%d %H:%M")
        if column.to == to.SOURCE:
            return said.source
        return raw.strip() if column.to in to.TARGETS else shown_of_person(said.person, column, raw)

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
        return HeardBatch(job, rows, memory=memory, reader=reader, now=now)

    def has_property(self, definition: PropertyDefinition) -> bool:
        """Tell whether it is known of something that was heard."""
        key = definition.key if definition.of == "contact" else f"{ACCOUNT_PREFIX}{definition.key}"
        return Heard.objects.filter(workspace_id=definition.workspace_id, properties__has_key=key).exists()

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Delete some of what an import brought."""
        del now
        imported = Heard.objects.filter(workspace=job.workspace, import_job=job)
        ids = list(imported.order_by("pk").values_list("pk", flat=True)[:limit])
        Heard.objects.filter(pk__in=ids).delete()
        return +Counter({"heard_removed": len(ids)})


def _cells_of(target: str, columns: Sequence[Column], sample: Sequence[Sequence[str]]) -> list[str]:
    places = [number for number, column in enumerate(columns) if column.to == target]
    return [row[place] for place in places for row in sample if place < len(row)]
