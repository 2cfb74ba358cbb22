"""The import of addresses that must not be written to: who unsubscribed elsewhere, and what bounced there."""

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
from kuule.contacts.importers.people import cleaned_sample, read_email, shown_of_person
from kuule.contacts.models import ImportChange, PropertyDefinition, Suppression
from kuule.contacts.rules import BOUNCED, BY_HAND, COMPLAINED, UNSUBSCRIBED
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.columns import Column, ColumnMapping, MappingProblem, guess_columns, mapping_problems
from kuule.contacts.rules.moments import guessed_order, past_moments
from kuule.contacts.rules.rows import JudgedRow, RowReader, remembering
from kuule.contacts.services.import_suppressed import SAID_AT, SUPPRESSION, SuppressedBatch
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

SUPPRESSIONS = "suppressions"
_MOMENTS = (
    "date|created at|unsubscribed at|unsubscribed on|unsub time|bounced at|bounced on|suppressed at|opted out at|"
    "opt out date|complained at|timestamp|time|paiva|paivamaara|pvm|aika|peruttu|datum|dato"
)
_BY_HEADER = {**dict.fromkeys(_MOMENTS.split("|"), SAID_AT), "address": to.EMAIL}


class SuppressionsImporter:
    """One address or number a line. Who it belongs to needs not be known, and is not added."""

    kind = SUPPRESSIONS
    title = _("Addresses not to write to")
    act = "suppressions_imported"
    help_template = "contacts/_suppressions_help.html"
    retried: tuple[str, ...] = ()

    def begin_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask why they must not be written to."""
        del workspace
        reasons = (
            (UNSUBSCRIBED, _("They unsubscribed")),
            (BOUNCED, _("Mail to them came back")),
            (COMPLAINED, _("They complained of spam")),
            (BY_HAND, _("Another reason")),
        )
        return {"reason": forms.ChoiceField(label=_("Why not"), choices=reasons, initial=UNSUBSCRIBED)}

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become."""
        del workspace, options
        fields = ((to.EMAIL, _("E-mail")), (to.PHONE, _("Phone")), (SAID_AT, _("Since when")))
        return ((_("Address"), fields),)

    def option_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask what comes first in dates, and where phone numbers are from."""
        del workspace
        return {"order": order_field(), "country": country_field()}

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be; whatever is no address and no moment is passed over."""
        del workspace
        sample = cleaned_sample(head)
        wanted = {to.EMAIL, to.PHONE, SAID_AT}
        guessed = guess_columns(head.headers, sample, {}, _BY_HEADER)
        columns = tuple(column if column.to in wanted else Column(column.header) for column in guessed)
        places = [place for place, column in enumerate(columns) if column.to == SAID_AT]
        order = options.get("order") or guessed_order(row[place] for place in places for row in sample)
        return ColumnMapping(head.delimiter, columns, head.encoding, head.sheet, {**options, "order": order})

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""
        del workspace
        problems = mapping_problems(mapping, {}, needs_identity=False, more=(SAID_AT,))
        has_address = any(column.to in (to.EMAIL, to.PHONE) for column in mapping.columns)
        return problems if has_address else [MappingProblem("no_identity_column"), *problems]

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> RowReader:
        """Return what reads single rows."""
        order = mapping.options.get("order", "")
        moments = past_moments(zone=ZoneInfo(workspace.timezone), order=order, now=timezone.now())
        return RowReader(mapping, email=read_email, more={SAID_AT: remembering(moments)})

    def shown(self, said: Any, column: Column, raw: str) -> Any:
        """Return what a line says in this column."""
        if column.to == SAID_AT and SAID_AT in said.fields:
            return timezone.localtime(said.fields[SAID_AT]).strftime("%Y-%m-%d %H:%M")
        return shown_of_person(said, column, raw)

    def adopt(self, *, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
        """Nothing has to be made ready."""
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
        reason = job.params["mapping"]["options"].get("reason") or UNSUBSCRIBED
        return SuppressedBatch(job, rows, reason=reason, memory=memory, reader=reader, now=now)

    def has_property(self, definition: PropertyDefinition) -> bool:
        """An address has no properties."""
        del definition
        return False

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Allow writing to some of them again, unless that was allowed before."""
        del now
        changes = ImportChange.objects.filter(workspace=job.workspace, job=job, table=SUPPRESSION).order_by("pk")
        some = dict(changes.values_list("pk", "row_id")[:limit])
        live = Suppression.objects.filter(workspace=job.workspace, pk__in=some.values(), lifted_at=None)
        counted = Counter({"suppression_removed": live.count()})
        live.delete()
        ImportChange.objects.filter(pk__in=some).delete()
        return counted if some else Counter()
