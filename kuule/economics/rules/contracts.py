"""Which contracts of a customer run on a day, and what counts when some of them overlap: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kuule.economics.rules import LOST


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract of one customer for one product, `number` its id.

    `party` is who signed it: the account itself, also when it became part of the `customer` later.
    `ends_on` is its last day, None for one without an end; `value` is what a year of it is worth, None where nobody
    can say it in the currency of the company.
    """

    number: int
    customer: int
    party: int
    product: str
    starts_on: date
    ends_on: date | None
    value: Decimal | None


def last_day(*, ends_on: date | None, outcome: str, decided_on: date | None) -> date | None:
    """Return the last day of a contract: its end, else for one without an end the day on which it was lost."""
    return decided_on if ends_on is None and outcome == LOST else ends_on


def is_running(agreement: Agreement, day: date) -> bool:
    """Tell whether a contract runs on a day."""
    return agreement.starts_on <= day and (agreement.ends_on is None or day <= agreement.ends_on)


def counted(agreements: Iterable[Agreement], day: date) -> list[Agreement]:
    """Return the contracts that count on a day.

    Of several that run at once for the same product of the same party it is the one that began last, of those the one
    that was told last: the newer one took the place of the older, so that nothing is counted twice. Contracts of two
    accounts that became one customer are two contracts.
    """
    newest: dict[tuple[int, str], Agreement] = {}
    for each in agreements:
        if not is_running(each, day):
            continue
        place = (each.party, each.product)
        known = newest.get(place)
        if known is None or (each.starts_on, each.number) > (known.starts_on, known.number):
            newest[place] = each
    return list(newest.values())


def running_value(agreements: Iterable[Agreement], day: date) -> Decimal:
    """Return what a year of all contracts that count on a day is worth; those without a value add nothing."""
    return sum((each.value for each in counted(agreements, day) if each.value is not None), Decimal(0))


def overlapping(agreements: Iterable[Agreement]) -> set[int]:
    """Return the numbers of the contracts that run at the same time as another of the same party and product."""
    places: dict[tuple[int, str], list[Agreement]] = {}
    for each in agreements:
        places.setdefault((each.party, each.product), []).append(each)
    return {number for several in places.values() if len(several) > 1 for number in _overlapping(several)}


def _overlapping(several: list[Agreement]) -> set[int]:
    found: set[int] = set()
    ordered = sorted(several, key=lambda each: (each.starts_on, each.number))
    longest = ordered[0]
    for _earlier, later in pairwise(ordered):
        if longest.ends_on is None or later.starts_on <= longest.ends_on:
            found |= {longest.number, later.number}
        if longest.ends_on is not None and (later.ends_on is None or later.ends_on > longest.ends_on):
            longest = later
    return found
