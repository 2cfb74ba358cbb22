import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, comparable_difference, drift_of_comparable

rows_of = st.lists(
    st.tuples(st.integers(0, 10), st.integers(0, 1), st.integers(0, 2), st.integers(0, 7)), min_size=4, max_size=50
)


def test_without_classes_it_is_the_difference_of_means_with_the_error_of_statsmodels() -> None:
    rng = np.random.default_rng(2)
    treated = rng.integers(0, 2, 80)
    y = rng.normal(size=80) + treated
    theirs = sm.OLS(y, sm.add_constant(treated)).fit(cov_type="HC2")
    found = comparable_difference(y, treated, by_chance=True).difference
    assert (found.value, found.se) == pytest.approx((theirs.params[1], theirs.bse[1]))
    assert Caution.ASSOCIATION_ONLY not in found.warnings


def test_classes_are_weighted_as_the_treated_fall_into_them() -> None:
    outcome = [1, 0, 1, 1, 0, 0, 1, 0, 1]
    treated = [1, 1, 1, 0, 0, 0, 0, 0, 0]
    alike = ["low", "low", "high", "low", "low", "low", "low", "high", "high"]
    found = comparable_difference(outcome, treated, alike)
    assert found.treated.value == pytest.approx(2 / 3)
    assert found.untreated.value == pytest.approx(2 / 3 * 2 / 4 + 1 / 3 * 1 / 2)


def test_people_without_a_counterpart_are_counted_and_left_out() -> None:
    found = comparable_difference([1, 2, 3, 4, None, 9], [1, 0, 1, 0, 0, 1], ["a", "a", "b", "c", "a", "a"])
    assert (found.n_treated, found.n_untreated) == (2, 1)
    assert (found.without_counterpart, found.not_needed, found.left_out) == (1, 1, 1)
    assert Caution.NO_COUNTERPART in found.warnings


def test_nobody_comparable_has_no_answer() -> None:
    found = comparable_difference([1, 2], [1, 0], ["a", "b"])
    assert (found.difference.value, found.difference.status) == (None, Status.UNDEFINED)


@given(rows_of)
def test_the_parts_make_the_difference_and_rows_have_no_order(rows: list[tuple[int, int, int, int]]) -> None:
    here, there = (comparable_difference(*zip(*order, strict=True)) for order in (rows, rows[::-1]))
    if here.difference.value is None:
        assert there.difference.value is None
        return
    assert here.difference.value == pytest.approx((here.treated.value or 0) - (here.untreated.value or 0), abs=1e-9)
    assert there.difference.value == pytest.approx(here.difference.value, abs=1e-9)
    assert there.difference.se == pytest.approx(here.difference.se, abs=1e-9)


def test_a_bad_day_that_ends_is_no_effect() -> None:
    rng = np.random.default_rng(3)
    liking = rng.normal(7.3, 1.2, 3000)
    first, second = (np.clip(np.round(liking + rng.normal(0, 1.3, 3000)), 0, 10) for _ in range(2))
    treated = ((first <= 6) & (rng.random(3000) < 0.5)).astype(int)
    found = drift_of_comparable(first, second, treated)
    assert (found.treated.lower or 0) > 0.5
    assert (found.untreated.lower or 0) > 0.5
    assert (found.difference.lower or 0) < 0 < (found.difference.upper or 0)


def test_one_untreated_person_borrows_the_spread_of_the_others() -> None:
    found = drift_of_comparable([3, 3, 3, 5, 5, 5, 5], [6, 4, 5, 7, 5, 8, 6], [1, 1, 0, 1, 0, 0, 1])
    assert Caution.LONE_CLUSTER in found.difference.warnings
    assert (found.difference.se or 0) > 0


def test_flags_are_flags() -> None:
    with pytest.raises(RejectedInput, match="Treated must hold 0 and 1 only"):
        comparable_difference([1, 2], [0, 3])
