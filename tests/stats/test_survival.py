from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.survival import SurvivalCurve, kaplan_meier, logrank

Life = tuple[int, int, str]
lives = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1), st.sampled_from("abc")), min_size=1, max_size=60)
MONTHS = range(14)


def columns(rows: list[Life]) -> tuple[list[int], list[int], list[str]]:
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def curve(time: list[float], event: list[int], at: Sequence[float] = ()) -> SurvivalCurve:
    return kaplan_meier(time, event, at=at).curves["all"]


@given(lives)
def test_the_curve_only_falls_and_stays_within_its_interval(rows: list[Life]) -> None:
    time, event, group = columns(rows)
    result = kaplan_meier(time, event, group, at=MONTHS)
    for one in result.curves.values():
        survival = [point.survival for point in one.at]
        assert survival == sorted(survival, reverse=True)
        assert all(0 <= share <= 1 for share in survival)
        for point in one.at:
            if point.lower is not None and point.upper is not None:
                assert 0 <= point.lower <= point.survival <= point.upper <= 1
    assert sum(one.n for one in result.curves.values()) == result.n == len(rows)


@given(lives, st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[Life], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert kaplan_meier(*columns(rows), at=MONTHS) == kaplan_meier(*columns(shuffled), at=MONTHS)
    assert logrank(*columns(rows)) == logrank(*columns(shuffled))


@given(lives, st.integers(2, 40))
def test_the_unit_of_time_changes_nothing_but_the_times(rows: list[Life], days: int) -> None:
    time, event, group = columns(rows)
    scaled = [days * each for each in time]
    months, inner = kaplan_meier(time, event, at=MONTHS), kaplan_meier(scaled, event, at=[days * m for m in MONTHS])
    assert [p.survival for p in months.curves["all"].at] == [p.survival for p in inner.curves["all"].at]
    assert logrank(time, event, group).chi2 == logrank(scaled, event, group).chi2


@pytest.mark.parametrize("seed", range(20))
def test_curve_and_errors_agree_with_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time, event = rng.integers(1, 30, 80), rng.integers(0, 2, 80)
    theirs = SurvfuncRight(time, event)
    ours = curve(time, event, theirs.surv_times)
    assert [point.survival for point in ours.at] == pytest.approx(theirs.surv_prob)
    errors = [np.nan if point.se is None else point.se for point in ours.at]
    assert errors == pytest.approx(theirs.surv_prob_se, nan_ok=True)


@pytest.mark.parametrize("seed", range(20))
def test_the_test_agrees_with_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    time, event, group = rng.integers(1, 15, 90), rng.integers(0, 2, 90), rng.integers(0, 3, 90)
    chi2, p_value = survdiff(time, event, group)
    ours = logrank(time, event, group)
    assert (ours.chi2, ours.p_value, ours.df) == pytest.approx((chi2, p_value, 2))


def test_the_log_log_interval_by_hand() -> None:
    point = curve([1, 2, 3, 4], [1, 1, 1, 1], [2]).at[0]
    # Greenwood 1/12 + 1/6 = 1/4, so exp(1.96 * 0.5 / ln 2) = 4.1117 and 0.5^4.1117 = 0.0578.
    assert (point.survival, point.se) == (0.5, 0.25)
    assert (point.lower, point.upper) == pytest.approx((0.5**4.11154, 0.5 ** (1 / 4.11154)), abs=1e-4)


@pytest.mark.parametrize(
    ("time", "event", "median"),
    [
        ([1, 2, 3, 4], [1, 1, 1, 1], 2.5),  # exactly one half from 2 to 3
        ([1, 2, 3, 4], [1, 1, 0, 0], 2),  # exactly one half, and never below
        ([1, 2, 3, 4, 5], [1, 1, 1, 1, 1], 3),
        ([1, 2, 3, 4, 5], [1, 1, 0, 0, 0], None),
        ([0, 0, 1], [1, 1, 0], 0),
    ],
)
def test_the_median_follows_the_rule_of_r(time: list[float], event: list[int], median: float | None) -> None:
    assert curve(time, event).median == median


def test_beyond_the_last_observation_the_last_value_is_carried_on() -> None:
    before, after = curve([1, 2, 3], [1, 1, 0], [3, 900]).at
    assert (before.survival, before.upper) == (after.survival, after.upper)


def test_before_the_first_event_and_after_the_last_life_there_is_no_interval() -> None:
    first, last = curve([1, 2], [1, 1], [0.5, 2]).at
    assert (first.survival, first.se, first.lower, first.upper) == (1, 0, None, None)
    assert (last.survival, last.se, last.lower, last.upper) == (0, None, None, None)


def test_times_apart_by_a_rounding_error_are_one_time() -> None:
    point = curve([0.1 + 0.2, 0.3, 1], [1, 0, 0], [0.3]).at[0]
    assert point.survival == pytest.approx(2 / 3)


def test_nobody_leaving_is_certain_only_on_paper() -> None:
    result = kaplan_meier([3, 4], [0, 0], at=[3])
    assert result.status is Status.DEGENERATE
    assert Caution.ZERO_WIDTH in result.warnings
    assert result.curves["all"].median is None


def test_incomplete_rows_are_left_out_and_counted() -> None:
    result = kaplan_meier([1, None, 3, 4], [1, 1, None, 0], ["a", "a", "a", None])
    assert (result.n, result.left_out, result.warnings) == (1, 3, (Caution.ROWS_LEFT_OUT,))
    assert kaplan_meier([], []).status is Status.UNDEFINED


@pytest.mark.parametrize(
    ("time", "event", "group"),
    [
        ([1, 2, 3, 4], [0, 0, 0, 0], "abab"),  # nobody left
        ([1, 2, 3, 4], [1, 1, 1, 1], "aaaa"),  # one group
        ([1, 2, 3, 4], [0, 0, 1, 1], "aabb"),  # nobody of a was still there when one of b left
        ([], [], ""),
    ],
)
def test_without_events_or_two_groups_there_is_no_test(time: list[int], event: list[int], group: str) -> None:
    result = logrank(time, event, list(group))
    assert result.status is Status.UNDEFINED
    assert (result.chi2, result.df, result.p_value) == (None, None, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, -2], [1, 0]), "must not be negative; the value at index 1 is -2"),
        (([1, float("inf")], [1, 0]), "finite"),
        (([1, 2], [1, 2]), "Event must hold 0 and 1 only"),
        (([1, 2], [1]), "equally long: time has 2 rows, event has 1"),
        ((["1", 2], [1, 0]), "index 0 holds '1'"),
        (([1, 2], [1, 0], [["a"], "b"]), "Group must hold labels"),
        (([[1, 2]], [1]), "Time must hold numbers"),
        ((3, [1]), "Time must be a list"),
    ],
)
def test_what_cannot_be_a_life_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        kaplan_meier(*arguments)  # type: ignore[arg-type]


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(RejectedInput, match="from 0 up"):
        kaplan_meier([1], [1], at=[-1])
    with pytest.raises(RejectedInput, match="Confidence"):
        kaplan_meier([1], [1], confidence=95)
    with pytest.raises(RejectedInput, match="At most 100 groups"):
        logrank(range(101), [1] * 101, range(101))
    with pytest.raises(RejectedInput, match="Group must be given"):
        logrank([1], [1], None)  # type: ignore[arg-type]
