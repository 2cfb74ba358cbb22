"""Is it a change? Two scores side by side, and what chance alone could make of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from kuule import stats
from kuule.insight.answers.figures import Figure, figure_of, in_points
from kuule.insight.query import Query, share_no_answer
from kuule.insight.selectors.counts import counts_of
from kuule.insight.selectors.matching import surveys_of
from kuule.insight.selectors.sides import SidedAnswer, answers_on_sides
from kuule.stats import Change, Direction, OverlapChange

# Beyond so many answers reading them one by one takes too long, and the interval is narrow anyway.
MOST_ANSWERS_READ = 50_000
# Of fewer accounts or people the interval that knows who belongs together is too narrow (`stats.overlap_change`).
LEAST_CLUSTERS = 40

# Codes of warnings, beside those of `stats.Caution`.
FEW_ON_A_SIDE, PEOPLE_NOT_MATCHED = "few_on_a_side", "people_not_matched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How much higher `one` scores than `other`, in points; None where somebody's side is empty.

    `both` people answered on both sides; None where that was not looked up. `method` is `aw_half` for answers that
    have nothing to do with each other, `overlap` where it is known which belong to one account, or to one person.
    """

    one: Figure
    other: Figure
    value: float | None
    lower: float | None
    upper: float | None
    error: float | None
    p_value: float | None
    direction: Direction | None
    both: int | None
    method: str
    confidence: float
    warnings: tuple[str, ...] = ()

    @property
    def chance_higher(self) -> float | None:
        """Return how likely `one` is truly higher, between 0 and 1, if nothing was known before these answers."""
        if self.method == OVERLAP and self.value is not None and self.error:
            return NormalDist().cdf(self.value / self.error)
        return stats.prob_improvement(self.other.shares, self.one.shares)


OVERLAP = "overlap"


def comparison(one: Query, other: Query, *, known: Figure | None = None) -> Comparison:
    """Compare two sets of answers: the one road to a change, for pages, digests, API and exports.

    Parameters
    ----------
    one, other : Query
        Two times, or two segments of one cut; the change is `one` minus `other`.
    known : Figure, optional
        The score of `one`, where it has been asked for already.

    Raises
    ------
    ValueError
        If an answer could belong to both: a segment is compared with its rest (`rest_of`), never with the whole.
    """
    if not share_no_answer(one, other):
        raise ValueError("Compare two times that share no day, or a segment with the rest of its cut.")
    among = surveys_of(one)
    first = known or figure_of(counts_of(one, among=among), one)
    second = figure_of(counts_of(other, among=among), one)
    plain = _plain(first, second)
    if not first.n or not second.n:
        return plain
    if first.n + second.n > MOST_ANSWERS_READ:
        return replace(plain, both=None, warnings=(*plain.warnings, PEOPLE_NOT_MATCHED))
    return _knowing_people(plain, answers_on_sides(one, other, among=among))


def _plain(first: Figure, second: Figure) -> Comparison:
    change: Change = stats.nps_change(second.shares, first.shares, confidence=first.confidence)
    few = (FEW_ON_A_SIDE,) if first.is_few or second.is_few else ()
    return Comparison(
        one=first,
        other=second,
        value=in_points(change.value),
        lower=in_points(change.lower),
        upper=in_points(change.upper),
        error=in_points(change.se),
        p_value=change.p_value,
        direction=change.direction,
        both=0,
        method=change.method,
        confidence=change.confidence,
        warnings=(*few, *map(str, change.warnings)),
    )


def _knowing_people(plain: Comparison, answers: Sequence[SidedAnswer]) -> Comparison:
    people: tuple[set[int], set[int]] = (set(), set())
    for contact, _account, _score, side in answers:
        if contact is not None:
            people[side - 1].add(contact)
    both = len(people[0] & people[1])
    change = _overlap(answers, plain.confidence)
    if change.lower is None or change.n_contacts == len(answers):
        return replace(plain, both=both)
    if change.n_contacts < LEAST_CLUSTERS and not _is_wider(change, plain):
        return replace(plain, both=both)
    return replace(
        plain,
        lower=in_points(change.lower),
        upper=in_points(change.upper),
        error=in_points(change.se),
        p_value=change.p_value,
        direction=change.direction,
        both=both,
        method=OVERLAP,
        warnings=(*plain.warnings, *map(str, change.warnings)),
    )


def _overlap(answers: Sequence[SidedAnswer], confidence: float) -> OverlapChange:
    # People of one account answer alike, one person even more so: whoever has no account stands for themselves.
    clusters = [
        ("account", account) if account is not None else None if contact is None else ("contact", contact)
        for contact, account, _score, _side in answers
    ]
    scores = np.array([score for _contact, _account, score, _side in answers])
    # The side that is looked at comes second: the change is second minus first.
    sides = [3 - side for *_rest, side in answers]
    return stats.overlap_change(clusters, sides, scores, confidence=confidence)


def _is_wider(change: OverlapChange, plain: Comparison) -> bool:
    if change.lower is None or change.upper is None or plain.lower is None or plain.upper is None:
        return False
    return (change.upper - change.lower) * 100 > plain.upper - plain.lower
