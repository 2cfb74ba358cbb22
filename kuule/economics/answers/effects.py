"""Did it work? The change of customers who were touched beside that of the others, and what speaks against it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kuule import stats
from kuule.economics.models import Treatment
from kuule.economics.rules.effects import (
    AFTER,
    BEFORE,
    EARLIER,
    LEAST_CUSTOMERS,
    LOWERED,
    OTHERS,
    RAISED,
    SMALL,
    TOUCHED,
    UNSEEN,
    WORTH_SEEING,
    Windows,
    verdict_on,
    windows_of,
)
from kuule.economics.selectors.effects import outcome_query, touch_of
from kuule.economics.selectors.settings import money_settings
from kuule.economics.selectors.treated import TreatedAnswer, TreatedMoney, treated_answers, treated_money
from kuule.insight.answers.figures import Figure, figure_of
from kuule.insight.selectors.counts import GroupCounts
from kuule.stats import Comparison, DifferenceInDifferences
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER, ZERO_TO_TEN, group_on

SIDES, PERIODS = (TOUCHED, OTHERS), (BEFORE, AFTER)
DAYS_A_MONTH = 365.25 / 12
_SIGN = {DETRACTOR: -100.0, PASSIVE: 0.0, PROMOTER: 100.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The score of one side in one window, and how many customers gave it."""

    side: str
    window: str
    figure: Figure
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyEffect:
    """What customers pay in a month, in `currency`, in each cell, and the effect on it."""

    currency: str
    effect: DifferenceInDifferences
    touched: int
    others: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectAnswer:
    """What can be said of a treatment. All effects are in NPS points but `drift`, which is on the scale from 0 to 10.

    `effect` is by difference in differences, `apart` the same of the two windows before the start: it should be
    nothing. `changes` are those of each side alone. `drift` is of people who answered before and after: how far the
    touched moved, and how far others moved who started from the same scores. `needed` is how many more answers it
    takes to see a change of `WORTH_SEEING` points; None where nobody can tell.
    """

    windows: Windows
    cells: Sequence[Cell]
    changes: Mapping[str, stats.OverlapChange]
    effect: DifferenceInDifferences
    apart: DifferenceInDifferences
    drift: Comparison | None
    money: MoneyEffect | None
    verdict: str
    needed: int | None
    is_everyone: bool

    @property
    def is_told(self) -> bool:
        """Tell whether the effect and its range are shown: there is a comparison, and nothing speaks against it."""
        return self.verdict in (RAISED, LOWERED, SMALL, UNSEEN)

    @property
    def is_apart(self) -> bool:
        """Tell whether both sides moved apart before the start already, by more than chance."""
        return _is_seen(self.apart)


def effect_of(treatment: Treatment, *, day: date, with_money: bool = True) -> EffectAnswer:
    """Return what can be said on a day of a treatment; `with_money` also of what customers pay."""
    windows = windows_on(treatment, day)
    answers = treated_answers(treatment, windows)
    effect = _difference(answers, BEFORE, AFTER)
    apart = _difference(answers, EARLIER, BEFORE)
    cells = _cells(treatment, windows, answers)
    is_everyone = touch_of(treatment).is_everyone
    return EffectAnswer(
        windows=windows,
        cells=cells,
        changes={side: _change(answers, side) for side in SIDES},
        effect=effect,
        apart=apart,
        drift=None if is_everyone else _drift(answers),
        money=_money(treatment, windows) if with_money and not is_everyone else None,
        verdict=verdict_on(
            lower=effect.lower,
            upper=effect.upper,
            customers=min(cell.customers for cell in cells),
            is_everyone=is_everyone,
            has_begun=treatment.starts_on <= day,
            is_apart=_is_seen(apart),
        ),
        needed=stats.answers_needed(effect, wanted=WORTH_SEEING),
        is_everyone=is_everyone,
    )


def windows_on(treatment: Treatment, day: date) -> Windows:
    """Return the windows of a treatment as far as they have come by a day."""
    return windows_of(
        starts_on=treatment.starts_on,
        ends_on=treatment.ends_on,
        before_days=treatment.before_days,
        after_days=treatment.after_days,
        today=day,
    )


