"""Which contracts come to an end and are not decided yet, as known on a day; and how those of the past ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kuule.economics.rules import LOST
from kuule.economics.rules.contracts import Agreement, counted

DAYS_A_YEAR = 365.25
AHEAD = timedelta(days=365)
# What was known this long before the end is what a likelihood may rest on: so much time is left to do something.
LEAD = timedelta(days=90)
# A new contract for the same that begins within this time after the end takes the place of the old one.
FOLLOWS = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Term(Agreement):
    """A contract with how it was decided, and since when Kuule knows of it."""

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

    `leading` is the contract that ends first, on `ends_on`, after so many `years`. `value` is what a year of all of
    them is worth, None if no value is known; of `unvalued` contracts it is not.
    """

    customer: int
    leading: int
    contracts: tuple[int, ...]
    ends_on: date
    years: float
    value: Decimal | None
    unvalued: int


@dataclass(frozen=True, slots=True)
class Decision:
    """How the contracts of a customer that ended on one day, after so many `years`, ended.

    What may be looked at to learn from it was known by `seen_on`.
    """

    customer: int
    ends_on: date
    years: float
    seen_on: date
    is_lost: bool


def expiring(terms: Iterable[Term], *, day: date, ahead: timedelta = AHEAD) -> list[Expiring]:
    """Return what each customer has at stake in the time after a day, the earliest end first.

    A contract is at stake while it runs and counts (`contracts.counted`), ends in that time, is not decided, and no
    newer one is agreed that takes its place.
    """
    known: dict[int, list[Term]] = {}
    for each in terms:
        known.setdefault(each.customer, []).append(each)
    found = []
    for customer, theirs in known.items():
        running = {each.number for each in counted(theirs, day)}
        at_stake = [
            each
            for each in theirs
            if each.number in running and _ends_undecided(each, day, ahead) and not is_followed(each, theirs, day)
        ]
        if at_stake:
            found.append(_as_one(customer, sorted(at_stake, key=lambda each: (each.ends_on or day, each.number))))
    return sorted(found, key=lambda each: (each.ends_on, each.customer))


def is_followed(old: Term, theirs: Iterable[Term], day: date) -> bool:
    """Tell whether a contract that takes the place of this one after its end was agreed by a day.

    Of accounts that became one, the contract of the one takes the place of the other's only once that has ended.
    """
    if old.ends_on is None:
        return False
    return any(
        new.product == old.product
        and old.starts_on < new.starts_on <= old.ends_on + FOLLOWS
        and (new.party == old.party or new.starts_on > old.ends_on)
        and (new.ends_on is None or new.ends_on > old.ends_on)
        and min(new.starts_on, new.told_on) <= day
        for new in theirs
    )


def decisions(terms: Iterable[Term], *, day: date) -> list[Decision]:
    """Return how past contracts ended, as known on a day, the earliest end first; those of one day are one decision.

    It is a loss if the larger part of the yearly value was lost.
    """
    ended: dict[tuple[int, date], list[Term]] = {}
    for each in terms:
        if each.ends_on and each.ends_on <= day and each.is_decided(day):
            ended.setdefault((each.customer, each.ends_on), []).append(each)
    return [
        Decision(customer, ends_on, _years(theirs), _seen_on(ends_on, theirs), _is_lost(theirs))
        for (customer, ends_on), theirs in sorted(ended.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _ends_undecided(each: Term, day: date, ahead: timedelta) -> bool:
    return each.ends_on is not None and day < each.ends_on <= day + ahead and not each.is_decided(day)


def _as_one(customer: int, at_stake: list[Term]) -> Expiring:
    values = [each.value for each in at_stake if each.value is not None]
    first = at_stake[0]
    return Expiring(
        customer,
        first.number,
        tuple(each.number for each in at_stake),
        first.ends_on or date.max,
        _years([first]),
        sum(values, Decimal(0)) if values else None,
        len(at_stake) - len(values),
    )


def _seen_on(ends_on: date, theirs: list[Term]) -> date:
    """Return the last day that may be looked at: some time before the end, and before anybody said how it ended."""
    said = [each.decided_on - timedelta(days=1) for each in theirs if each.decided_on]
    return min([ends_on - LEAD, *said])


def _is_lost(theirs: list[Term]) -> bool:
    lost = [each for each in theirs if each.outcome == LOST]
    if any(each.value is None for each in theirs):
        return 2 * len(lost) > len(theirs)
    return 2 * sum(each.value or 0 for each in lost) > sum(each.value or 0 for each in theirs) or len(lost) == len(
        theirs
    )


def _years(theirs: list[Term]) -> float:
    """Return how long the longest of some contracts runs."""
    return max(((each.ends_on or each.starts_on) - each.starts_on).days + 1 for each in theirs) / DAYS_A_YEAR
