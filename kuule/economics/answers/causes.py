"""What the causes that were removed are worth: shown effects alone, hopes apart."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kuule.economics.answers.effects import effect_of
from kuule.economics.answers.group_value import value_differences
from kuule.economics.answers.watched import watched_customers
from kuule.economics.models import Treatment
from kuule.economics.rules.effects import LOWERED, RAISED
from kuule.economics.rules.groups import DETRACTOR, PASSIVE
from kuule.economics.rules.money import Lines
from kuule.economics.selectors.effects import causes_of
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.treated import touched_customers
from kuule.stats import Amount, DifferenceInDifferences
from kuule.workspaces.models import Workspace

# Of a normal figure with 95 % between its limits.
Z = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """An amount in the currency of the workspace, with its interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRemoved:
    """A cause: what can be said of its effect, how many customers it touches, and what that is worth.

    `worth` is None where no effect is shown: it counts as nothing, whatever was hoped for.
    """

    treatment_id: int
    hoped_for: Decimal | None
    verdict: str
    effect: DifferenceInDifferences
    customers: int
    worth: Worth | None

    @property
    def is_shown(self) -> bool:
        """Tell whether an effect is shown, a good one or a bad one."""
        return self.verdict in (RAISED, LOWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CausesRemoved:
    """All causes removed until a day. `worth` is None where nobody knows what a detractor less is worth.

    `difference` is what a passive is worth more than a detractor over `horizon_years`, in `currency`; `hoped_for` the
    sum of hopes for causes whose effect is not shown.
    """

    day: date
    currency: str
    horizon_years: int
    causes: Sequence[CauseRemoved]
    difference: Amount | None
    worth: Worth | None
    hoped_for: Decimal

    @property
    def is_unsure(self) -> bool:
        """Tell whether what shows may be worth nothing, or less."""
        return self.worth is not None and self.worth.lower <= 0

    @property
    def shown(self) -> Sequence[CauseRemoved]:
        """Return the causes whose effect is shown."""
        return [each for each in self.causes if each.is_shown]


def causes_removed(workspace: Workspace, *, day: date, lines: Lines | None = None) -> CausesRemoved:
    """Return what the causes are worth that were removed until a day.

    A point of the score is one in a hundred customers who is a passive instead of a detractor. So an effect is worth
    points / 100 times the customers touched times what a passive is worth more, over the horizon of the workspace. The
    limits are those of the product of two independent estimates (Goodman 1960, J Am Stat Assoc 55:708-713).

    `lines` is what `ledger_lines` gave, for whoever asks for several figures.
    """
    settings, treatments = money_settings(workspace), list(causes_of(workspace, day=day))
    difference = _difference(workspace, day, lines) if treatments else None
    causes = [_removed(each, day=day, difference=difference) for each in treatments]
    return CausesRemoved(
        day=day,
        currency=settings.currency,
        horizon_years=settings.horizon_years,
        causes=causes,
        difference=difference,
        worth=worth_of([each for each in causes if each.is_shown], difference),
        hoped_for=sum((each.hoped_for or Decimal(0) for each in causes if not each.is_shown), Decimal(0)),
    )


def _difference(workspace: Workspace, day: date, lines: Lines | None) -> Amount | None:
    found = value_differences(watched_customers(workspace, day=day, lines=lines)).get((PASSIVE, DETRACTOR))
    if found is None:
        return None
    best = found.adjusted if found.adjusted.value is not None else found.raw
    return best if best.lower is not None and best.upper is not None else None


def _removed(treatment: Treatment, *, day: date, difference: Amount | None) -> CauseRemoved:
    answer = effect_of(treatment, day=day, with_money=False)
    found = CauseRemoved(
        treatment_id=treatment.pk,
        hoped_for=treatment.hoped_for,
        verdict=answer.verdict,
        effect=answer.effect,
        customers=touched_customers(treatment),
        worth=None,
    )
    return replace(found, worth=worth_of([found], difference)) if found.is_shown else found


def worth_of(causes: Iterable[CauseRemoved], difference: Amount | None) -> Worth | None:
    """Return what effects are worth together, given what a passive is worth more than a detractor; None without that.

    The error of a product of two independent estimates: se² = (v se_m)² + (m se_v)² + (se_m se_v)².
    """
    if difference is None or difference.value is None or difference.lower is None or difference.upper is None:
        return None
    moved, moved_error = 0.0, 0.0
    for each in causes:
        moved += (each.effect.estimate or 0.0) / 100 * each.customers
        moved_error = math.hypot(moved_error, (each.effect.se or 0.0) / 100 * each.customers)
    error = (difference.upper - difference.lower) / (2 * Z)
    reach = Z * math.sqrt((difference.value * moved_error) ** 2 + (moved * error) ** 2 + (moved_error * error) ** 2)
    value = moved * difference.value
    return Worth(value=value, lower=value - reach, upper=value + reach)
