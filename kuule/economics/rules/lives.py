"""How long a customer was watched after its answer, and whether it left: what retention is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

import numpy as np

from kuule.economics.rules import LOST, RENEWED
from kuule.economics.rules.columns import Flags, Ints, places_in

# Why a customer that answered is not watched: nothing was ever sold to it, it was gone already when it answered, or
# nobody can know yet whether it has gone.
NO_MONEY, GONE_BEFORE, TOO_NEW = "no_money", "gone_before", "too_new"
UNWATCHED = (NO_MONEY, GONE_BEFORE, TOO_NEW)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A contract as far as it tells whether its customer is there: `ends_on` is its last day, None without an end."""

    starts_on: date
    ends_on: date | None = None
    outcome: str = ""
    decided_on: date | None = None

    @property
    def lost_on(self) -> date | None:
        """Return the last day of a contract that was lost, None of all others."""
        return (self.ends_on or self.decided_on) if self.outcome == LOST else None

    def runs_after(self, day: date) -> bool:
        """Tell whether it holds on the day after this one, or was renewed then."""
        if self.starts_on > day + timedelta(days=1):
            return False
        last = self.lost_on or self.ends_on
        return last is None or last > day or (self.outcome == RENEWED and last == day)


@dataclass(frozen=True, slots=True)
class Traces:
    """What is known of a customer: its contracts, the days on which it said that it leaves, and its sales."""

    commitments: Sequence[Commitment] = ()
    left_on: Sequence[date] = ()
    first_sale: date | None = None
    last_sale: date | None = None

    @property
    def known_since(self) -> date | None:
        """Return the day from which something was sold to the customer."""
        days = [each.starts_on for each in self.commitments]
        return min(chain(days, [self.first_sale] if self.first_sale else []), default=None)


@dataclass(frozen=True, slots=True)
class Life:
    """A customer was watched from `since` to `until`, the day on which it left or was last seen."""

    since: date
    until: date
    has_left: bool

    @property
    def days(self) -> int:
        """Return for how many days it was watched."""
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LifeColumns:
    """What became of k customers, (k,) each, days as `date.toordinal` counts them: see `Life`.

    `why_not` is the place among `UNWATCHED` of why a customer was not watched, -1 for those who were.
    """

    until: Ints
    has_left: Flags
    why_not: Ints


def lives_after(
    customer: Ints,
    since: Ints,
    *,
    first_sale: Ints,
    last_sale: Ints,
    told: Mapping[int, Traces],
    day: date,
    silent_days: int,
) -> LifeColumns:
    """Return what became of k customers that answered `since`, as `life_after` says of each.

    `customer` is sorted; sales are 0 for none. Contracts and days of leaving are in `told`, by customer: whoever has
    neither is judged by sales alone, all of them at once.
    """
    until, has_left = np.full(len(customer), day.toordinal()), np.zeros(len(customer), dtype=np.bool_)
    cases = {NO_MONEY: last_sale == 0}
    if silent_days:
        last, silent_since = np.maximum(last_sale, since), day.toordinal() - silent_days
        cases |= {GONE_BEFORE: last_sale < since - silent_days, TOO_NEW: since > silent_since}
        has_left = last <= silent_since
        until = np.where(has_left, last, silent_since)
    why_not = np.select(list(cases.values()), [UNWATCHED.index(each) for each in cases], -1)
    for place in np.flatnonzero(places_in(customer, np.array(sorted(told), dtype=np.int64)) >= 0).tolist():
        traces = replace(
            told[int(customer[place])], first_sale=_day(first_sale[place]), last_sale=_day(last_sale[place])
        )
        found = life_after(date.fromordinal(int(since[place])), traces, day=day, silent_days=silent_days)
        if isinstance(found, Life):
            until[place], has_left[place], why_not[place] = found.until.toordinal(), found.has_left, -1
        else:
            why_not[place] = UNWATCHED.index(found)
    return LifeColumns(until=until, has_left=has_left & (why_not < 0), why_not=why_not)


def _day(number: int) -> date | None:
    return date.fromordinal(int(number)) if number else None


def life_after(since: date, traces: Traces, *, day: date, silent_days: int) -> Life | str:
    """Return what became of a customer that answered on `since`, as it is known on `day`; or why nobody can say.

    It left on the day it said so; else at the end of a lost contract when no other was running. A contract that ended
    without a word shows its customer until then. Without any contract it left with its last sale if `silent_days` went
    by since. Nobody can know that sooner, so all others without a contract are watched until so long ago, and what the
    last days tell of leaving does not count: it would count those who left and forget those who stayed. With
    `silent_days` 0 the company tells of everybody who leaves, and who did not is there.
    """
    begun = [each for each in traces.commitments if each.starts_on <= day]
    if traces.last_sale is None and not begun:
        return NO_MONEY
    if _had_left(since, begun, traces):
        return GONE_BEFORE
    if begun:
        found = _by_contracts(since, begun, traces.last_sale, day, is_told=not silent_days)
    elif silent_days:
        found = _by_sales(since, traces.last_sale, day, timedelta(days=silent_days))
    else:
        found = Life(since, day, has_left=False)
    if isinstance(found, str):
        return found
    said = min((each for each in traces.left_on if since <= each <= found.until), default=None)
    return found if said is None else Life(since, said, has_left=True)


def _had_left(since: date, begun: Sequence[Commitment], traces: Traces) -> bool:
    """Tell whether a customer had said before that it leaves, and nothing shows that it came back."""
    gone = max((each for each in traces.left_on if each < since), default=None)
    if gone is None:
        return False
    bought_since = traces.last_sale is not None and traces.last_sale > gone
    return not bought_since and all(each.starts_on <= gone for each in begun)


def _by_contracts(
    since: date, begun: Sequence[Commitment], last_sale: date | None, day: date, *, is_told: bool
) -> Life | str:
    ends = sorted(end for each in begun if (end := each.lost_on) is not None and end <= day)
    gone = next((end for end in ends if not any(each.runs_after(end) for each in begun if each.lost_on != end)), None)
    if gone is not None and gone >= since:
        return Life(since, gone, has_left=True)
    if gone is not None and not any(each.starts_on > gone for each in begun):
        return GONE_BEFORE
    if is_told or any(each.runs_after(day - timedelta(days=1)) or each.outcome == RENEWED for each in begun):
        return Life(since, day, has_left=False)
    seen = max(chain((each.ends_on for each in begun if each.ends_on), [last_sale] if last_sale else []))
    return Life(since, max(min(seen, day), since), has_left=False)


def _by_sales(since: date, last_sale: date | None, day: date, silent: timedelta) -> Life | str:
    if last_sale is None or last_sale < since - silent:
        return GONE_BEFORE
    if since > day - silent:
        return TOO_NEW
    last = max(last_sale, since)
    return Life(since, last, has_left=True) if last <= day - silent else Life(since, day - silent, has_left=False)
