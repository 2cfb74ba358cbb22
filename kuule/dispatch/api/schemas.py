"""What the API takes and gives, as its description shows it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from kuule.dispatch.services.intake import OccurrenceTold
from kuule.workspaces.endpoints.bodies import MOST_AT_ONCE
from kuule.workspaces.endpoints.schemas import ToldItem


class ToldAnswer(Schema):
    """What became of what was told: how many of each, and each in the order of the request."""

    created: int
    repeated: int
    refused: int
    occurrences: list[ToldItem]


class DecisionOut(Schema):
    """One decision about asking: the verdict, the rule that decided, and until when it holds."""

    decided_at: datetime
    verdict: str
    rule: str
    reason: str
    until: datetime | None
    channel: str


class OccurrenceOut(Schema):
    """Something that happened, how it stands, and why."""

    uid: UUID
    id: str
    touchpoint: str
    happened_at: datetime
    received_at: datetime
    state: Literal["queued", "asked", "left_out"]
    rule: str
    reason: str
    decided_at: datetime | None
    due_at: datetime
    expires_at: datetime
    contact: int | None
    account: int | None
    properties: dict[str, Any]


class OccurrencePage(Schema):
    """Some occurrences, and where the next begin; null at the end."""

    occurrences: list[OccurrenceOut]
    next_cursor: str | None


class OccurrenceWithDecisions(OccurrenceOut):
    """An occurrence with every decision about it."""

    decisions: list[DecisionOut]


def request_schema() -> dict[str, Any]:
    """Return what is told, in the words of JSON Schema."""
    schema = OccurrenceTold.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {})
    inlined = {name: {**parts[name.capitalize() + "Told"], "title": name} for name in ("person", "account")}
    schema["properties"] |= inlined
    many = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_AT_ONCE}
    return {
        "type": "object",
        "required": ["touchpoint", "occurrences"],
        "additionalProperties": False,
        "properties": {
            "touchpoint": {"type": "string", "description": "The key of the touchpoint."},
            "occurrences": many,
        },
    }
