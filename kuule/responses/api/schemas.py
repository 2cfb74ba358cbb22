"""What the API takes and gives of answers, as its description shows it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from kuule.responses.services.intake import AnswerIn, Given
from kuule.surveys.question_types import text
from kuule.workspaces.endpoints.bodies import MOST_AT_ONCE
from kuule.workspaces.endpoints.schemas import ToldItem


class ResponseOut(Schema):
    """An answer. Comment, properties and answers in free words are null or left out without the scope `personal`."""

    id: int
    uid: UUID
    external_id: str
    survey: int
    contact: int | None
    account: int | None
    score: int
    scale: str
    comment: str | None
    answers: dict[str, Any]
    language: str
    channel: str
    properties: dict[str, Any] | None
    answered_at: datetime
    updated_at: datetime


class ResponsePage(Schema):
    """Some answers, and where the next begin; null at the end."""

    responses: list[ResponseOut]
    next_cursor: str | None


class ResponsesAnswer(Schema):
    """What became of the answers that were told: how many of each, and each in the order of the request."""

    created: int
    repeated: int
    refused: int
    responses: list[ToldItem]


class ResponseChange(Schema):
    """What is to change of an answer; what is left out stays. `answers` replaces all of them."""

    model_config = ConfigDict(extra="forbid")

    score: int | None = None
    comment: str | None = Field(None, max_length=text.MAX_CHARACTERS)
    answers: dict[str, Given] | None = None
    reason: str = Field("", max_length=300, description="Why, for whoever reads the history of the answer.")


def body_of_many() -> dict[str, Any]:
    """Return the body of a request that tells of answers, in the words of JSON Schema."""
    schema = AnswerIn.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {})
    schema["properties"]["person"] = {"anyOf": [parts["PersonTold"], {"type": "null"}], "default": None}
    schema["properties"]["account"] = {**parts["AccountTold"], "title": "account"}
    many = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_AT_ONCE}
    survey = {"type": "integer", "description": "Id of a survey that is published and not anonymous."}
    body = {
        "type": "object",
        "required": ["survey", "responses"],
        "additionalProperties": False,
        "properties": {"survey": survey, "responses": many},
    }
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}
