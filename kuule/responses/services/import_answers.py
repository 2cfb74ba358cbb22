"""The import of past answers: into one survey, with the people they are from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuule.contacts.importers.base import Batch, FileHead, Groups, LineReader
from kuule.contacts.importers.file_memory import FileMemory
from kuule.contacts.importers.options import country_field, order_field
from kuule.contacts.importers.people import PEOPLE_GROUPS, cleaned_sample, shown_of_person
from kuule.contacts.models import PropertyDefinition
from kuule.contacts.query import ACCOUNT_PREFIX
from kuule.contacts.rules.columns import (
    SKIP,
    Column,
    ColumnMapping,
    MappingProblem,
    guess_columns,
    mapping_problems,
)
from kuule.contacts.rules.moments import guessed_order
from kuule.contacts.rules.rows import JudgedRow
from kuule.contacts.selectors import known_kinds, known_properties
from kuule.contacts.services import adopt_properties
from kuule.jobs.models import Job
from kuule.lib.references import referred_to
from kuule.responses.importers.columns import ANSWER_FIELDS, meanings_in, question_fields, recognised
from kuule.responses.importers.reading import AnswerReader, Target
from kuule.responses.models import Response, ResponseNote
from kuule.responses.rules import imported as to
from kuule.responses.rules.imported import AnswerRow
from kuule.responses.services.import_batch import AnswersBatch
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import RELATIONSHIP, headline_of, scale_of, verbatim_field
from kuule.surveys.selectors import surveys_of
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

RESPONSES = "responses"


class AnswersImporter:
    """One answer a line."""

    kind = RESPONSES
    title = _("Past answers")
    act = "responses_imported"
    help_template = "responses/_import_help.html"
    retried: tuple[str, ...] = ()

    def begin_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask which survey the answers belong to: the relationship survey, if nobody says otherwise."""
        surveys = list(open_to_imports(workspace))
        first = next((each for each in surveys if each.family == RELATIONSHIP), None)
        field = forms.ChoiceField(
            label=_("Survey"),
            choices=[(str(each.pk), each.name) for each in surveys],
            initial=str(first.pk) if first else None,
            help_text=_("The answers join those of this survey. Its scale is the scale of the scores."),
            error_messages={"required": _("Publish a survey first: past answers join those of a survey.")},
        )
        return {"survey": field}

    def option_fields(self, workspace: Workspace) -> Mapping[str, forms.ChoiceField]:
        """Ask what comes first in dates, and where phone numbers are from."""
        del workspace
        return {"order": order_field(), "country": country_field()}

    def groups(self, workspace: Workspace, options: Mapping[str, str]) -> Groups:
        """Return what a column can become: a part of the answer, a further question, or what is said of the person."""
        target = _Target.of(workspace, options)
        questions = question_fields(target.further, workspace.language) if target else []
        further = [(_("Further questions"), questions)] if questions else []
        return [(_("Answer"), ANSWER_FIELDS), *further, *PEOPLE_GROUPS]

    def guessed_mapping(self, head: FileHead, workspace: Workspace, options: Mapping[str, str]) -> ColumnMapping:
        """Return what the columns seem to be, and what comes first in their dates."""
        target = _Target.of(workspace, options)
        sample = cleaned_sample(head)
        by_header = meanings_in(head.headers, recognised(target.further if target else [], workspace.language))
        columns = guess_columns(head.headers, sample, known_properties(workspace), by_header)
        columns = tuple(_own_survey(column, place, sample, target) for place, column in enumerate(columns))
        places = [number for number, column in enumerate(columns) if column.to == to.ANSWERED_AT]
        dates = [row[place] for place in places for row in sample if place < len(row)]
        order = options.get("order") or guessed_order(dates)
        return ColumnMapping(head.delimiter, columns, head.encoding, head.sheet, {**options, "order": order})

    def mapping_problems(self, mapping: ColumnMapping, workspace: Workspace) -> list[MappingProblem]:
        """Return why a mapping cannot be used."""
        target = _Target.of(workspace, mapping.options)
        if target is None:
            return [MappingProblem("no_such_survey")]
        more = {*to.TARGETS, *(f"{to.QUESTION}{each['key']}" for each in target.further)}
        problems = mapping_problems(mapping, known_kinds(workspace), needs_identity=False, more=more)
        chosen = {column.to for column in mapping.columns}
        missing = [(to.SCORE, "no_score_column"), (to.ANSWERED_AT, "no_date_column")]
        return [*(MappingProblem(reason) for name, reason in missing if name not in chosen), *problems]

    def reader(self, mapping: ColumnMapping, workspace: Workspace) -> AnswerReader:
        """Return what reads single rows."""
        target = _Target.of(workspace, mapping.options)
        questions = {each["key"]: each for each in target.further} if target else {}
        known = Target(target.survey.name, target.scale, questions) if target else Target("", "", {})
        return AnswerReader(mapping, known, zone=ZoneInfo(workspace.timezone), now=timezone.now())

    def shown(self, said: AnswerRow, column: Column, raw: str) -> Any:
        """Return what a line says in this column."""
        if column.to == to.ANSWERED_AT:
            return timezone.localtime(said.answered_at).strftime("%Y-%m-%d %H:%M")
        if column.to == to.SCORE:
            return str(said.score)
        if column.to in to.TARGETS or column.to.startswith(to.QUESTION):
            return raw.strip()
        return shown_of_person(said.person, column, raw)

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
        target = _Target.of(job.workspace, job.params["mapping"]["options"])
        if target is None:
            raise Survey.DoesNotExist
        return AnswersBatch(
            job,
            rows,
            survey=target.survey,
            versions=target.versions,
            scale=target.scale,
            memory=memory,
            reader=reader,
            now=now,
        )

    def has_property(self, definition: PropertyDefinition) -> bool:
        """Tell whether it was true of somebody when they answered."""
        key = definition.key if definition.of == "contact" else f"{ACCOUNT_PREFIX}{definition.key}"
        answers = Response.objects.filter(workspace_id=definition.workspace_id)
        return answers.filter(properties__has_key=key).exists()

    def take_back(self, *, job: Job, limit: int, now: datetime) -> Counter[str]:
        """Delete some answers of an import. One that was corrected or noted on since then stays."""
        del now
        imported = Response.objects.filter(workspace=job.workspace, import_job=job)
        ids = set(imported.order_by("pk").values_list("pk", flat=True)[:limit])
        # Notes of the file are older than the import itself; what somebody wrote here since then is not.
        ResponseNote.objects.filter(response__in=ids, created_at__lt=job.created_at).delete()
        kept = referred_to(Response, ids) if ids else set()
        Response.objects.filter(pk__in=kept).update(import_job=None)
        Response.objects.filter(pk__in=ids - kept).delete()
        return +Counter({"response_removed": len(ids - kept), "response_kept": len(kept)})


