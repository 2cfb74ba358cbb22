import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import DescrStatsW

from kuule.stats import (
    Caution,
    Direction,
    RejectedInput,
    Status,
    classify,
    nps_change,
    overlap_change,
    paired_change,
    signs,
)

scores = st.integers(0, 10)
pairs = st.lists(st.tuples(scores, scores), min_size=2, max_size=60)


@given(pairs, st.randoms())
def test_the_order_of_people_does_not_matter(people: list[tuple[int, int]], random: object) -> None:
    plain = paired_change(*zip(*people, strict=True))
    random.shuffle(people)  # type: ignore[attr-defined]
    shuffled = paired_change(*zip(*people, strict=True))
    assert plain.value == pytest.approx(shuffled.value, abs=1e-12)
    assert plain.se == pytest.approx(shuffled.se, abs=1e-12)


@given(pairs)
def test_pairs_are_a_t_test_of_the_differences(people: list[tuple[int, int]]) -> None:
    one, two = zip(*people, strict=True)
    moved = signs(two).values - signs(one).values
    change = paired_change(one, two)
    assert change.value == pytest.approx(moved.mean())
    if moved.std():
        t, p, df = DescrStatsW(moved).ttest_mean()
        assert (change.t, change.p_value, change.df) == pytest.approx((t, p, df), abs=1e-9)
        assert (change.lower, change.upper) == pytest.approx(DescrStatsW(moved).tconfint_mean(), abs=1e-9)
    else:
        assert (change.status, change.se, change.t, change.p_value) == (Status.DEGENERATE, 0, None, None)
        assert change.warnings == (Caution.NO_CHANGE,)


def test_incomplete_pairs_are_left_out_and_one_pair_has_no_error() -> None:
    change = paired_change([10, None, 11, 3], [3, 9, 9, None])
    assert (change.n_pairs, change.value, change.se) == (1, -2, None)
    assert change.status == Status.DEGENERATE
    assert paired_change([None, 3], [4, None]).status == Status.UNDEFINED


def test_waves_of_different_length_are_rejected() -> None:
    with pytest.raises(RejectedInput, match="not 2 and 1"):
        paired_change([1, 2], [1])


rows = st.lists(st.tuples(st.integers(0, 12), st.sampled_from([1, 2]), scores), min_size=1, max_size=60)


@given(rows)
def test_strangers_make_the_plain_difference_with_the_textbook_error(found: list[tuple[int, int, int]]) -> None:
    _who, waves, answers = zip(*found, strict=True)
    change = overlap_change([None] * len(found), waves, answers)
    before, after = (classify([s for w, s in zip(waves, answers, strict=True) if w == wave]) for wave in (1, 2))
    if not before.n or not after.n:
        assert change.status == Status.UNDEFINED
        return
    plain = nps_change(before, after, method="wald")
    assert change.value == pytest.approx(plain.value)
    assert (change.n_contacts, change.n_both) == (len(found), 0)
    if plain.se:
        k = len(found)
        assert change.se == pytest.approx(plain.se * (k / (k - 1)) ** 0.5)


@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(found: list[tuple[int, int, int]], random: object) -> None:
    plain = overlap_change(*zip(*found, strict=True))
    random.shuffle(found)  # type: ignore[attr-defined]
    shuffled = overlap_change(*zip(*found, strict=True))
    assert plain.status == shuffled.status
    assert plain.se == pytest.approx(shuffled.se, abs=1e-12)


def test_people_who_hardly_change_make_a_small_change_visible() -> None:
    random = np.random.default_rng(3)
    first = random.choice([3, 8, 10], 200)
    second = first.copy()
    second[:20] = 10
    first[:20] = 8
    who = [*range(200), *range(200)]
    same = overlap_change(who, [1] * 200 + [2] * 200, [*first, *second])
    strangers = nps_change(classify(first), classify(second))
    assert same.direction == Direction.UP
    assert strangers.direction == Direction.STEADY
    assert same.n_both == 200


def test_nobody_who_changes_is_degenerate_and_one_contact_has_no_error() -> None:
    still = overlap_change(["a", "b", "a", "b"], [1, 1, 2, 2], [10, 3, 10, 3])
    assert (still.status, still.value, still.se, still.z) == (Status.DEGENERATE, 0, 0, None)
    alone = overlap_change(["a", "a"], [1, 2], [3, 10])
    assert (alone.status, alone.value, alone.se) == (Status.DEGENERATE, 2, None)
    assert alone.warnings == (Caution.ONE_CLUSTER,)


def test_missing_scores_leave_the_wave() -> None:
    change = overlap_change(["a", "b", "c"], [1, 2, 2], [9, None, 12])
    assert (change.status, change.n_before, change.n_after) == (Status.UNDEFINED, 1, 0)


@pytest.mark.parametrize(
    ("who", "waves", "answers", "words"),
    [
        (["a"], [3], [9], "1 or 2, not 3"),
        (["a"], [1, 2], [9], "differ in length: 1, 2, 1"),
        ([["a"]], [1], [9], "labels"),
    ],
)
def test_nonsense_is_rejected(who: list[object], waves: list[object], answers: list[object], words: str) -> None:
    with pytest.raises(RejectedInput, match=words):
        overlap_change(who, waves, answers)  # type: ignore[arg-type]
