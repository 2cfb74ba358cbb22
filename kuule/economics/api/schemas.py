"""What the API gives, as its description shows it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel

from kuule.workspaces.endpoints.bodies import MOST_AT_ONCE
from kuule.workspaces.endpoints.schemas import ToldItem


class MoneyAnswer(Schema):
    """What became of what was told: how many of each, and each in the order of the request."""

    created: int
    repeated: int
    changed: int
    refused: int
    items: list[ToldItem]


class LineOut(Schema):
    """A line of money. `converted` is null as long as there is no exchange rate."""

    uid: UUID
    id: str
    kind: str
    day: date
    amount: str
    margin: str | None
    currency: str
    converted: str | None
    converted_margin: str | None
    product: str
    account: int | None
    contact: int | None
    told_at: datetime


class ContractOut(Schema):
    """A contract. `converted` is its yearly value in the currency of the workspace."""

    uid: UUID
    id: str
    starts_on: date
    ends_on: date | None
    yearly_value: str
    currency: str
    converted: str | None
    product: str
    outcome: str
    decided_on: date | None
    account: int | None
    contact: int | None
    told_at: datetime


class EventOut(Schema):
    """Something that happened with a customer."""

    uid: UUID
    id: str
    kind: str
    happened_at: datetime
    outcome: bool | None
    at_random: bool
    note: str
    account: int | None
    contact: int | None
    told_at: datetime


class OriginOut(Schema):
    """What brought a customer."""

    origin: str
    source: str
    said_at: datetime
    account: int | None
    contact: int | None


class RateOut(Schema):
    """What one unit of a currency costs in the base, from a day on."""

    currency: str
    base: str
    day: date
    rate: str


class LinesPage(Schema):
    """Some lines of money, and where the next begin; null at the end."""

    lines: list[LineOut]
    next_cursor: str | None


class ContractsPage(Schema):
    """Some contracts, and where the next begin; null at the end."""

    contracts: list[ContractOut]
    next_cursor: str | None


class EventsPage(Schema):
    """Some events, and where the next begin; null at the end."""

    events: list[EventOut]
    next_cursor: str | None


class OriginsPage(Schema):
    """Some origins, and where the next begin; null at the end."""

    origins: list[OriginOut]
    next_cursor: str | None


class RatesPage(Schema):
    """Some rates, and where the next begin; null at the end."""

    rates: list[RateOut]
    next_cursor: str | None


def request_schema(name: str, item: type[BaseModel]) -> dict[str, Any]:
    """Return the body of a request that tells a list of things, in the words of JSON Schema."""
    schema = item.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {})
    schema["properties"] |= {
        field: {"anyOf": [parts[f"{field.capitalize()}Told"], {"type": "null"}], "default": None, "title": field}
        for field in ("person", "account")
        if field in schema["properties"]
    }
    many = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_AT_ONCE}
    return {"type": "object", "required": [name], "additionalProperties": False, "properties": {name: many}}
