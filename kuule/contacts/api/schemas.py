"""What the API takes and gives of people and accounts, as its description shows it."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from kuule.contacts.services.intake import AccountTold, PersonTold, Properties
from kuule.workspaces.endpoints.bodies import MOST_AT_ONCE
from kuule.workspaces.endpoints.schemas import ToldItem


class ContactIn(PersonTold):
    """A person, known by your own id or by e-mail address. What is not said stays as it is."""

    account: AccountTold = Field(default_factory=AccountTold, description="The customer company; added if it is new.")
    properties: Properties = Field(default_factory=dict, description="Texts, numbers, true or false, by key.")


class ContactOut(Schema):
    """A person. Name, address, phone, title and your id are null without the scope `personal`."""

    id: int
    external_id: str | None
    name: str | None
    email: str | None
    phone: str | None
    title: str | None
    role: str
    group: str
    language: str
    timezone: str
    account: int | None
    properties: dict[str, Any] | None
    created_at: datetime
    updated_at: datetime
    is_archived: bool


class ContactPage(Schema):
    """Some people, those added last first, and where the next begin; null at the end."""

    contacts: list[ContactOut]
    next_cursor: str | None


class ContactTold(ToldItem):
    """What became of one person, and their id here."""

    contact: int | None


class ContactsAnswer(Schema):
    """What became of the people who were told: how many of each, and each in the order of the request."""

    created: int
    changed: int
    repeated: int
    refused: int
    contacts: list[ContactTold]


class AccountOut(Schema):
    """A customer company."""

    id: int
    external_id: str
    name: str
    team: int | None
    parent: int | None
    properties: dict[str, Any]
    created_at: datetime
    is_archived: bool


class AccountPage(Schema):
    """Some accounts, those opened last first, and where the next begin; null at the end."""

    accounts: list[AccountOut]
    next_cursor: str | None


class ErasedOut(Schema):
    """Nobody can find this person again. The id stays, so that copies elsewhere can forget them too."""

    contact: int
    erased_at: datetime


def body_of_many() -> dict[str, Any]:
    """Return the body of a request that tells of people, in the words of JSON Schema."""
    schema = ContactIn.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {})
    schema["properties"]["account"] = {**parts["AccountTold"], "title": "account"}
    many = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_AT_ONCE}
    body = {"type": "object", "required": ["contacts"], "additionalProperties": False, "properties": {"contacts": many}}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}
