"""What an initiative could be worth, what it costs, and what nobody can say yet."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from kuule.act.models import Initiative
from kuule.act.selectors.evidence import Evidence
from kuule.economics.answers.group_value import GroupValues, value_of_groups
from kuule.economics.answers.renewals import RenewalOutlook, renewal_outlook
from kuule.economics.answers.watched import YEAR, end_of
from kuule.economics.answers.what_if import WhatIf, what_if
from kuule.economics.rules.groups import DETRACTOR, Standing, standings_on
from kuule.economics.rules.money import revenue_in
from kuule.economics.selectors.lines import ledger_lines
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.standings import named_answers
from kuule.workspaces.models import Workspace

# Why there is no amount. No customers stand behind it; nothing was sold that Kuule knows of; too little is known of
# one of the two groups; none of the customers is a detractor now.
NOBODY, NO_MONEY, NO_GROUPS, NO_DETRACTORS = "nobody", "no_money", "no_groups", "no_detractors"


class Ground:
    """What all business cases of a workspace rest on, as known on a day: read once, however many they are."""

    def __init__(self, workspace: Workspace, *, day: date) -> None:
        self.workspace, self.day = workspace, day

    @cached_property
    def currency(self) -> str:
        """Return the currency of all amounts."""
        return money_settings(self.workspace).currency

    @cached_property
    def horizon_years(self) -> Decimal:
        """Return over how many years a lifetime value reaches."""
        return Decimal(money_settings(self.workspace).horizon_years)

    @cached_property
    def revenue(self) -> Mapping[int, Decimal]:
        """Return what each customer paid in the twelve months until the day."""
        spans = [(self.day - YEAR, self.day)]
        return {code: year for code, (year,) in revenue_in(ledger_lines(self.workspace), spans=spans).items()}

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        """Return how each customer stands on the day."""
        return standings_on(named_answers(self.workspace, until=end_of(self.day, self.workspace)), day=self.day)

    @cached_property
    def values(self) -> GroupValues:
        """Return what customers of each group are worth."""
        return value_of_groups(self.workspace, day=self.day)

    def revenue_of(self, evidence: Evidence) -> Decimal | None:
        """Return what the customers behind an initiative paid in a year; None where no money is known at all."""
        if not self.revenue:
            return None
        return sum((self.revenue.get(each, Decimal(0)) for each in evidence.customers), Decimal(0))

    def unhappy_of(self, evidence: Evidence) -> list[int]:
        """Return those of the customers behind an initiative who are detractors now."""
        standing = self.standings
        return sorted(each for each in evidence.customers if each in standing and standing[each].group == DETRACTOR)

    def winning(self, unhappy: int) -> WhatIf | None:
        """Return what it would be worth if so many detractors became passives; None where nobody knows."""
        found = what_if(self.values, step="detractors", number=unhappy, is_share=False) if unhappy else None
        return found if found and found.year.value is not None and found.year.lower is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """How many detractors have to become passives until the first year pays for the cost: best guess and range.

    `most` is None where the range of what one is worth reaches nothing.
    """

    best: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCase:
    """What is at stake, in the currency of the company.

    `winning` is what it would be worth if all `unhappy` customers became passives; `contracts` are those that end in
    twelve months among all customers behind it. The two overlap and are never added up. `missing` says why there is no
    `winning`, "" where there is.
    """

    currency: str
    horizon_years: Decimal
    customers: int
    revenue: Decimal | None
    unhappy: int
    winning: WhatIf | None
    contracts: RenewalOutlook
    cost: Decimal | None
    break_even: BreakEven | None
    missing: str

    @property
    def is_unsure(self) -> bool:
        """Tell whether the range of what is at stake reaches nothing."""
        return self.winning is not None and (self.winning.year.lower or 0.0) <= 0

    @property
    def is_capped(self) -> bool:
        """Tell whether fewer customers were watched than are unhappy, so that the amount is of those alone."""
        return self.winning is not None and self.winning.customers < self.unhappy


def business_case(initiative: Initiative, evidence: Evidence, ground: Ground) -> BusinessCase:
    """Return what is at stake in an initiative, from the customers who raised it."""
    unhappy = ground.unhappy_of(evidence)
    winning = ground.winning(len(unhappy))
    cost = cost_of(initiative)
    return BusinessCase(
        currency=ground.currency,
        horizon_years=ground.horizon_years,
        customers=len(evidence.customers),
        revenue=ground.revenue_of(evidence),
        unhappy=len(unhappy),
        winning=winning,
        contracts=renewal_outlook(ground.workspace, day=ground.day, customers=evidence.customers),
        cost=cost,
        break_even=break_even(winning, cost),
        missing="" if winning else _missing(evidence, unhappy, ground),
    )


def cost_of(initiative: Initiative) -> Decimal | None:
    """Return what an initiative costs as far as it is known: what it spent if that is more than it was granted."""
    known = [each for each in (initiative.spent, initiative.granted) if each is not None]
    return max(known) if known else initiative.asked


def break_even(winning: WhatIf | None, cost: Decimal | None) -> BreakEven | None:
    """Return how many customers have to be won for the first year to pay the cost; None where nobody can say."""
    if winning is None or not winning.customers or not cost:
        return None
    one, low, high = (
        None if each is None else each / winning.customers
        for each in (winning.year.value, winning.year.lower, winning.year.upper)
    )
    if one is None or one <= 0 or high is None:
        return None
    price = float(cost)
    return BreakEven(
        best=math.ceil(price / one),
        least=math.ceil(price / high),
        most=math.ceil(price / low) if low is not None and low > 0 else None,
    )


def _missing(evidence: Evidence, unhappy: Sequence[int], ground: Ground) -> str:
    if not evidence.customers:
        return NOBODY
    if not ground.revenue:
        return NO_MONEY
    return NO_GROUPS if unhappy else NO_DETRACTORS
