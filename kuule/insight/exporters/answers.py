"""Answers as a file, in the columns that the import of past answers knows again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuule.contacts.exporters import Plan
from kuule.contacts.exporters.base import as_written, from_moment, ids_of, in_order, json_reader
from kuule.contacts.exporters.people import typed_cell
from kuule.contacts.query import ACCOUNT_PREFIX, ROLE_KEY
from kuule.contacts.rules import TEXT
from kuule.contacts.rules.headers import property_headers
from kuule.contacts.selectors.properties import known_properties
from kuule.insight.exporters.questions import QuestionColumns
from kuule.insight.query import ALL_TIME, Query
from kuule.insight.selectors.choices import Property, properties_of
from kuule.insight.selectors.exports import exported, snapshot_keys
from kuule.lib.tables.writing import MOMENT, NUMBER, Cell, Column
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types.scales import group_on
from kuule.workspaces.models import Workspace

BEFORE_QUESTIONS = (
    Column("Response id"),
    Column("Survey"),
    Column("Survey version", NUMBER),
    Column("Answered at", MOMENT),
    Column("Score", NUMBER),
    Column("Scale"),
    Column("Group"),
    Column("Comment"),
)
AFTER_QUESTIONS = tuple(
    map(
        Column,
        ("Channel", "Language", "Verdict", "Contact id", "Name", "E-mail", "Phone", "Account", "Account id", "Role"),
    )
)
VALUES = (
    *("pk", "survey__is_anonymous", "survey_id", "version_id", as_written("answers"), as_written("not_asked")),
    as_written("properties"),
    *(as_written("uid"), "external_id", "survey__name", "version__number", as_written("answered_at")),
    *("score", "scale", "verbatim"),
    *("channel", "language", "verdict", "contact__external_id", "contact__name", "contact__email", "contact__phone"),
    *("account__name", "account__external_id"),
)


class AnswersExport:
    """The answers of a query, as `frozen_params` wrote it down."""

    kind = "responses_export"
    title: str | Promise = _("Answers")
    act = "answers_exported"
    file_name = "answers"
    permissions: tuple[str, ...] = ("export_answers",)

    def plan(self, workspace: Workspace, params: Mapping[str, Any]) -> Plan:
        """Return the answers, the newest first, with a column for each further question and each property."""
        found = exported(_query(workspace, params), everything=bool(params.get("everything")))
        versions = SurveyVersion.objects.filter(workspace=workspace, survey__in=found.surveys)
        questions = QuestionColumns.of(list(versions.order_by("survey", "-number")), workspace.language)
        properties = _properties(workspace)
        headers = property_headers([_of_and_key(each) for each in properties], known_properties(workspace))
        columns = [
            *BEFORE_QUESTIONS,
            *questions.columns,
            *AFTER_QUESTIONS,
            *(Column(header, each.kind) for header, each in zip(headers, properties, strict=True)),
        ]
        lines = _Lines(questions, properties, ZoneInfo(workspace.timezone), json_reader())
        rows = Response.objects.filter(workspace=workspace)
        ids = ids_of(found.named)
        ids.extend(found.anonymous)
        return Plan(columns, ids, lambda some: lines.of(rows, some))


def frozen_params(query: Query, *, everything: bool = False) -> dict[str, Any]:
    """Return a query as it is kept on a job: the days of a period that ends today are settled now."""
    settled = query.between(query.since, query.until) if query.since or query.until else query
    return {"query": settled.to_params(), "family": query.family, "everything": everything}


def _query(workspace: Workspace, params: Mapping[str, Any]) -> Query:
    query, _problems = Query.from_params(
        params["query"],
        workspace_id=workspace.pk,
        timezone=workspace.timezone,
        now=timezone.now(),
        period=ALL_TIME,
    )
    return query.asking(family=params["family"])


def _properties(workspace: Workspace) -> list[Property]:
    known = properties_of(workspace.pk)
    forgotten = snapshot_keys(workspace.pk) - {each.key for each in known} - {ROLE_KEY}
    return known + [Property(key, key.removeprefix(ACCOUNT_PREFIX), TEXT) for key in sorted(forgotten)]


def _of_and_key(each: Property) -> tuple[str, str, str]:
    of = "account" if each.key.startswith(ACCOUNT_PREFIX) else "contact"
    return of, each.key.removeprefix(ACCOUNT_PREFIX), each.label


@dataclass(frozen=True, slots=True)
class _Lines:
    """Makes the lines of the file."""

    questions: QuestionColumns
    properties: Sequence[Property]
    zone: ZoneInfo
    read_json: Callable[[str], Any]

    def of(self, rows: QuerySet[Response], ids: Sequence[int]) -> Iterator[list[Cell]]:
        """Yield the line of each answer that is still there."""
        for _pk, is_anonymous, survey, version, given, unasked, properties, *row in in_order(
            rows.values_list(*VALUES), ids
        ):
            not_asked = self.read_json(unasked) if unasked else None
            answers = self.questions.cells(survey, version, self.read_json(given), not_asked)
            yield (
                self._anonymous(row, answers) if is_anonymous else self._named(row, answers, self.read_json(properties))
            )

    def _named(self, row: Sequence[Any], answers: Iterable[Cell], snapshot: Mapping[str, Any]) -> list[Cell]:
        uid, external_id, survey, version, answered_at, score, scale, verbatim, *others = row
        return [
            external_id or str(UUID(uid)),
            *(survey, version, from_moment(answered_at).astimezone(self.zone)),
            *(score, scale, group_on(scale, score), verbatim),
            *answers,
            *others,
            snapshot.get(ROLE_KEY),
            *(typed_cell(snapshot.get(each.key), each.kind) for each in self.properties),
        ]

    def _anonymous(self, row: Sequence[Any], answers: Iterable[Cell]) -> list[Cell]:
        # Nothing by which two lines, or a line and a person, could be brought together: not even the day.
        _uid, _external_id, survey, _version, _answered_at, score, scale, verbatim, *_others = row
        nothing: list[Cell] = [None] * (len(AFTER_QUESTIONS) + len(self.properties))
        return [None, survey, None, None, score, scale, group_on(scale, score), verbatim, *answers, *nothing]
