import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kuule.stats import (
    RejectedInput,
    Shares,
    Status,
    nps_change,
    nps_posterior,
    population_posterior,
    prob_above,
    prob_improvement,
)

counts = st.integers(0, 60) | st.integers(0, 10**9)
groups = st.builds(Shares, counts, counts, counts).filter(lambda group: group.n > 0)


@given(groups)
def test_swapping_promoters_and_detractors_flips_the_posterior(group: Shares) -> None:
    plain = nps_posterior(group)
    flipped = nps_posterior(Shares(group.promoters, group.passives, group.detractors))
    assert plain.mean == pytest.approx(-(flipped.mean or 0), abs=1e-12)
    assert (plain.lower, plain.upper) == pytest.approx((-(flipped.upper or 0), -(flipped.lower or 0)), abs=1e-7)
    assert plain.prob_positive == pytest.approx(1 - (flipped.prob_positive or 0), abs=1e-9)


@example(Shares(309, 309, 8674), 0.5)  # a tail of subnormal numbers
@given(groups, st.floats(0.5, 0.98))
def test_limits_are_ordered_and_widen_with_confidence(group: Shares, confidence: float) -> None:
    narrow, wide = nps_posterior(group, confidence=confidence), nps_posterior(group, confidence=0.99)
    assert -1 <= (wide.lower or 0) <= (narrow.lower or 0) <= (narrow.upper or 0) <= (wide.upper or 0) <= 1


@pytest.mark.parametrize("shares", [(2, 3, 9), (0, 0, 8), (1, 0, 0), (5, 40, 1)])
def test_the_limits_are_those_of_a_million_draws(shares: tuple[int, int, int]) -> None:
    draws = np.random.default_rng(11).dirichlet(np.add(shares, 0.5), 1_000_000)
    lead = draws[:, 2] - draws[:, 0]
    law = nps_posterior(Shares(*shares))
    assert (law.lower, law.upper) == pytest.approx(np.quantile(lead, [0.025, 0.975]), abs=0.003)
    assert (law.mean, law.sd) == pytest.approx((lead.mean(), lead.std()), abs=0.002)
    assert law.prob_positive == pytest.approx((lead > 0).mean(), abs=0.003)


def test_a_huge_population_is_the_endless_one() -> None:
    group = Shares(12, 20, 40)
    endless, finite = nps_posterior(group), population_posterior(group, 500_000)
    assert (endless.lower, endless.upper) == pytest.approx((finite.lower, finite.upper), abs=1e-3)


def test_without_answers_there_is_no_posterior() -> None:
    law = nps_posterior(Shares(0, 0, 0))
    assert (law.status, law.mean, law.lower, law.prob_positive) == (Status.UNDEFINED, None, None, None)
    assert prob_above(Shares(0, 0, 0), 0.5) is None
    assert prob_improvement(Shares(0, 0, 0), Shares(1, 1, 1)) is None


few_groups = st.builds(Shares, *[st.integers(0, 500)] * 3).filter(lambda group: group.n > 0)


@given(few_groups, few_groups)
@settings(max_examples=30)
def test_the_chances_of_both_directions_add_up(one: Shares, other: Shares) -> None:
    there, back = prob_improvement(one, other), prob_improvement(other, one)
    assert (there or 0) + (back or 0) == pytest.approx(1, abs=2e-3)
    assert 0 <= (there or 0) <= 1


def test_improvement_agrees_with_draws_and_with_a_one_sided_test() -> None:
    one, other = Shares(20, 30, 50), Shares(12, 28, 60)
    random = np.random.default_rng(2)
    a, b = random.dirichlet([20.5, 30.5, 50.5], 1_000_000), random.dirichlet([12.5, 28.5, 60.5], 1_000_000)
    found = prob_improvement(one, other)
    assert found == pytest.approx(((b[:, 2] - b[:, 0]) > (a[:, 2] - a[:, 0])).mean(), abs=0.002)
    assert found == pytest.approx(1 - (nps_change(one, other).p_value or 0) / 2, abs=0.005)


def test_the_chance_to_be_above_a_target_falls_as_the_target_rises() -> None:
    chances = [prob_above(Shares(4, 8, 18), target) or 0 for target in (-1, 0, 0.3, 0.47, 0.8, 1)]
    assert chances == sorted(chances, reverse=True)
    assert (chances[0], chances[-1]) == (1, 0)


@pytest.mark.parametrize("prior", [(0, 1, 1), (1, 1), (-1, 1, 1), (float("inf"), 1, 1)])
def test_a_prior_that_is_none_is_rejected(prior: tuple[float, ...]) -> None:
    with pytest.raises(RejectedInput, match="three positive numbers"):
        nps_posterior(Shares(1, 1, 1), prior=prior)


def test_a_target_in_points_is_rejected() -> None:
    with pytest.raises(RejectedInput, match="between -1 and 1"):
        prob_above(Shares(1, 1, 1), 40)
