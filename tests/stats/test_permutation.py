"""The exact test against every deal counted one by one, and against what it must never do."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import RejectedInput, adjust_p_values, nps_changes
from kuule.stats.permutation import COUNTED_UP_TO, permutation_p_values

small = st.tuples(*[st.integers(0, 3)] * 3)
large = st.tuples(*[st.integers(0, 10**6)] * 3)


def p_value(before, after):
    return permutation_p_values(*(tuple([count] for count in group) for group in (before, after))).tolist()[0]


def dealt_one_by_one(before, after):
    """Every way to deal the joined answers into two groups of these sizes."""
    answers = [
        sign for group in (before, after) for sign, count in zip((-1, 0, 1), group, strict=True) for _ in range(count)
    ]
    n, total = sum(before), len(answers)

    def apart(part):
        return abs(sum(part) * total - n * sum(answers))

    observed = apart(answers[:n])
    deals = [apart([answers[i] for i in chosen]) for chosen in combinations(range(total), n)]
    return sum(each >= observed for each in deals) / len(deals)


@given(small.filter(any), small.filter(any))
def test_it_counts_every_deal(before, after):
    assert p_value(before, after) == pytest.approx(dealt_one_by_one(before, after), abs=1e-12)


@given(large.filter(any), large.filter(any))
def test_order_and_direction_do_not_matter(before, after):
    p = p_value(before, after)
    assert 0 <= p <= 1
    assert p == pytest.approx(p_value(after, before), abs=1e-12)
    assert p == pytest.approx(p_value(before[::-1], after[::-1]), abs=1e-12)


def test_counting_and_the_normal_law_meet():
    rest = (3000, 3000, 4000)
    farther, nearer = (41, 30, 29), (40, 30, 30)
    assert sum(farther) == sum(nearer) == COUNTED_UP_TO
    assert p_value(farther, rest) < p_value((41, 30, 30), rest) < p_value(nearer, rest)


def test_an_empty_group_has_no_answer_and_one_kind_of_answer_no_difference():
    assert permutation_p_values(([0], [0], [0]), ([1], [2], [3])).tolist() == [None]
    assert p_value((0, 0, 5), (0, 0, 900)) == 1
    assert p_value((0, 0, 500), (0, 0, 900)) == 1


def test_millions_of_answers_are_no_trouble():
    assert p_value((0, 0, 3), (10**9, 10**9, 10**9)) == pytest.approx(2 / 27, rel=1e-6)
    assert p_value((10**9, 10**9, 10**9 + 10**6), (10**9, 10**9, 10**9)) < 1e-12


@pytest.mark.parametrize("count", [-1, 0.5, float("nan"), float("inf"), 1e14])
def test_what_is_no_count_is_rejected(count):
    with pytest.raises(RejectedInput):
        permutation_p_values(([count], [1], [1]), ([1], [1], [1]))


def test_groups_of_unlike_number_are_rejected():
    with pytest.raises(RejectedInput, match="same number of groups"):
        permutation_p_values(([1, 1], [1, 1], [1, 1]), ([1], [1], [1]))


@pytest.mark.parametrize("shares", [(0.15, 0.32, 0.53), (0.3, 0.3, 0.4), (0.02, 0.1, 0.88)])
@pytest.mark.parametrize(("segments", "fewest", "most"), [(2_000, 1, 8), (500, 10, 40), (20, 3, 10)])
def test_of_many_segments_that_do_not_differ_hardly_ever_is_one_named(shares, segments, fewest, most):
    random = np.random.default_rng(20261120)
    trials, named = 60, 0
    for _ in range(trials):
        answers = random.multinomial(random.integers(fewest, most + 1, segments), shares)
        rest = answers.sum(axis=0) - answers
        exact = permutation_p_values(tuple(rest.T), tuple(answers.T))
        careful = np.maximum(exact, nps_changes(tuple(rest.T), tuple(answers.T)).p_value.filled(1))
        named += min(adjust_p_values(careful.tolist())) < 0.05
    assert named <= 8, "at 5 %, 3 of 60 are to be expected, and 9 in one case of 200"
