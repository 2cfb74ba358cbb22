import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import (
    CHANGE_METHODS,
    Caution,
    Direction,
    RejectedInput,
    Shares,
    Status,
    nps_change,
    nps_changes,
    nps_interval,
)

counts = st.integers(0, 60) | st.integers(0, 10**9)
groups = st.builds(Shares, counts, counts, counts).filter(lambda group: group.n > 0)
methods = st.sampled_from(list(CHANGE_METHODS))
TESTING = ("aw_half", "aw_t3", "wald")


@given(groups, groups, methods)
def test_going_back_is_the_same_change_the_other_way(one: Shares, other: Shares, method: str) -> None:
    there, back = nps_change(one, other, method=method), nps_change(other, one, method=method)
    assert there.value == pytest.approx(-(back.value or 0), abs=1e-12)
    assert (there.lower, there.upper) == pytest.approx((-(back.upper or 0), -(back.lower or 0)), abs=1e-12)
    assert there.p_value == pytest.approx(back.p_value)


@given(groups, groups, methods)
def test_swapping_promoters_and_detractors_flips_the_change(one: Shares, other: Shares, method: str) -> None:
    plain = nps_change(one, other, method=method)
    flipped = nps_change(
        Shares(one.promoters, one.passives, one.detractors),
        Shares(other.promoters, other.passives, other.detractors),
        method=method,
    )
    assert plain.value == pytest.approx(-(flipped.value or 0), abs=1e-12)
    assert (plain.lower, plain.upper) == pytest.approx((-(flipped.upper or 0), -(flipped.lower or 0)), abs=1e-9)


@given(groups, groups, st.sampled_from(TESTING), st.floats(0.5, 0.999))
def test_interval_and_p_value_agree(one: Shares, other: Shares, method: str, confidence: float) -> None:
    change = nps_change(one, other, method=method, confidence=confidence)
    if change.p_value is not None and abs(change.p_value - (1 - confidence)) > 1e-9:
        assert (change.direction != Direction.STEADY) == (change.p_value < 1 - confidence)


@given(groups, methods, st.floats(0.5, 0.98))
def test_more_confidence_widens_the_interval(group: Shares, method: str, confidence: float) -> None:
    other = Shares(group.passives, group.promoters, group.detractors)
    narrow, wide = (nps_change(group, other, method=method, confidence=level) for level in (confidence, 0.99))
    assert (wide.lower or 0) <= (narrow.lower or 0) + 1e-12
    assert (wide.upper or 0) >= (narrow.upper or 0) - 1e-12


@given(groups)
def test_the_same_answers_twice_are_steady(group: Shares) -> None:
    change = nps_change(group, group)
    assert change.value == 0
    assert change.p_value == 1
    assert change.direction == Direction.STEADY


@given(groups, groups)
def test_mover_contains_the_difference_and_reaches_as_far_as_the_intervals_allow(one: Shares, other: Shares) -> None:
    change = nps_change(one, other, method="mover_score")
    assert change.lower is not None
    assert change.upper is not None
    assert change.value is not None
    assert change.lower <= change.value <= change.upper
    a, b = nps_interval(one), nps_interval(other)
    assert change.lower >= (b.lower or 0) - (a.upper or 0) - 1e-9
    assert (change.z, change.p_value, change.se, change.adjusted) == (None, None, None, None)


def test_a_clear_rise_and_a_clear_fall_have_a_direction() -> None:
    poor, good = Shares(50, 30, 20), Shares(10, 30, 60)
    assert nps_change(poor, good).direction == Direction.UP
    assert nps_change(good, poor).direction == Direction.DOWN
    assert nps_change(poor, good).value == pytest.approx(0.8)


def test_an_empty_wave_makes_no_change() -> None:
    for method in CHANGE_METHODS:
        change = nps_change(Shares(0, 0, 0), Shares(3, 3, 4), method=method)
        assert change.status == Status.UNDEFINED
        assert (change.value, change.se, change.p_value, change.lower, change.direction) == (None,) * 5


def test_wald_without_width_is_degenerate_and_says_nothing_of_chance() -> None:
    change = nps_change(Shares(0, 0, 4), Shares(3, 0, 0), method="wald")
    assert change.status == Status.DEGENERATE
    assert change.warnings == (Caution.ZERO_WIDTH,)
    assert (change.value, change.lower, change.upper) == (-2, -2, -2)
    assert (change.z, change.p_value, change.direction) == (None, None, None)


def test_a_hundred_thousand_changes_are_one_call() -> None:
    table = np.random.default_rng(5).integers(0, 40, (6, 100_000))
    table[:3, 17] = 0
    many = nps_changes(tuple(table[:3]), tuple(table[3:]))
    assert len(many) == 100_000
    assert many[17].status == Status.UNDEFINED
    for i in (0, 4711, 99_999):
        one = nps_change(Shares(*map(int, table[:3, i])), Shares(*map(int, table[3:, i])))
        assert many[i] == one
    assert not any(math.isnan(value) for value in many.p_value.compressed())


@pytest.mark.parametrize("method", ["score", "", None, 3])
def test_an_unknown_method_is_rejected_with_the_known_ones(method: object) -> None:
    with pytest.raises(RejectedInput, match="aw_half, mover_score, aw_t3, wald"):
        nps_change(Shares(1, 1, 1), Shares(1, 1, 1), method=method)  # type: ignore[arg-type]


def test_sides_of_different_length_are_rejected() -> None:
    with pytest.raises(RejectedInput, match="not 1 and 2"):
        nps_changes(([1], [1], [1]), ([1, 2], [1, 2], [1, 2]))
