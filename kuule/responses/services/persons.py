"""What this room knows of a person: their answers, and all that hangs on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kuule.contacts.models import Contact
from kuule.contacts.services.persons import PersonHolder, Section
from kuule.responses.models import Click, Heard, HeardRemoval, Response, ResponseNote, ResponseRevision, Review
from kuule.responses.services.forgetting import forget_persons_of
from kuule.responses.services.heard import forget_persons_heard
from kuule.surveys.rules import SCORE_FIELD, Wording, shown_questions, verbatim_field


def _of(contact: Contact) -> QuerySet[Response]:
    return Response.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("answered_at", "pk")


def _heard_from(contact: Contact) -> QuerySet[Heard]:
    return Heard.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("said_at", "pk")


def _erase(contact: Contact, now: datetime) -> None:
    del now
    Click.objects.filter(workspace_id=contact.workspace_id, invitation__contact=contact).delete()
    responses = _of(contact).select_for_update(of=("self",)).select_related("version", "account", "invitation")
    forget_persons_of(workspace=contact.workspace, responses=responses)
    forget_persons_heard(workspace=contact.workspace, found=_heard_from(contact).select_for_update(of=("self",)))


def _export(contact: Contact) -> Sequence[Section]:
    answers = list(_of(contact).select_related("survey", "version", "account"))
    return [
        Section("answers", _("Answers"), [_answer(each, contact.workspace.name) for each in answers], _answer_words()),
        _heard(contact),
        _visits(contact),
    ]


def _answer(response: Response, company: str) -> dict[str, Any]:
    revisions = ResponseRevision.objects.filter(workspace_id=response.workspace_id, response=response)
    notes = ResponseNote.objects.filter(workspace_id=response.workspace_id, response=response)
    reviews = Review.objects.filter(workspace_id=response.workspace_id, response=response)
    return {
        "survey": response.survey.name,
        "answered_at": response.answered_at,
        "changed_at": response.changed_at,
        "channel": response.channel,
        "language": response.language,
        "account": response.account.name if response.account else "",
        "answers": _asked_and_answered(response, company),
        "properties": [{"property": key, "value": value} for key, value in response.properties.items()],
        "verdict": response.verdict,
        "your_id": response.external_id,
        "earlier": [
            {"until": each.until, "score": each.score, "comment": each.verbatim, "why": each.reason}
            for each in revisions.order_by("until", "pk")
        ],
        "notes": [{"at": each.created_at, "text": each.text} for each in notes.order_by("created_at", "pk")],
        "reviews": [
            {"at": each.asked_at, "why": each.reason, "outcome": each.outcome, "text": each.note}
            for each in reviews.order_by("asked_at", "pk")
        ],
    }


def _asked_and_answered(response: Response, company: str) -> list[dict[str, Any]]:
    version = response.version
    not_asked = response.not_asked or {}
    values = {
        **not_asked,
        **response.answers,
        SCORE_FIELD: response.score,
        verbatim_field(version.questions): response.verbatim,
    }
    questions = shown_questions(version.questions, Wording(version.texts, response.language, company), values=values)
    return [
        {
            "question": question.title,
            "answer": ", ".join(option.label or option.key for option in question.options if option.is_chosen)
            or question.value,
        }
        for question in questions
        if question.value or question.field not in not_asked
    ]


def _answer_words() -> dict[str, str]:
    return {
        "survey": _("Survey"),
        "answered_at": _("Answered"),
        "changed_at": _("Changed"),
        "channel": _("Channel"),
        "language": _("Language"),
        "account": _("Account"),
        "answers": _("Answers"),
        "question": _("Question"),
        "answer": _("Answer"),
        "properties": _("What was true of the person then"),
        "property": _("Property"),
        "value": _("Value"),
        "verdict": _("Taken for"),
        "your_id": _("Your id"),
        "earlier": _("Before it changed"),
        "until": _("Until"),
        "score": _("Score"),
        "comment": _("Comment"),
        "why": _("Why"),
        "notes": _("Notes beside it"),
        "at": _("When"),
        "text": _("Text"),
        "reviews": _("Questions about it"),
        "outcome": _("Outcome"),
    }


def _heard(contact: Contact) -> Section:
    rows = [
        {
            "source": each.source,
            "at": each.said_at,
            "author": each.author,
            "account": each.account.name if each.account else "",
            "title": each.title,
            "text": each.verbatim,
            "language": each.language,
            "rating": "" if each.rating is None else f"{each.rating:g} ({each.scale})",
            "link": each.url,
            "properties": [{"property": key, "value": value} for key, value in each.properties.items()],
            "your_id": each.external_id,
        }
        for each in _heard_from(contact).select_related("account")
    ]
    words = {
        "source": _("Where it was said"),
        "at": _("When"),
        "author": _("Author"),
        "account": _("Account"),
        "title": _("Title"),
        "text": _("Text"),
        "language": _("Language"),
        "rating": _("Rating"),
        "link": _("Link to it"),
        "properties": _("What was true of the person then"),
        "property": _("Property"),
        "value": _("Value"),
        "your_id": _("Its id there"),
    }
    return Section("heard", _("Heard elsewhere"), rows, words)


def _visits(contact: Contact) -> Section:
    clicks = Click.objects.filter(workspace_id=contact.workspace_id, invitation__contact=contact).order_by("at", "pk")
    rows = [
        {"at": each.at, "act": each.act, "score": each.score, "with": each.user_agent, "verdict": each.verdict}
        for each in clicks
    ]
    words = {
        "at": _("When"),
        "act": _("What was asked for"),
        "score": _("Score"),
        "with": _("With which program"),
        "verdict": _("Taken for"),
    }
    return Section("visits", _("Visits to their links"), rows, words)


RESPONSES_HOLDER = PersonHolder(
    room="responses",
    tables=(Response, ResponseRevision, ResponseNote, Review, Click, Heard, HeardRemoval),
    export=_export,
    erase=_erase,
)
