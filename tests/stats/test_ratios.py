import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from statsmodels.stats.proportion import confint_proportions_2indep

from kuule.stats import RejectedInput, Status, difference_of_shares, ratio_of_shares

group = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
INNER = [(12, 40, 5, 50), (3, 8, 2, 9), (1, 2, 1, 2), (400, 1000, 95, 700), (50, 60, 3, 400)]


@pytest.mark.parametrize("counts", INNER)
def test_limits_agree_with_statsmodels(counts: tuple[int, int, int, int]) -> None:
    ratio, difference = ratio_of_shares(*counts), difference_of_shares(*counts)
    assert (ratio.lower, ratio.upper) == pytest.approx(
        confint_proportions_2indep(*counts, compare="ratio", method="score"), rel=1e-6
    )
    assert (difference.lower, difference.upper) == pytest.approx(
        confint_proportions_2indep(*counts, compare="diff", method="newcomb"), rel=1e-9
    )


def test_nobody_in_b_leaves_a_lower_limit_only() -> None:
    found = ratio_of_shares(4, 10, 0, 9)
    assert (found.value, found.upper, found.status) == (None, None, Status.DEGENERATE)
    assert found.lower == pytest.approx(confint_proportions_2indep(4, 10, 0, 9, compare="ratio", method="score")[0])


@pytest.mark.parametrize("counts", [(0, 5, 0, 7), (0, 0, 3, 7), (3, 7, 0, 0)])
def test_nobody_at_all_has_no_ratio(counts: tuple[int, int, int, int]) -> None:
    found = ratio_of_shares(*counts)
    assert (found.value, found.lower, found.upper, found.status) == (None, None, None, Status.UNDEFINED)


def test_at_a_limit_the_likelihood_found_by_search_gives_the_score_of_the_quantile() -> None:
    x_a, n_a, x_b, n_b = 10, 10, 4, 9
    ratio = ratio_of_shares(x_a, n_a, x_b, n_b).lower or 0.0

    def misfit(b: float) -> float:
        a = ratio * b
        return -(x_a * np.log(a) + x_b * np.log(b) + (n_a - x_a) * np.log1p(-a) + (n_b - x_b) * np.log1p(-b))

    b = minimize_scalar(misfit, bounds=(1e-9, min(1, 1 / ratio) - 1e-9), method="bounded", options={"xatol": 1e-12}).x
    a = ratio * b
    variance = (a * (1 - a) / n_a + ratio**2 * b * (1 - b) / n_b) * 19 / 18
    assert (x_a / n_a - ratio * x_b / n_b) / np.sqrt(variance) == pytest.approx(1.959964, rel=1e-4)


@given(group, group)
def test_turning_the_groups_round_turns_the_limits_round(a: tuple[int, int], b: tuple[int, int]) -> None:
    here, there = ratio_of_shares(*a, *b), ratio_of_shares(*b, *a)
    if here.lower and here.upper:
        assert (there.lower, there.upper) == pytest.approx((1 / here.upper, 1 / here.lower), rel=1e-6)
        assert there.p_value == pytest.approx(here.p_value, abs=1e-9)
        assert here.lower <= (here.value or 0) * (1 + 1e-9)
        assert ((here.p_value or 0) < 0.05) == (here.lower > 1 or here.upper < 1)


@given(group, group)
def test_a_difference_lies_within_its_limits(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = difference_of_shares(*a, *b)
    assert -1 <= (found.lower or 0) <= (found.value or 0) <= (found.upper or 0) <= 1
    assert 0 <= (found.p_value or 0) <= 1


def test_more_than_all_is_rejected() -> None:
    with pytest.raises(RejectedInput, match="Successes must not exceed n; 5 of 4 cannot be"):
        ratio_of_shares(5, 4, 1, 3)
    with pytest.raises(RejectedInput, match="n_b must be a whole number"):
        difference_of_shares(1, 4, 1, 3.5)  # type: ignore[arg-type]
