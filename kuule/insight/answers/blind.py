"""The suppliers of a double-blind study side by side, each beside our own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kuule import stats
from kuule.insight.answers.figures import Figure, figure_of, in_points
from kuule.insight.query import Query
from kuule.insight.selectors.blind import ratings_of
from kuule.insight.selectors.counts import GroupCounts
from kuule.stats import Direction
from kuule.surveys.question_types.base import Question
from kuule.surveys.question_types.scales import DETRACTOR, PASSIVE, PROMOTER, ZERO_TO_TEN, group_on
from kuule.surveys.rules import Texts
from kuule.surveys.rules.blind import OWN_SUPPLIER, supplier_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """How much higher a supplier scores than we do, in points; `corrected_p` knows how many suppliers were compared."""

    value: float
    lower: float
    upper: float
    p_value: float
    corrected_p: float
    confidence: float

    @property
    def direction(self) -> Direction:
        """Return whether they score higher or lower; steady where that may be chance."""
        if self.corrected_p > 1 - self.confidence:
            return Direction.STEADY
        return Direction.UP if self.value > 0 else Direction.DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A supplier with its score; `texts` is the question about it, `both` how many rated it and us."""

    texts: Texts
    figure: Figure
    is_own: bool
    both: int = 0
    apart: Apart | None = None


def compared_suppliers(query: Query, questions: Sequence[Question]) -> list[Supplier]:
    """Return the suppliers in the order of the questions; without one of our own, none is set beside it."""
    asked = supplier_questions(questions)
    rated = ratings_of(query, keys=[each["key"] for each in asked])
    own = rated.get(OWN_SUPPLIER, {})
    found = [_supplier(each, rated[each["key"]], own, query) for each in asked]
    corrected = stats.adjust_p_values([each.apart.p_value if each.apart else None for each in found])
    return [
        replace(each, apart=replace(each.apart, corrected_p=p)) if each.apart and p is not None else each
        for each, p in zip(found, corrected, strict=True)
    ]


def _supplier(question: Question, scores: Mapping[int, int], own: Mapping[int, int], query: Query) -> Supplier:
    is_own = question["key"] == OWN_SUPPLIER
    figure = figure_of(_counts(list(scores.values())), query)
    return Supplier(
        texts=question["texts"].get("title", {}),
        figure=figure,
        is_own=is_own,
        both=0 if is_own else len(scores.keys() & own.keys()),
        apart=None if is_own or figure.is_few or len(own) < query.few_below else _apart(scores, own, query.confidence),
    )


def _apart(scores: Mapping[int, int], own: Mapping[int, int], confidence: float) -> Apart | None:
    # Whoever rated both stands in both waves with one name, so that the interval knows it.
    found = stats.overlap_change(
        [*own, *scores], [1] * len(own) + [2] * len(scores), [*own.values(), *scores.values()], confidence=confidence
    )
    value, lower, upper = in_points(found.value), in_points(found.lower), in_points(found.upper)
    if value is None or lower is None or upper is None or found.p_value is None:
        return None
    return Apart(
        value=value,
        lower=lower,
        upper=upper,
        p_value=found.p_value,
        corrected_p=found.p_value,
        confidence=confidence,
    )


def _counts(scores: Sequence[int]) -> GroupCounts:
    groups = [group_on(ZERO_TO_TEN, score) for score in scores]
    return GroupCounts(groups.count(DETRACTOR), groups.count(PASSIVE), groups.count(PROMOTER))
