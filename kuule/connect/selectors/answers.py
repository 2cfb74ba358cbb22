"""Answers as the Delighted API tells of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from kuule.connect.models import Project
from kuule.connect.selectors.people import Asks, asks_of, plain_person, seconds
from kuule.insight.rules.themes import named
from kuule.insight.selectors.labels import marks_of
from kuule.responses.models import Response, ResponseNote
from kuule.responses.rules import PERSON
from kuule.surveys.question_types import QUESTION_TYPES, choice, choices, text
from kuule.surveys.question_types.base import Question
from kuule.surveys.rules import fill, headline_of, text_for, verbatim_field
from kuule.workspaces.models import Workspace

SURVEY_TYPE = "nps"
PERSON_TOO = "person"


def answers_of(project: Project) -> QuerySet[Response]:
    """Return the answers of persons to the survey of a project; `told_at` is when each changed last."""
    found = Response.objects.filter(workspace_id=project.workspace_id, survey_id=project.survey_id, verdict=PERSON)
    return found.annotate(told_at=Coalesce("changed_at", "answered_at"))


def answer_of(project: Project, response_id: int) -> Response | None:
    """Return one answer of a project, or None."""
    return answers_of(project).filter(pk=response_id).first()


def told_answers(project: Project, answers: Sequence[Response], *, expand: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return these answers as objects of the API: a few queries, however many they are."""
    ids = [each.pk for each in answers]
    with_all = Response.objects.select_related("contact", "version").in_bulk(ids)
    notes, tags = _notes(ids), _tags(project, ids)
    asks = None
    if PERSON_TOO in expand:
        asks = asks_of(project, [each.contact for each in with_all.values() if each.contact is not None])
    return [
        {
            **_said(with_all[pk], project.workspace),
            "person": _person(with_all[pk], asks),
            "notes": notes.get(pk, []),
            "tags": tags.get(pk, []),
        }
        for pk in ids
    ]


def _person(response: Response, asks: Asks | None) -> dict[str, Any] | str | None:
    if response.contact is None:
        return None
    return asks.beside(response.contact) if asks else str(response.contact_id)


def _said(response: Response, workspace: Workspace) -> dict[str, Any]:
    return {
        "id": str(response.pk),
        "person": None,
        "survey_type": SURVEY_TYPE,
        "score": response.score,
        "comment": response.verbatim or None,
        "permalink": settings.KUULE_BASE_URL + reverse("response_page", args=[workspace.slug, response.pk]),
        "created_at": seconds(response.answered_at),
        "updated_at": seconds(response.changed_at or response.answered_at),
        "person_properties": response.properties or None,
        "notes": [],
        "tags": [],
        "additional_answers": list(_further(response, workspace.name)),
    }


def told_in_webhooks(project: Project, response: Response) -> dict[str, Any]:
    """Return an answer as webhooks tell of it: with the person, always."""
    (told,) = told_answers(project, [response])
    return {**told, "person": plain_person(response.contact) if response.contact else None}


def _further(response: Response, company: str) -> Iterator[dict[str, Any]]:
    questions: Sequence[Question] = response.version.questions
    apart = (
        headline_of(questions),
        next((each for each in questions if each["key"] == verbatim_field(questions)), None),
    )
    for number, question in enumerate(questions):
        value = response.answers.get(question["key"])
        if question in apart or value is None or value == "":
            continue
        yield {
            "id": f"{response.pk}{number:03}",
            "question": {
                "id": question["key"],
                "type": _type_of(question),
                "text": fill(text_for(question["texts"].get("title", {}), response.language), company=company),
            },
            "value": {**_EMPTY, _type_of(question): _value(question, value, response.language)},
        }


_EMPTY: Mapping[str, None] = dict.fromkeys(("free_response", "scale", "select_one", "select_many"))
_TYPES: Mapping[str, str] = {text.KEY: "free_response", choice.KEY: "select_one", choices.KEY: "select_many"}


def _type_of(question: Question) -> str:
    return _TYPES.get(question["type"], "scale")


def _value(question: Question, value: Any, language: str) -> Any:
    if not QUESTION_TYPES[question["type"]].has_options:
        return value
    labels = {each["key"]: text_for(each["texts"], language) for each in question.get("options", [])}
    if isinstance(value, list):
        return [{"id": each, "text": labels.get(each, each)} for each in value]
    return {"id": value, "text": labels.get(value, value)}


def _notes(ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for note in ResponseNote.objects.filter(response__in=ids).select_related("author").order_by("created_at", "pk"):
        found[note.response_id].append(
            {
                "id": str(note.pk),
                "text": note.text,
                "user_email": note.author.email if note.author else None,
                "created_at": seconds(note.created_at),
            }
        )
    return found


def _tags(project: Project, ids: Sequence[int]) -> Mapping[int, list[str]]:
    marks = marks_of(project.workspace, responses=ids)
    return {
        pk: [named(label.theme.names, [project.workspace.language]) for label in each.labels]
        for pk, each in marks.items()
    }
