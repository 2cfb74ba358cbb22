"""Reading what other systems tell of money: every fault is named with its field, and nothing is kept of the refused."""

import re
from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from kuule.contacts.rules import columns as to
from kuule.contacts.rules.faults import Fault
from kuule.contacts.rules.rows import PersonRow
from kuule.contacts.services.intake import AccountTold, Line, PersonTold, faults_of
from kuule.dispatch.rules.occurrences import CLOCKS_MAY_DIFFER
from kuule.dispatch.services.intake import moment_told
from kuule.economics.importers.cells import is_currency
from kuule.economics.rules import MOST_AMOUNT, MOST_RATE, OFFER
from kuule.economics.rules.told import ContractTold, EntryTold, EventTold, OriginTold, RateTold

EARLIEST = date(1970, 1, 1)
EARLIEST_MOMENT = datetime.combine(EARLIEST, time.min, UTC)
LATEST = date(2200, 1, 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?", re.ASCII)


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise PydanticCustomError("bad_day", "unusable")
    return day


def _amount(value: Any) -> Decimal:
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    try:
        amount = Decimal(text) if isinstance(value, float) or _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        raise PydanticCustomError("bad_amount", "unusable")
    if abs(amount) >= MOST_AMOUNT:
        raise PydanticCustomError("amount_too_large", "unusable")
    return amount


def _rate(value: Any) -> Decimal:
    rate = _amount(value)
    if not 0 < rate < MOST_RATE:
        raise PydanticCustomError("bad_rate", "unusable")
    return rate


def _currency(text: str) -> str:
    if not is_currency(text):
        raise PydanticCustomError("bad_currency", "unusable")
    return text


def _id(text: str) -> str:
    if not text:
        raise PydanticCustomError("missing", "unusable")
    return text


_NUMBER_SCHEMA = {"type": ["number", "string"]}
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Amount = Annotated[Decimal, BeforeValidator(_amount), WithJsonSchema(_NUMBER_SCHEMA)]
Rate = Annotated[Decimal, BeforeValidator(_rate), WithJsonSchema(_NUMBER_SCHEMA)]
Currency = Annotated[str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]
OwnId = Annotated[Line, AfterValidator(_id)]


class _Told(BaseModel, ABC):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    @abstractmethod
    def told(self, zone: ZoneInfo, now: datetime) -> Any:
        """Return what is told, ready to be kept, or the faults that only show in the whole."""


class _OfCustomer(_Told):
    person: PersonTold | None = Field(None, description="Who, by your own id or e-mail address.")
    account: AccountTold | None = Field(None, description="The customer company, by your own id or by name.")

    @property
    def who(self) -> PersonRow:
        """Return the person, the account, or both."""
        row = PersonRow(0)
        if self.account:
            row.account_id, row.account_name = self.account.id, self.account.name
        if self.person:
            row.external_id, row.email = self.person.id, self.person.email
            said = {name: getattr(self.person, name) for name in _SAID_OF_PEOPLE}
            row.fields = {name: value for name, value in said.items() if value}
        return row


_SAID_OF_PEOPLE = (to.NAME, to.LANGUAGE, to.TIMEZONE, to.ROLE, to.TITLE, to.PHONE)


class LineTold(_OfCustomer):
    """A line of money: revenue, a refund (it takes away whatever its sign), or what serving the customer cost."""

    id: OwnId = Field(description="Your own id of the line. Told again with other values, the line is corrected.")
    kind: Literal["revenue", "refund", "cost"] = "revenue"
    day: Day
    amount: Amount
    currency: Currency
    margin: Amount | None = None
    product: Line = ""

    def told(self, zone: ZoneInfo, now: datetime) -> EntryTold | list[Fault]:
        """Return the line of money."""
        if self.day > (now + CLOCKS_MAY_DIFFER).astimezone(zone).date():
            return [Fault("day", "in_the_future")]
        return EntryTold(self.id, self.who, self.kind, self.day, self.amount, self.currency, self.margin, self.product)


class ContractIn(_OfCustomer):
    """A contract: its time, what a year of it is worth, and how it ended."""

    id: OwnId = Field(description="Your own id of the contract.")
    starts_on: Day
    ends_on: Day | None = Field(None, description="The last day; null for one without an end.")
    yearly_value: Amount
    currency: Currency
    product: Line = ""
    outcome: Literal["", "renewed", "lost"] = Field("", description="Empty as long as nobody knows.")
    decided_on: Day | None = Field(None, description="When it was renewed or lost.")

    def told(self, zone: ZoneInfo, now: datetime) -> ContractTold:
        """Return the contract."""
        del zone, now
        fields = {name: getattr(self, name) for name in _CONTRACT_FIELDS}
        return ContractTold(external_id=self.id, who=self.who, **fields)


_CONTRACT_FIELDS = ("starts_on", "ends_on", "yearly_value", "currency", "product", "outcome", "decided_on")


class EventIn(_OfCustomer):
    """Something that happened with a customer besides sales."""

    id: OwnId = Field(description="Your own id of what happened.")
    kind: Literal["left", "incident", "offer", "referral", "contacted"]
    happened_at: datetime = Field(description="When, with a time zone; else it is your company's.")
    outcome: bool | None = Field(None, description="Of an offer: taken. Of a contact: reached, or left alone.")
    at_random: bool = Field(False, description="Of a contact: chance alone decided who was called.")
    note: Line = ""

    def told(self, zone: ZoneInfo, now: datetime) -> EventTold | list[Fault]:
        """Return what happened."""
        moment = moment_told(self.happened_at, zone, now, earliest=EARLIEST_MOMENT)
        if isinstance(moment, str):
            return [Fault("happened_at", moment)]
        if self.kind == OFFER and self.outcome is None:
            return [Fault("outcome", "missing")]
        return EventTold(self.id, self.who, self.kind, moment, self.outcome, self.at_random, self.note)


class OriginIn(_OfCustomer):
    """What brought a customer. Leave out those of whom nobody knows."""

    origin: Literal["recommended", "advertising", "selling", "other"]
    said_at: datetime | None = Field(None, description="When they said it; or now. The newest word holds.")

    def told(self, zone: ZoneInfo, now: datetime) -> OriginTold | list[Fault]:
        """Return what brought them."""
        if self.said_at is None:
            return OriginTold(self.who, self.origin)
        moment = moment_told(self.said_at, zone, now, earliest=EARLIEST_MOMENT)
        if isinstance(moment, str):
            return [Fault("said_at", moment)]
        return OriginTold(self.who, self.origin, moment)


class RateIn(_Told):
    """From a day on one unit of a currency costs so much of the base, until the next day that has a rate."""

    currency: Currency
    day: Day
    rate: Rate
    base: Annotated[str, AfterValidator(lambda text: _currency(text) if text else "")] = Field(
        "", description="The currency of your workspace if it is left out."
    )

    def told(self, zone: ZoneInfo, now: datetime) -> RateTold:
        """Return the rate."""
        del zone, now
        return RateTold(self.currency, self.day, self.rate, self.base)


def read_money(schema: type[_Told], raw: Any, *, zone: ZoneInfo, now: datetime) -> Any:
    """Return what one item tells, or a list of its faults."""
    try:
        return schema.model_validate(raw).told(zone, now)
    except ValidationError as error:
        return faults_of(error)
