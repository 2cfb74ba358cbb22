import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, growth_relation


def units(n: int, seed: int, noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    real = rng.normal(0.3, 0.15, n)
    return np.clip(real + rng.normal(0, 1, n) * noise, -1, 1), 0.02 + 0.15 * real + rng.normal(0, 0.02, n)


def test_the_plain_slope_agrees_with_statsmodels() -> None:
    nps, growth = units(15, 1)
    theirs = sm.OLS(growth, sm.add_constant(nps)).fit(cov_type="HC3", use_t=True)
    ours = growth_relation(nps, growth).plain
    assert (ours.value, ours.se) == pytest.approx((0.07 * theirs.params[1], 0.07 * theirs.bse[1]))
    assert (ours.lower, ours.upper) == pytest.approx(tuple(0.07 * theirs.conf_int()[1]))
    assert ours.p_value == pytest.approx(theirs.pvalues[1])


def test_scores_without_error_need_no_correction() -> None:
    found = growth_relation(*units(15, 2), errors=[0.0] * 15)
    assert found.corrected.value == pytest.approx(found.plain.value)
    assert found.reliability == 1


def test_error_flattens_the_slope_and_the_correction_mends_it() -> None:
    nps, growth = units(2000, 3, noise=0.1)
    found = growth_relation(nps, growth, errors=np.full(2000, 0.1))
    assert (found.plain.upper or 1) < 0.15 * 0.07
    assert (found.corrected.lower or 1) < 0.15 * 0.07 < (found.corrected.upper or 0)
    assert found.reliability == pytest.approx(0.15**2 / (0.15**2 + 0.1**2), abs=0.05)


@given(st.integers(0, 30), st.floats(0.1, 5), st.floats(-0.2, 0.2))
def test_growth_in_another_unit_moves_all_figures_with_it(seed: int, factor: float, shift: float) -> None:
    nps, growth = units(12, seed)
    here, there = growth_relation(nps, growth).plain, growth_relation(nps, growth * factor + shift).plain
    for name in ("value", "lower", "upper"):
        assert getattr(there, name) == pytest.approx(factor * getattr(here, name), rel=1e-6, abs=1e-12)


def test_two_trends_are_no_relation() -> None:
    rng = np.random.default_rng(5)
    months = np.arange(36)
    nps, growth = 0.01 * months + rng.normal(0, 0.05, 36), 0.002 * months + rng.normal(0, 0.01, 36)
    assert (growth_relation(nps, growth).plain.p_value or 1) < 0.001
    assert (growth_relation(nps, growth, over_time=True).plain.p_value or 0) > 0.05


@pytest.mark.parametrize(("n", "over_time", "needed"), [(5, False, 3), (9, True, 3), (0, False, 8)])
def test_too_few_say_how_many_are_missing(n: int, over_time: bool, needed: int) -> None:
    found = growth_relation(*units(n, 1), over_time=over_time)
    assert (found.needed, found.plain.value, found.plain.status) == (needed, None, Status.UNDEFINED)
    assert Caution.TOO_FEW_UNITS in found.warnings


def test_units_that_score_alike_teach_nothing() -> None:
    found = growth_relation([0.30, 0.31] * 5, np.linspace(0, 0.1, 10))
    assert found.plain.value is None
    assert Caution.LITTLE_SPREAD in found.warnings


def test_scores_that_are_mostly_error_get_no_correction() -> None:
    found = growth_relation(*units(10, 4), errors=[0.3] * 10)
    assert (found.corrected.value, found.plain.status) == (None, Status.OK)
    assert Caution.NOISY_SCORES in found.warnings


def test_points_of_a_hundred_are_rejected() -> None:
    with pytest.raises(RejectedInput, match="NPS must be proportions between -1 and 1; the value at index 0 is 30"):
        growth_relation([30] * 9, [0.1] * 9)
    with pytest.raises(RejectedInput, match="Points must be a proportion above 0"):
        growth_relation([0.3] * 9, [0.1] * 9, points=7)