def _difference(answers: Iterable[TreatedAnswer], first: str, second: str) -> DifferenceInDifferences:
    rows = [each for each in answers if each.window in (first, second)]
    return stats.difference_in_differences(
        np.array([_points(each) for each in rows]),
        np.array([float(each.side == TOUCHED) for each in rows]),
        np.array([float(each.window == second) for each in rows]),
        np.array([each.customer for each in rows], dtype=np.int64),
        method="cr2",
    )


def _cells(treatment: Treatment, windows: Windows, answers: Iterable[TreatedAnswer]) -> list[Cell]:
    query = outcome_query(treatment, first=windows.before, until=windows.until)
    counted: dict[tuple[str, str], Counter[str]] = {(side, window): Counter() for side in SIDES for window in PERIODS}
    customers: dict[tuple[str, str], set[int]] = {cell: set() for cell in counted}
    for each in answers:
        if each.window in PERIODS:
            counted[each.side, each.window][_group(each)] += 1
            customers[each.side, each.window].add(each.customer)
    return [
        Cell(
            side=side,
            window=window,
            figure=figure_of(GroupCounts(groups[DETRACTOR], groups[PASSIVE], groups[PROMOTER]), query),
            customers=len(customers[side, window]),
        )
        for (side, window), groups in counted.items()
    ]


def _change(answers: Iterable[TreatedAnswer], side: str) -> stats.OverlapChange:
    rows = [each for each in answers if each.side == side and each.window in PERIODS]
    waves = [1 + PERIODS.index(each.window) for each in rows]
    return stats.overlap_change([each.customer for each in rows], waves, [each.score for each in rows])


def _drift(answers: Iterable[TreatedAnswer]) -> Comparison | None:
    """Compare people who answered in both windows: their last answer before the start, and their first after it."""
    before: dict[int, TreatedAnswer] = {}
    after: dict[int, TreatedAnswer] = {}
    for each in sorted(answers, key=lambda answer: (answer.day, answer.response)):
        if each.window == BEFORE:
            before[each.person] = each
        elif each.window == AFTER:
            after.setdefault(each.person, each)
    both = [person for person in before if person in after]
    if not both:
        return None
    return stats.drift_of_comparable(
        [float(before[person].score) for person in both],
        [float(after[person].score) for person in both],
        [float(before[person].side == TOUCHED) for person in both],
        [before[person].customer for person in both],
    )


def _money(treatment: Treatment, windows: Windows) -> MoneyEffect | None:
    rows, left_out = treated_money(treatment, windows)
    touched = sum(row.side == TOUCHED for row in rows)
    months_before = (windows.start - windows.before).days / DAYS_A_MONTH
    months_after = (windows.until - windows.start).days / DAYS_A_MONTH
    if min(touched, len(rows) - touched) < LEAST_CUSTOMERS or not months_after:
        return None
    effect = _money_difference(rows, months_before, months_after)
    return MoneyEffect(
        currency=money_settings(treatment.workspace).currency,
        effect=effect,
        touched=touched,
        others=len(rows) - touched,
        left_out=left_out,
    )


def _money_difference(
    rows: Sequence[TreatedMoney], months_before: float, months_after: float
) -> DifferenceInDifferences:
    paid = [row.before / months_before for row in rows] + [row.after / months_after for row in rows]
    return stats.difference_in_differences(
        np.array(paid),
        np.array([float(row.side == TOUCHED) for row in rows] * 2),
        np.repeat([0.0, 1.0], len(rows)),
        np.array([row.customer for row in rows] * 2, dtype=np.int64),
        method="cr2",
    )


def _is_seen(effect: DifferenceInDifferences) -> bool:
    return effect.lower is not None and effect.upper is not None and (effect.lower > 0 or effect.upper < 0)


def _group(answer: TreatedAnswer) -> str:
    return group_on(ZERO_TO_TEN, answer.score)


def _points(answer: TreatedAnswer) -> float:
    return _SIGN[_group(answer)]
