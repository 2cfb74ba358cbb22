"""What it would be worth if some detractors became passives, or passives promoters."""

from dataclasses import dataclass

from kuule import stats
from kuule.economics.answers.group_value import GroupValues
from kuule.economics.rules.groups import DETRACTOR, PASSIVE, PROMOTER

# The steps that can be asked about: from a group to the one that is expected to be worth more.
STEPS = {"detractors": (DETRACTOR, PASSIVE), "passives": (PASSIVE, PROMOTER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """So many customers of a group in the other group: money in the first year, and over the whole horizon.

    `is_adjusted` tells whether the difference is that between customers of like size and tenure.
    """

    step: str
    customers: int
    year: stats.Amount
    lifetime: stats.Amount
    is_adjusted: bool


def what_if(found: GroupValues, *, step: str, number: float, is_share: bool) -> WhatIf | None:
    """Return what a step is worth for a number of customers, or a share of those in the group (between 0 and 1).

    None if one of the two groups is empty.
    """
    worse, better = STEPS[step]
    own = found.of(worse)
    difference, yearly = found.differences.get((better, worse)), found.yearly.get((better, worse))
    if own is None or difference is None or yearly is None:
        return None
    is_adjusted = difference.adjusted.value is not None and yearly.adjusted.value is not None
    lifetime = difference.adjusted if is_adjusted else difference.raw
    year = yearly.adjusted if is_adjusted else yearly.raw
    customers = round(own.n * number) if is_share else min(round(number), own.n)
    part = customers / own.n
    return WhatIf(
        step=step,
        customers=customers,
        year=stats.value_of_moving(year, own.n, share=part),
        lifetime=stats.value_of_moving(lifetime, own.n, share=part),
        is_adjusted=is_adjusted,
    )
