"""What files and other systems tell of money and of customers, made ready to be kept: pure."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from kuule.contacts.rules.rows import PersonRow
from kuule.economics.rules import AMOUNT_STEP, COST, MOST_AMOUNT, MOST_RATE, RATE_STEP, REFUND


@dataclass(frozen=True, slots=True)
class Unkept:
    """Why something that was told cannot be kept: the field, and a code that pages word."""

    field: str
    code: str


class Told(Protocol):
    """One thing that was told about a customer. `external_id` is how the other system calls it."""

    @property
    def external_id(self) -> str:
        """Return its id."""

    @property
    def who(self) -> PersonRow:
        """Return the person, the account, or both."""

    def unkept(self) -> Unkept | None:
        """Return why it cannot be kept, None if it can."""


@dataclass(frozen=True, slots=True)
class EntryTold:
    """A line of money. What is called a refund takes away, however its amount is written."""

    external_id: str
    who: PersonRow
    kind: str
    day: date
    amount: Decimal
    currency: str
    margin: Decimal | None = None
    product: str = ""

    def unkept(self) -> Unkept | None:
        """Return why it cannot be kept, None if it can."""
        if self.kind == COST and self.amount < 0:
            return Unkept("amount", "cost_below_zero")
        return _too_large(amount=self.amount, margin=self.margin)

    def as_kept(self) -> "EntryTold":
        """Return the line as it is kept: in steps of 0.0001, a refund below zero."""
        turns = self.kind == REFUND and self.amount > 0
        amount, margin = in_steps(self.amount), None if self.margin is None else in_steps(self.margin)
        return replace(
            self,
            amount=-amount if turns else amount,
            margin=-margin if turns and margin is not None else margin,
        )


@dataclass(frozen=True, slots=True)
class ContractTold:
    """A contract: its time, what it is worth in a year, and how it ended if it did."""

    external_id: str
    who: PersonRow
    starts_on: date
    yearly_value: Decimal
    currency: str
    ends_on: date | None = None
    product: str = ""
    outcome: str = ""
    decided_on: date | None = None

    def unkept(self) -> Unkept | None:
        """Return why it cannot be kept, None if it can."""
        if self.ends_on is not None and self.ends_on < self.starts_on:
            return Unkept("ends_on", "ends_before_start")
        if self.yearly_value < 0:
            return Unkept("yearly_value", "value_below_zero")
        return _too_large(yearly_value=self.yearly_value)

    def as_kept(self) -> "ContractTold":
        """Return the contract as it is kept: its value in steps of 0.0001."""
        return replace(self, yearly_value=in_steps(self.yearly_value))


@dataclass(frozen=True, slots=True)
class EventTold:
    """Something that happened with a customer besides sales."""

    external_id: str
    who: PersonRow
    kind: str
    happened_at: datetime
    outcome: bool | None = None
    at_random: bool = False
    note: str = ""

    def unkept(self) -> Unkept | None:
        """Return why it cannot be kept: never, once it was read."""
        return None

    def as_kept(self) -> "EventTold":
        """Return it as it is kept."""
        return self


@dataclass(frozen=True, slots=True)
class OriginTold:
    """What brought a customer; `said_at` None means now."""

    who: PersonRow
    origin: str
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MergeTold:
    """That an account became part of another on a day."""

    who: PersonRow
    into: PersonRow
    merged_on: date


@dataclass(frozen=True, slots=True)
class RateTold:
    """From a day on one unit of `currency` is `rate` units of `base`; "" is the currency of the workspace."""

    currency: str
    day: date
    rate: Decimal
    base: str = field(default="")

    def unkept(self, own: str) -> Unkept | None:
        """Return why it cannot be kept in a workspace that counts in `own`, None if it can."""
        if self.currency == (self.base or own):
            return Unkept("currency", "same_currency")
        if not 0 < self.rate < MOST_RATE or not in_steps(self.rate, RATE_STEP):
            return Unkept("rate", "bad_rate")
        return None


def in_steps(value: Decimal, step: str = AMOUNT_STEP) -> Decimal:
    """Return a value as a column of money holds it, rounded half up."""
    return value.quantize(Decimal(step), ROUND_HALF_UP)


def names_customer(who: PersonRow) -> bool:
    """Tell whether something says whose it is: a person or an account."""
    return names_person(who) or names_account(who)


def names_person(who: PersonRow) -> bool:
    """Tell whether a person is named by something they are known by."""
    return bool(who.external_id or who.email or who.phone)


def names_account(who: PersonRow) -> bool:
    """Tell whether an account is named."""
    return bool(who.account_id or who.account_name)


def _too_large(**amounts: Decimal | None) -> Unkept | None:
    for name, amount in amounts.items():
        if amount is not None and abs(amount) >= MOST_AMOUNT:
            return Unkept(name, "amount_too_large")
    return None
