import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from statsmodels.duration.hazard_regression import PHReg

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.hazards import HazardRatios, Ties, cox

Numbers = NDArray[np.int64]
Life = tuple[int, int, str]
lives = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1), st.sampled_from("abc")), min_size=4, max_size=60)


def fit(rows: list[Life], reference: str = "a", ties: Ties = "efron") -> HazardRatios:
    time, event, group = zip(*rows, strict=True)
    return cox(time, event, group, reference=reference, ties=ties)


def random_lives(seed: int) -> tuple[Numbers, Numbers, Numbers]:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, 120)
    return rng.geometric(0.05 + 0.05 * group), rng.integers(0, 4, 120) > 0, group


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("seed", range(10))
def test_ratios_and_errors_agree_with_statsmodels(seed: int, ties: Ties) -> None:
    time, event, group = random_lives(seed)
    dummies = np.column_stack([group == 1, group == 2]).astype(float)
    theirs = PHReg(time, dummies, status=event, ties=ties).fit(tol=1e-12)
    ours = cox(time, event, group, reference=0, ties=ties)
    assert list(ours.coef.values()) == pytest.approx(list(theirs.params), abs=1e-6)
    assert list(ours.se.values()) == pytest.approx(list(theirs.bse), abs=1e-6)
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-6)


@given(lives)
def test_changing_the_reference_turns_the_ratios_round(rows: list[Life]) -> None:
    assume({"a", "b"} <= {row[2] for row in rows})
    one, other = fit(rows, "a"), fit(rows, "b")
    here, there = one.coef["b"], other.coef["a"]
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert here == pytest.approx(-there, abs=1e-6)
        assert one.se["b"] == pytest.approx(other.se["a"], rel=1e-5)
    assert one.loglik == pytest.approx(other.loglik)


@given(lives, st.permutations(range(60)))
def test_the_order_of_rows_changes_nothing(rows: list[Life], order: list[int]) -> None:
    assume("a" in {row[2] for row in rows})
    assert fit(rows) == fit([rows[place] for place in order if place < len(rows)])


@given(lives)
def test_only_the_order_of_times_counts(rows: list[Life]) -> None:
    assume("a" in {row[2] for row in rows})
    assert fit(rows).coef == fit([(time**3, event, group) for time, event, group in rows]).coef


@given(lives)
def test_the_fit_is_no_worse_than_no_difference_and_the_interval_holds_the_ratio(rows: list[Life]) -> None:
    assume("a" in {row[2] for row in rows})
    result = fit(rows)
    if result.loglik is not None and result.loglik_null is not None:
        assert result.loglik >= result.loglik_null - 1e-9
    for group, ratio in result.hr.items():
        lower, upper = result.hr_lower[group], result.hr_upper[group]
        assert (ratio is None) == (lower is None) == (upper is None)
        if ratio is not None and lower is not None and upper is not None:
            assert 0 < lower < ratio < upper


def test_a_group_without_events_is_not_estimable_and_the_others_are_what_the_fit_tends_to() -> None:
    time, event, group = random_lives(3)
    event = event & (group != 2)
    dummies = np.column_stack([group == 1, np.where(group == 2, 1.0, 0.0)])
    nearly = PHReg(time, dummies[:, :1].astype(float), status=event, offset=-40 * dummies[:, 1], ties="efron")
    theirs = nearly.fit(tol=1e-12)
    ours = cox(time, event, group, reference=0)
    assert ours.status is Status.DEGENERATE
    assert Caution.NOT_ESTIMABLE in ours.warnings
    assert (ours.coef[2], ours.se[2], ours.hr[2], ours.hr_upper[2]) == (None, None, None, None)
    assert (ours.coef[1], ours.se[1]) == pytest.approx((theirs.params[0], theirs.bse[0]), abs=1e-6)
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-6)


def test_a_reference_without_events_leaves_nothing_to_compare_with() -> None:
    result = fit([(1, 1, "b"), (2, 1, "c"), (3, 1, "b"), (4, 0, "a"), (4, 1, "c")])
    assert result.status is Status.UNDEFINED
    assert set(result.coef.values()) == {None}


def test_groups_that_leave_one_after_the_other_are_not_estimable_though_both_have_events() -> None:
    # All of b have left before the first of a does: the ratio can be as large as one likes.
    result = fit([(1, 1, "b"), (2, 1, "b"), (3, 1, "a"), (4, 1, "a")])
    assert (result.status, result.coef) == (Status.UNDEFINED, {"b": None})
    assert result.loglik == pytest.approx(-2 * math.log(2))


def test_without_events_there_is_no_answer() -> None:
    result = fit([(1, 0, "a"), (2, 0, "b")])
    assert (result.status, result.coef) == (Status.UNDEFINED, {"b": None})
    assert (result.loglik, result.loglik_null) == (None, None)


def test_a_group_of_which_no_complete_row_is_left_has_no_ratio() -> None:
    result = cox([1, 2, 3, 4, None], [1, 1, 1, 0, 1], ["a", "b", "a", "b", "c"], reference="a")
    assert (result.n, result.left_out, result.coef["c"]) == (4, 1, None)
    assert result.status is Status.DEGENERATE
    assert {Caution.ROWS_LEFT_OUT, Caution.NOT_ESTIMABLE} <= set(result.warnings)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"reference": "passive"}, "'passive' is not among the groups: 'a', 'b'"),
        ({"reference": "a", "ties": "exact"}, 'must be "efron" or "breslow"'),
        ({"reference": "a", "confidence": 1}, "Confidence"),
    ],
)
def test_settings_that_make_no_sense_are_refused(choices: dict[str, object], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        cox([1, 2], [1, 1], ["a", "b"], **choices)  # type: ignore[arg-type]
