import math
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuule.stats import (
    Caution,
    PopulationEstimate,
    RejectedInput,
    Shares,
    Status,
    population_posterior,
    population_score,
)

counts = st.integers(0, 30)
groups = st.builds(Shares, counts, counts, counts).filter(lambda group: group.n > 0)
silences = st.integers(0, 200)
both = pytest.mark.parametrize("method", [population_posterior, population_score])


def limits(estimate: PopulationEstimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


def exact(shares: Shares, silent: int) -> dict[int, Fraction]:
    """P(promoters - detractors of everybody), by summing over every composition of the silent in rationals."""
    a = [Fraction(2 * count + 1, 2) for count in (shares.detractors, shares.passives, shares.promoters)]

    def weight(kind: int, count: int) -> Fraction:
        return math.prod(((a[kind] + i) / (i + 1) for i in range(count)), start=Fraction(1))

    law: dict[int, Fraction] = {}
    for det in range(silent + 1):
        for pro in range(silent + 1 - det):
            lead = shares.promoters - shares.detractors + pro - det
            law[lead] = law.get(lead, Fraction(0)) + weight(0, det) * weight(1, silent - det - pro) * weight(2, pro)
    total = sum(law.values())
    return {lead: law[lead] / total for lead in sorted(law)}


@pytest.mark.parametrize(
    ("shares", "population"),
    [(Shares(2, 4, 8), 20), (Shares(0, 0, 8), 20), (Shares(1, 0, 0), 13), (Shares(0, 5, 0), 6), (Shares(30, 1, 2), 50)],
)
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999])
def test_the_posterior_is_the_sum_over_every_composition(shares: Shares, population: int, confidence: float) -> None:
    law = exact(shares, population - shares.n)
    estimate = population_posterior(shares, population, confidence=confidence)

    def quantile(probability: float) -> float:
        reached = Fraction(0)
        for lead, share in law.items():
            reached += share
            if reached >= probability:
                return lead / population
        raise AssertionError

    assert limits(estimate) == (quantile((1 - confidence) / 2), quantile((1 + confidence) / 2))
    assert estimate.mean == pytest.approx(float(sum(lead * share for lead, share in law.items())) / population)
    positive = float(sum(share for lead, share in law.items() if lead > 0))
    assert estimate.prob_positive == pytest.approx(positive, abs=1e-12)


@both
@given(group=groups)
def test_a_census_has_zero_width_and_assumes_nothing(method: Any, group: Shares) -> None:
    estimate = method(group, group.n)
    assert limits(estimate) == (group.nps, group.nps)
    assert (estimate.status, estimate.warnings) == (Status.OK, ())


@both
@given(group=groups, silent=silences)
def test_limits_are_achievable_and_flip_with_their_sides(method: Any, group: Shares, silent: int) -> None:
    population, lead = group.n + silent, group.promoters - group.detractors
    lower, upper = limits(method(group, population))
    assert lead - silent <= round(lower * population) <= round(upper * population) <= lead + silent
    flipped = method(Shares(group.promoters, group.passives, group.detractors), population)
    assert limits(flipped) == pytest.approx((-upper, -lower))


@given(group=groups, silent=silences)
def test_the_score_with_correction_contains_the_point(group: Shares, silent: int) -> None:
    lower, upper = limits(population_score(group, group.n + silent))
    assert lower <= (group.nps or 0) <= upper


@both
@given(group=groups, silent=silences, levels=st.tuples(st.floats(0.5, 0.999), st.floats(0.5, 0.999)))
def test_more_confidence_widens(method: Any, group: Shares, silent: int, levels: tuple[float, float]) -> None:
    narrow, wide = (limits(method(group, group.n + silent, confidence=level)) for level in sorted(levels))
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


def test_few_answers_and_silence_are_warned_of() -> None:
    assert population_posterior(Shares(1, 1, 3), 20).warnings == (
        Caution.SILENCE_UNRELATED,
        Caution.FEW_OF_POPULATION,
    )
    assert population_posterior(Shares(2, 4, 8), 20).warnings == (Caution.SILENCE_UNRELATED,)


def test_a_posterior_that_leaves_out_the_score_says_so() -> None:
    estimate = population_posterior(Shares(0, 0, 12), 5000)
    assert Caution.POINT_OUTSIDE in estimate.warnings
    assert estimate.including_value().upper == 1
    assert estimate.including_value().population == 5000


@both
def test_no_answers_are_undefined(method: Any) -> None:
    estimate = method(Shares(0, 0, 0), 20)
    assert (estimate.status, estimate.value, estimate.lower, estimate.mean) == (Status.UNDEFINED, None, None, None)


@both
def test_more_answers_than_members_are_rejected(method: Any) -> None:
    with pytest.raises(RejectedInput, match="14 answers are more than the population of 13"):
        method(Shares(2, 4, 8), 13)


@pytest.mark.parametrize("population", [20.0, -1, "20", None, True])
def test_a_population_is_a_whole_number(population: Any) -> None:
    with pytest.raises(RejectedInput, match="population must be a whole number"):
        population_posterior(Shares(1, 1, 1), population)


@pytest.mark.parametrize("prior", [(0, 1, 1), (1, 1), (-1, 1, 1), (math.inf, 1, 1), (math.nan, 1, 1)])
def test_a_prior_is_three_positive_numbers(prior: Any) -> None:
    with pytest.raises(RejectedInput, match="A prior is three positive numbers"):
        population_posterior(Shares(1, 1, 1), 20, prior=prior)


@pytest.mark.parametrize("confidence", [1e-12, 1 - 1e-15, math.nextafter(1, 0)])
def test_extreme_confidence_comes_to_an_end(confidence: float) -> None:
    lower, upper = limits(population_posterior(Shares(2, 4, 8), 50, confidence=confidence))
    assert -1 <= lower <= upper <= 1


def test_thousands_of_answers_from_hundreds_of_thousands_are_quick() -> None:
    started = time.perf_counter()
    exactly = population_posterior(Shares(500, 1000, 2500), 300_000)
    assert time.perf_counter() - started < 2
    assert exactly.method == "posterior"
    assert limits(exactly) == pytest.approx(limits(population_score(Shares(500, 1000, 2500), 300_000)), abs=0.001)


def test_beyond_a_million_silent_the_score_answers_and_says_so() -> None:
    estimate = population_posterior(Shares(10**9, 2 * 10**9, 3 * 10**9), 7 * 10**9)
    assert estimate.method == "score_fpc"
    assert Caution.POPULATION_LARGE in estimate.warnings
    assert estimate.mean is None
    lower, upper = limits(estimate)
    assert lower < 1 / 3 < upper < lower + 1e-4


@settings(max_examples=20)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 2000))
def test_counts_of_a_thousand_million_do_not_overflow(det: int, pas: int, pro: int, silent: int) -> None:
    shares = Shares(det, pas, pro)
    lower, upper = limits(population_posterior(shares, shares.n + silent).including_value())
    assert -1 <= lower <= (shares.nps or 0) <= upper <= 1
