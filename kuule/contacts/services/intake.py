"""Reading what other systems tell of people: every fault is named with its field."""

import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from kuule.contacts.importers.people import read_email
from kuule.contacts.rules import cells
from kuule.contacts.rules import columns as to
from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.properties import Unreadable
from kuule.contacts.rules.rows import PersonRow

LONGEST_TEXT = 200
LONGEST_VALUE = 500
MOST_PROPERTIES = 50
LARGEST_NUMBER = 10**15
_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")


def _checked(value: str | Unreadable) -> str:
    if isinstance(value, Unreadable):
        raise PydanticCustomError(value.reason, "unusable", {"detail": value.detail})
    return value


def _line(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("unreadable_letters", "unusable")
    return _checked(cells.limited(LONGEST_TEXT)(_checked(cells.cleaned(text))))


def _read_by(read: cells.Reader) -> AfterValidator:
    return AfterValidator(lambda text: _checked(read(text)) if (text := _line(text)) else "")


def _properties(values: dict[str, Any]) -> dict[str, Any]:
    if len(values) > MOST_PROPERTIES:
        raise PydanticCustomError("too_many_properties", "unusable", {"detail": str(MOST_PROPERTIES)})
    for key, value in values.items():
        if not is_property_key(key):
            raise PydanticCustomError("bad_property_key", "unusable", {"detail": key[:60]})
        if not _is_plain(value):
            raise PydanticCustomError("bad_property_value", "unusable", {"detail": key})
    return {key: value for key, value in values.items() if value is not None}


def is_property_key(text: str) -> bool:
    """Tell whether a text can be the name of a property."""
    return _KEY.fullmatch(text) is not None


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_VALUE and isinstance(cells.cleaned(value), str) and value.isprintable()
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) < LARGEST_NUMBER
    return value is None


Line = Annotated[str, AfterValidator(_line), WithJsonSchema({"type": "string", "maxLength": LONGEST_TEXT})]
_PLAIN = {"type": ["string", "number", "boolean", "null"], "maxLength": LONGEST_VALUE}
_PROPERTIES_SCHEMA = {"type": "object", "additionalProperties": _PLAIN, "maxProperties": MOST_PROPERTIES}


class Strict(BaseModel):
    """Something that is told, with no field besides those that are known."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class PersonTold(Strict):
    """Who was in touch: known by your own id, or by e-mail address. What else is said counts for somebody new."""

    id: Line = ""
    email: Annotated[str, _read_by(read_email)] = Field("", description="An address that mail can be sent to.")
    name: Line = ""
    language: Annotated[str, _read_by(cells.language)] = Field("", description="A code such as fi, or a name.")
    timezone: Annotated[str, _read_by(cells.timezone)] = Field("", description="A name such as Europe/Helsinki.")
    role: Annotated[str, _read_by(cells.role)] = Field("", description="decision-maker, influencer or user.")
    title: Line = ""
    phone: Annotated[str, _read_by(cells.phone)] = ""

    @model_validator(mode="after")
    def _is_known_by_something(self) -> "PersonTold":
        if not self.id and not self.email:
            raise PydanticCustomError("no_identity", "unusable")
        return self


class AccountTold(Strict):
    """The customer company, by your own id or by name."""

    id: Line = ""
    name: Line = ""


Properties = Annotated[dict[str, Any], AfterValidator(_properties), WithJsonSchema(_PROPERTIES_SCHEMA)]


def faults_of(error: ValidationError) -> list[Fault]:
    """Return everything that is wrong with one item, each with its field."""
    return [
        Fault(".".join(map(str, each["loc"])), each["type"], str(_detail(each.get("ctx", {}))))
        for each in error.errors(include_url=False, include_input=False)
    ]


def _detail(context: dict[str, Any]) -> Any:
    return context.get("detail") or context.get("expected") or context.get("max_length") or ""


def row_of(person: PersonTold, account: AccountTold) -> PersonRow:
    """Return who is meant as finding and adding people takes it."""
    fields = {
        to.NAME: person.name,
        to.LANGUAGE: person.language,
        to.TIMEZONE: person.timezone,
        to.ROLE: person.role,
        to.TITLE: person.title,
        to.PHONE: person.phone,
    }
    return PersonRow(
        0,
        external_id=person.id,
        email=person.email,
        fields={key: value for key, value in fields.items() if value},
        account_id=account.id,
        account_name=account.name,
    )