def _own_survey(column: Column, place: int, sample: Sequence[Sequence[str]], target: "_Target | None") -> Column:
    """Return a column with the name of a survey as one to skip, unless it names the survey that was chosen.

    Other systems call their surveys otherwise; in a file of our own it keeps answers to others out.
    """
    named = {row[place].casefold() for row in sample if place < len(row)}
    is_own = target is not None and target.survey.name.casefold() in named
    return column if column.to != to.SURVEY or is_own else replace(column, to=SKIP)


def open_to_imports(workspace: Workspace) -> QuerySet[Survey]:
    """Return the surveys that past answers can join: published once, and not anonymous.

    An answer from a file tells whose it is, or points to them by its moment.
    """
    published = SurveyVersion.objects.filter(survey=OuterRef("pk"), published_at__isnull=False)
    return surveys_of(workspace).filter(Exists(published), is_anonymous=False)


def scale_of_survey(survey: Survey) -> str:
    """Return the scale that scores of past answers must be on."""
    return _Target(survey).scale


class _Target:
    """The survey that answers are brought into."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        published = list(survey.versions.filter(published_at__isnull=False).order_by("number"))
        self.versions: dict[str, SurveyVersion] = {str(each.number): each for each in published}
        self.versions[""] = published[-1]

    @classmethod
    def of(cls, workspace: Workspace, options: Mapping[str, str]) -> "_Target | None":
        wanted = options.get("survey", "")
        survey = open_to_imports(workspace).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
        return cls(survey) if survey else None

    @property
    def scale(self) -> str:
        """Return the scale of its score."""
        return scale_of(self.versions[""].questions)

    @cached_property
    def further(self) -> list[Any]:
        """Return its questions besides the score and the verbatim."""
        questions = self.versions[""].questions
        apart = verbatim_field(questions)
        headline = headline_of(questions)
        return [each for each in questions if each is not headline and each["key"] != apart]
