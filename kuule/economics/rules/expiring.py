"""Which contracts come to an end and are not decided yet, as known on a day; and how those of the past ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kuule.economics.rules import LOST

AHEAD = timedelta(days=365)
# What was known this long before the end is what a likelihood may rest on: so much time is left to do something.
LEAD = timedelta(days=90)
# A new contract for the same that begins within this time after the end takes the place of the old one.
FOLLOWS = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract as plain values; `value` is what a year of it is worth, None without a rate. `told_on`: to Kuule."""

    pk: int
    customer: int
    starts_on: date
    ends_on: date | None
    value: Decimal | None
    product: str
    outcome: str
    decided_on: date | None
    told_on: date

    def is_decided(self, day: date) -> bool:
        """Tell whether it was known on a day how the contract ended or will end."""
        if not self.outcome:
            return False
        known = self.decided_on or min(self.told_on, self.ends_on or self.told_on)
        return known <= day


@dataclass(frozen=True, slots=True)
class Expiring:
    """What one customer has at stake: its undecided contracts that end in a time, as one.

    `leading` is the contract that ends first, on `ends_on`. `value` is what a year of all of them is worth, None if no
    value is known; of `unvalued` contracts it is not.
    """

    customer: int
    leading: int
    contracts: tuple[int, ...]
    ends_on: date
    value: Decimal | None
    unvalued: int


@dataclass(frozen=True, slots=True)
class Decision:
    """How the contracts of a customer that ended on one day ended; features may know what was known by `seen_on`."""

    customer: int
    ends_on: date
    seen_on: date
    is_lost: bool


def expiring(agreements: Iterable[Agreement], *, day: date, ahead: timedelta = AHEAD) -> list[Expiring]:
    """Return what each customer has at stake in the time after a day, the earliest end first.

    A contract counts while it runs, ends in that time, is not decided, and no newer one for the same took its place.
    """
    known: dict[int, list[Agreement]] = {}
    for each in agreements:
        known.setdefault(each.customer, []).append(each)
    found = []
    for customer, theirs in known.items():
        at_stake = [each for each in theirs if _ends_within(each, day, ahead) and not is_followed(each, theirs, day)]
        if at_stake:
            found.append(_as_one(customer, sorted(at_stake, key=lambda each: (each.ends_on or day, each.pk))))
    return sorted(found, key=lambda each: (each.ends_on, each.customer))


def is_followed(old: Agreement, theirs: Iterable[Agreement], day: date) -> bool:
    """Tell whether a newer contract for the same thing, known on a day, took or takes the place of one that ends."""
    if old.ends_on is None:
        return False
    return any(
        new.product == old.product
        and (new.starts_on, new.pk) > (old.starts_on, old.pk)
        and new.starts_on <= old.ends_on + FOLLOWS
        and (new.ends_on is None or new.ends_on >= old.ends_on)
        and (new.starts_on <= day or new.told_on <= day)
        for new in theirs
        if new is not old
    )


def decisions(agreements: Iterable[Agreement], *, day: date) -> list[Decision]:
    """Return how past contracts ended, as known on a day, the earliest end first; those of one day are one decision.

    It is a loss if the larger part of the yearly value was lost.
    """
    ended: dict[tuple[int, date], list[Agreement]] = {}
    for each in agreements:
        if each.ends_on and each.ends_on <= day and each.is_decided(day):
            ended.setdefault((each.customer, each.ends_on), []).append(each)
    return [
        Decision(customer, ends_on, _seen_on(ends_on, theirs), _is_lost(theirs))
        for (customer, ends_on), theirs in sorted(ended.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _ends_within(each: Agreement, day: date, ahead: timedelta) -> bool:
    if each.ends_on is None or not day < each.ends_on <= day + ahead:
        return False
    return each.starts_on <= day and not each.is_decided(day)


def _as_one(customer: int, at_stake: list[Agreement]) -> Expiring:
    values = [each.value for each in at_stake if each.value is not None]
    first = at_stake[0]
    return Expiring(
        customer,
        first.pk,
        tuple(each.pk for each in at_stake),
        first.ends_on or date.max,
        sum(values, Decimal(0)) if values else None,
        len(at_stake) - len(values),
    )


def _seen_on(ends_on: date, theirs: list[Agreement]) -> date:
    """Return the last day that may be looked at: some time before the end, and before anybody said how it ended."""
    said = [each.decided_on - timedelta(days=1) for each in theirs if each.decided_on]
    return min([ends_on - LEAD, *said])


def _is_lost(theirs: list[Agreement]) -> bool:
    lost = [each for each in theirs if each.outcome == LOST]
    if any(each.value is None for each in theirs):
        return 2 * len(lost) > len(theirs)
    return 2 * sum(each.value or 0 for each in lost) > sum(each.value or 0 for each in theirs) or len(lost) == len(
        theirs
    )
