"""A difference from two intervals, and a share of rows that belong together."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import RejectedInput, share_interval
from kuule.stats.change import Direction
from kuule.stats.clustered_share import clustered_share
from kuule.stats.mover import Bounded, difference_of


def test_the_difference_of_two_shares_is_newcombes() -> None:
    """Newcombe R (1998) Stat Med 17:873-890, table II, example (a): 56/70 against 48/80, method 10."""
    before, after = (
        Bounded(value=each.value, lower=each.lower, upper=each.upper)
        for each in (share_interval(48, 80), share_interval(56, 70))
    )
    found = difference_of(before, after)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert found.direction is Direction.UP


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e3), st.floats(-1e6, 1e6), st.floats(0.01, 1e3))
def test_even_limits_give_the_usual_interval(before: float, reach: float, after: float, other: float) -> None:
    found = difference_of(
        Bounded(value=before, lower=before - reach, upper=before + reach),
        Bounded(value=after, lower=after - other, upper=after + other),
    )
    assert found.lower == pytest.approx(after - before - math.hypot(reach, other), abs=1e-6)
    assert found.upper == pytest.approx(after - before + math.hypot(reach, other), abs=1e-6)


def test_without_a_limit_there_is_no_direction() -> None:
    whole, half = Bounded(value=2, lower=1, upper=3), Bounded(value=5, lower=None, upper=9)
    assert difference_of(whole, half).value == 3
    assert difference_of(whole, half).direction is None
    assert difference_of(whole, Bounded(value=None, lower=None, upper=None)).value is None


def test_independent_rows_have_wilsons_interval() -> None:
    flags = [1] * 30 + [0] * 20
    found, wilson = clustered_share(flags, range(50)), share_interval(30, 50)
    assert (found.value, found.n) == (wilson.value, 50)
    # The estimate of the spread from single rows has n - 1 in place of n.
    assert found.lower == pytest.approx(wilson.lower, abs=0.002)
    assert found.upper == pytest.approx(wilson.upper, abs=0.002)


def test_rows_that_say_the_same_count_like_one() -> None:
    flags, clusters = [1, 0, 1, 1, 0, 1, 0, 1, 1, 1], list(range(10))
    once, thrice = clustered_share(flags, clusters), clustered_share(flags * 3, clusters * 3)
    assert thrice.value == pytest.approx(once.value)
    assert thrice.n == 30
    assert thrice.upper - thrice.lower >= once.upper - once.lower


def test_where_all_did_customers_count_not_answers() -> None:
    found = clustered_share([1] * 12, [1, 2, 3] * 4)
    assert (found.value, found.upper, found.lower) == (1, 1, share_interval(3, 3).lower)
    assert clustered_share([], []).value is None
    with pytest.raises(RejectedInput, match="0 and 1"):
        clustered_share([2], [1])


@pytest.mark.soak
def test_the_interval_covers_the_truth_when_customers_differ() -> None:
    rng, covered = np.random.default_rng(11), 0
    for _run in range(1_500):
        chances, sizes = rng.beta(3, 3, 25), rng.integers(1, 5, 25)
        flags = rng.random(sizes.sum()) < np.repeat(chances, sizes)
        found = clustered_share(flags.astype(float), np.repeat(np.arange(25), sizes))
        covered += (found.lower or 0) <= 0.5 <= (found.upper or 1)
    assert 0.93 <= covered / 1_500 <= 0.975
