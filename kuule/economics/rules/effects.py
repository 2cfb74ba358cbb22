"""Something the company did to some customers at a day, and the windows in which its effect is looked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kuule.surveys.rules.touchpoints import Condition, conditions_hold

CAMPAIGN, PRICE, RELEASE, CAUSE, ELSE = "campaign", "price", "release", "cause", "else"
TREATMENT_KINDS = (CAMPAIGN, PRICE, RELEASE, CAUSE, ELSE)

USUAL_WINDOW, SHORTEST_WINDOW, LONGEST_WINDOW = 90, 7, 730
LONGEST_TREATMENT_NAME, LONGEST_HYPOTHESIS = 120, 1_000
MOST_ACCOUNTS = 5_000

# Conditions ask for properties as the answer keeps them; these two are no properties, so no property has their key.
LANGUAGE_KEY, CHANNEL_KEY = "~language", "~channel"

# Where an answer stands: of somebody who was touched or not, before the start or after it.
EARLIER, BEFORE, AFTER = "earlier", "before", "after"
TOUCHED, OTHERS = "touched", "others"

# What can be said of an effect. Of a change smaller than `WORTH_SEEING` points hardly anybody would act.
NOT_BEGUN, NO_OTHERS, THIN, APART = "not_begun", "no_others", "thin", "apart"
RAISED, LOWERED, SMALL, UNSEEN = "raised", "lowered", "small", "unseen"
WORTH_SEEING = 5.0
# With fewer customers on either side their difference is that of a few people, whatever was done.
LEAST_CUSTOMERS = 5


@dataclass(frozen=True, slots=True)
class Windows:
    """Three windows of days that follow each other: `earlier` and `before` are as long; each ends before its `until`.

    `earlier` is held against `before`: two groups that moved apart already would have gone on without the treatment.
    """

    earlier: date
    before: date
    start: date
    until: date

    def window_of(self, day: date) -> str:
        """Return the window that a day is in, "" for none."""
        if not self.earlier <= day < self.until:
            return ""
        return EARLIER if day < self.before else BEFORE if day < self.start else AFTER


def windows_of(
    *, starts_on: date, ends_on: date | None, before_days: int, after_days: int, today: date | None = None
) -> Windows:
    """Return the windows around a start. The last ends with the treatment, and with `today` where that is given."""
    ends = [starts_on + timedelta(days=after_days)]
    ends += [day + timedelta(days=1) for day in (ends_on, today) if day is not None]
    before = starts_on - timedelta(days=before_days)
    return Windows(before - timedelta(days=before_days), before, starts_on, max(starts_on, min(ends)))


@dataclass(frozen=True, slots=True)
class Touch:
    """Who was touched and who they are compared with.

    Touched is who meets all conditions and, where accounts are listed, is one of them. `is_everyone` says that nobody
    is left to compare with.
    The others are all who were not touched, or those among them who meet the conditions of the comparison.
    """

    conditions: Sequence[Condition]
    comparison: Sequence[Condition]
    accounts: frozenset[int]

    @property
    def is_everyone(self) -> bool:
        """Tell whether everybody was touched."""
        return not (self.conditions or self.accounts)

    @property
    def asks_properties(self) -> bool:
        """Tell whether it takes more than the account to know who was touched."""
        return bool(self.conditions or self.comparison)

    def side_of(self, account: int | None, properties: Mapping[str, Any]) -> str:
        """Return whether a customer was touched or is one of the others; "" for one who is not looked at."""
        is_listed = account in self.accounts if self.accounts else True
        if is_listed and conditions_hold(self.conditions, properties):
            return TOUCHED
        return OTHERS if conditions_hold(self.comparison, properties) else ""


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Return what the fields that changed were before, by their names."""
    return {field: before[field] for field in fields if before[field] != after[field]}


def verdict_on(
    *, lower: float | None, upper: float | None, customers: int, is_everyone: bool, has_begun: bool, is_apart: bool
) -> str:
    """Return what the effect with these limits, in points, allows to say.

    `customers` are those of the smaller side; `is_apart` tells that both sides moved apart before the start already.
    """
    if not has_begun:
        return NOT_BEGUN
    if is_everyone:
        return NO_OTHERS
    if lower is None or upper is None or customers < LEAST_CUSTOMERS:
        return THIN
    if is_apart:
        return APART
    if lower > 0 or upper < 0:
        return RAISED if lower > 0 else LOWERED
    return SMALL if lower > -WORTH_SEEING and upper < WORTH_SEEING else UNSEEN
