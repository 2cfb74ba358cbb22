"""Answers: told, corrected, read and listed; and the figures that are made of them."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from kuule.connect.rules.faults import UNKNOWN, RequestError, unprocessable
from kuule.connect.rules.figures import core_figures
from kuule.connect.rules.names import PersonName
from kuule.connect.rules.reading import Reader
from kuule.connect.selectors.answers import answer_of, answers_of, told_answers
from kuule.connect.selectors.figures import answers_meant, score_counts, trend_of
from kuule.connect.selectors.people import person_by_name
from kuule.connect.views.delighted.entry import Call, Reply
from kuule.connect.views.delighted.pages import numbered, time_bounds
from kuule.contacts.models import Contact
from kuule.insight.query import Query
from kuule.responses.models import Response
from kuule.responses.services.told import correct_told_answer, keep_told_answer
from kuule.surveys.selectors import published_version

LEAST_SCORE, MOST_SCORE = 0, 10
_ORDERS = {
    "asc": ("answered_at", "pk"),
    "desc": ("-answered_at", "-pk"),
    "asc:updated_at": ("told_at", "pk"),
    "desc:updated_at": ("-told_at", "-pk"),
    "asc:created_at": ("answered_at", "pk"),
    "desc:created_at": ("-answered_at", "-pk"),
}
_SECOND = timedelta(seconds=1)
_LONGEST_COMMENT = 20_000


def _tell(call: Call) -> Reply:
    reader = call.reader
    contact, score = _person(call, reader), _score(reader)
    reader.required("person", contact)
    reader.required("score", score)
    comment = reader.text("comment", longest=_LONGEST_COMMENT)
    properties, answered_at = reader.properties("person_properties"), reader.moment("created_at")
    if answered_at is not None and answered_at > call.now + timedelta(minutes=10):
        reader.fault("created_at", "can't be in the future")
    reader.check()
    assert contact is not None  # noqa: S101 - `required` saw to that
    assert score is not None  # noqa: S101
    version = published_version(call.project.workspace, survey=call.project.survey)
    if version is None:
        raise RequestError(HTTPStatus.CONFLICT, message="The survey of this project is not published yet.")
    response = keep_told_answer(
        version=version,
        contact=contact,
        score=score,
        verbatim=comment,
        properties=properties,
        answered_at=min(answered_at or call.now, call.now),
        actor=call.actor,
        now=call.now,
    )
    return Reply(_told(call, reader, response), HTTPStatus.CREATED)


def _read(call: Call, response: str) -> Reply:
    return Reply(_told(call, call.reader, _answer(call, response)))


def _correct(call: Call, response: str) -> Reply:
    reader, answer = call.reader, _answer(call, response)
    contact = _person(call, reader) if reader.has("person") else None
    score = _score(reader) if reader.has("score") else None
    for field, value in (("person", contact), ("score", score)):
        # An answer whose person was erased is sent back without one.
        if reader.has(field) and not (field == "person" and answer.contact_id is None):
            reader.required(field, value)
    comment = reader.text("comment", longest=_LONGEST_COMMENT) if reader.has("comment") else None
    properties = reader.properties("person_properties")
    reader.check()
    changed = correct_told_answer(
        response=answer,
        score=score,
        verbatim=comment,
        properties=properties,
        contact=contact,
        actor=call.actor,
        now=call.now,
    )
    return Reply(_told(call, reader, changed))


def _list(call: Call) -> Reply:
    reader = call.reader
    answers = answers_of(call.project)
    since, until = time_bounds(reader)
    updated_since, updated_until = time_bounds(reader, "updated_since", "updated_until")
    bounds: dict[str, Any] = {
        "answered_at__gte": since,
        "answered_at__lt": until and until + _SECOND,
        "told_at__gte": updated_since,
        "told_at__lt": updated_until and updated_until + _SECOND,
    }
    answers = answers.filter(**{name: moment for name, moment in bounds.items() if moment is not None})
    person, email = reader.row("person_id"), reader.text("person_email").lower()
    if person is not None:
        answers = answers.filter(contact=person)
    if email:
        contact = person_by_name(call.project.workspace, PersonName(email=email))
        answers = answers.filter(contact=contact) if contact else answers.none()
    trend = _trend(call, reader)
    if trend is not None:
        answers = answers.filter(pk__in=answers_meant(call.project, trend=trend).order_by().values("pk"))
    order = _ORDERS[reader.one_of("order", _ORDERS, default="asc")]
    page = numbered(reader, answers.order_by(*order))
    return Reply(told_answers(call.project, page, expand=reader.several("expand")))


def _figures(call: Call) -> Reply:
    reader = call.reader
    since, until = time_bounds(reader)
    trend = _trend(call, reader)
    reader.check()
    return Reply(core_figures(score_counts(answers_meant(call.project, trend=trend), since=since, until=until)))


def _trend(call: Call, reader: Reader) -> Query | None:
    trend_id = reader.row("trend")
    if trend_id is None:
        return None
    trend = trend_of(call.project, trend_id=trend_id, now=call.now)
    if trend is None:
        raise unprocessable(trend=UNKNOWN)
    return trend


def _answer(call: Call, response: str) -> Response:
    found = answer_of(call.project, int(response))
    if found is None:
        raise RequestError(HTTPStatus.NOT_FOUND)
    return found


def _person(call: Call, reader: Reader) -> Contact | None:
    row = reader.row("person")
    if row is None:
        return None
    contact = person_by_name(call.project.workspace, PersonName(row=row))
    if contact is None:
        reader.fault("person", UNKNOWN)
    return contact


def _score(reader: Reader) -> int | None:
    score = reader.whole("score")
    if score is not None and not LEAST_SCORE <= score <= MOST_SCORE:
        reader.fault("score", f"must be between {LEAST_SCORE} and {MOST_SCORE}")
        return None
    return score


def _told(call: Call, reader: Reader, response: Response) -> dict[str, Any]:
    (told,) = told_answers(call.project, [response], expand=reader.several("expand"))
    return told


ANSWERS = {"GET": _list, "POST": _tell}
ANSWER = {"GET": _read, "PUT": _correct}
METRICS = {"GET": _figures}
