import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from kuule.stats import RejectedInput, Status
from kuule.stats.proportions import share_interval, share_intervals

sizes = st.integers(1, 200) | st.integers(1, 10**9)


@given(sizes, st.floats(0, 1), st.floats(0.5, 0.999))
def test_the_interval_holds_the_share_stays_on_the_scale_and_has_width(n: int, part: float, confidence: float) -> None:
    hits = int(part * n)
    estimate = share_interval(hits, n, confidence=confidence)
    assert estimate.lower is not None
    assert estimate.upper is not None
    assert 0 <= estimate.lower <= hits / n <= estimate.upper <= 1
    assert estimate.lower < estimate.upper
    assert (estimate.lower == 0) == (hits == 0)
    assert (estimate.upper == 1) == (hits == n)


@given(sizes, st.floats(0, 1))
def test_yes_and_no_mirror_each_other(n: int, part: float) -> None:
    yes, no = share_interval(int(part * n), n), share_interval(n - int(part * n), n)
    assert (yes.lower, yes.upper) == pytest.approx((1 - (no.upper or 0), 1 - (no.lower or 0)), abs=1e-12)


@given(st.integers(0, 50), st.integers(50, 60), st.floats(0.5, 0.999))
def test_it_agrees_with_statsmodels(hits: int, n: int, confidence: float) -> None:
    estimate = share_interval(hits, n, confidence=confidence)
    theirs = proportion_confint(hits, n, alpha=1 - confidence, method="wilson")
    assert (estimate.lower, estimate.upper) == pytest.approx(theirs, abs=1e-9)


def test_many_at_once_are_what_each_is_alone() -> None:
    hits, n = np.arange(100_000) % 50, np.full(100_000, 60)
    many = share_intervals(hits, n)
    assert many[7] == share_interval(7, 60)
    assert len(many) == 100_000


def test_of_nothing_there_is_no_share() -> None:
    estimate = share_interval(0, 0)
    assert (estimate.value, estimate.lower, estimate.status) == (None, None, Status.UNDEFINED)


@pytest.mark.parametrize(("hits", "n"), [([3], [2]), ([-1], [2]), ([1], [np.inf]), ([1, 2], [3]), (["a"], [2]), (1, 2)])
def test_what_is_no_part_of_a_whole_is_refused(hits: object, n: object) -> None:
    with pytest.raises(RejectedInput):
        share_intervals(hits, n)  # type: ignore[arg-type]
