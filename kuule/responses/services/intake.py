"""Reading answers that another system tells of: every fault is named with its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services.intake import AccountTold, Line, PersonTold, Properties, faults_of, row_of
from kuule.dispatch.services.intake import moment_told
from kuule.surveys.models import SurveyVersion
from kuule.surveys.question_types import text
from kuule.surveys.question_types.base import SEPARATOR
from kuule.surveys.rules.replies import SCORE_FIELD, field_names, read_reply, verbatim_field

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
Given = int | str | list[str]


class AnswerIn(BaseModel):
    """One answer: its score, what was written, and what was answered to the other questions, by their keys."""

    model_config = ConfigDict(extra="forbid")

    id: Line = Field("", description="Your own id of the answer. Told twice, it is kept once.")
    score: int = Field(description="On the scale of the survey: from 0 to 10 for an NPS.")
    comment: str = Field("", max_length=text.MAX_CHARACTERS)
    answers: dict[str, Given] = Field(default_factory=dict, description="Values by the key of the question.")
    answered_at: datetime | None = Field(None, description="When, with a time zone; else it is your company's. Or now.")
    person: PersonTold | None = Field(None, description="Who answered; added if new. Left out: nobody knows.")
    account: AccountTold = Field(default_factory=AccountTold)
    language: str = Field("", max_length=12, pattern=r"^[A-Za-z-]*$")
    channel: str = Field("api", max_length=20, pattern=r"^[a-z_]+$", description="How they were asked: email, sms …")
    properties: Properties = Field(default_factory=dict, description="What was true of them then, by key.")


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """An answer that can be kept. `who` stands for the account alone where nobody is named."""

    external_id: str
    score: int
    verbatim: str
    answers: Mapping[str, Any]
    answered_at: datetime
    who: PersonRow
    language: str
    channel: str
    properties: Mapping[str, Any] = field(default_factory=dict)


def read_answer(raw: Any, *, version: SurveyVersion, zone: ZoneInfo, now: datetime) -> AnswerTold | Sequence[Fault]:
    """Return what one item tells, or all its faults."""
    try:
        told = AnswerIn.model_validate(raw)
    except ValidationError as error:
        return faults_of(error)
    at = now if told.answered_at is None else moment_told(told.answered_at, zone, now, earliest=EARLIEST)
    if isinstance(at, str):
        return [Fault("answered_at", at)]
    given = read_given(version, score=told.score, comment=told.comment, answers=told.answers)
    if isinstance(given, list):
        return given
    who = row_of(told.person, told.account) if told.person else _account_alone(told.account)
    return AnswerTold(
        told.id, told.score, text.cleaned(told.comment), given, at, who, told.language, told.channel, told.properties
    )


def read_given(
    version: SurveyVersion, *, score: int, comment: str, answers: Mapping[str, Given]
) -> dict[str, Any] | list[Fault]:
    """Return what was answered beside score and comment, checked against the questions; or what is wrong."""
    open_question = verbatim_field(version.questions)
    names = set(field_names(version.questions)) - {SCORE_FIELD, open_question}
    unknown = [Fault(f"answers.{key}"[:100], "unknown_question") for key in answers if key not in names]
    if unknown:
        return unknown
    fields = {key: SEPARATOR.join(each) if isinstance(each, list) else str(each) for key, each in answers.items()}
    reply = read_reply(version.questions, {**fields, SCORE_FIELD: str(score), open_question: comment})
    places = {SCORE_FIELD: "score", open_question: "comment", **{key: f"answers.{key}" for key in answers}}
    faults = [Fault(places[name], code) for name, code in reply.problems.items() if name in places]
    return faults or {key: value for key, value in reply.typed.items() if key in answers and value is not None}


def _account_alone(account: AccountTold) -> PersonRow:
    return PersonRow(0, account_id=account.id, account_name=account.name)
