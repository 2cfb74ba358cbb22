"""Did the mix change, and what would the score be had it not: by hand, by an independent test, and whatever comes."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from kuule.stats import RejectedInput, mix_shift

group = st.tuples(*[st.integers(0, 60)] * 3)
Groups = list[tuple[int, int, int]]


def columns(groups: Groups) -> tuple[list[int], list[int], list[int]]:
    return tuple(list(column) for column in zip(*groups, strict=True))  # type: ignore[return-value]


def test_by_hand() -> None:
    # Mail scores +50, text messages 0; text messages went from 20 to 60 of 100.
    before, after = [(20, 0, 60), (8, 4, 8)], [(10, 0, 30), (24, 12, 24)]
    found = mix_shift(columns(before), columns(after))
    assert found.nps == pytest.approx((0.5 * 40 + 0 * 60) / 100)
    assert found.standardised == pytest.approx((0.5 * 80 + 0 * 20) / 100)
    assert found.effect == pytest.approx(-0.2)
    assert found.covered == 1
    # (80 − 60)² / 60 twice and (20 − 40)² / 40 twice
    assert found.p_value is not None
    assert found.p_value == pytest.approx(7.2e-9, rel=0.1)


@given(st.lists(st.tuples(*[st.integers(20, 60)] * 3), min_size=2, max_size=6), st.data())
def test_with_enough_answers_it_is_the_usual_test(groups: Groups, data: st.DataObject) -> None:
    later = [data.draw(st.tuples(*[st.integers(20, 60)] * 3)) for _ in groups]
    table = [[sum(each) for each in groups], [sum(each) for each in later]]
    found = mix_shift(columns(groups), columns(later))
    assert found.p_value == pytest.approx(chi2_contingency(table, correction=False).pvalue, abs=1e-12)


@given(st.lists(group, min_size=1, max_size=8), st.integers(1, 5))
def test_the_same_mix_changes_nothing(groups: Groups, times: int) -> None:
    assume(any(map(sum, groups)))
    found = mix_shift(columns(groups), columns([tuple(each * times for each in one) for one in groups]))
    assert found.p_value is None or found.p_value == pytest.approx(1)
    assert found.effect == pytest.approx(0)


@given(st.lists(st.tuples(group, group), min_size=1, max_size=8), st.randoms())
def test_the_score_stays_between_those_of_the_groups_in_whatever_order(
    pairs: list[tuple[tuple[int, int, int], tuple[int, int, int]]], dice
) -> None:
    found = mix_shift(columns([one for one, _other in pairs]), columns([other for _one, other in pairs]))
    shared = [(after[2] - after[0]) / sum(after) for before, after in pairs if sum(before) and sum(after)]
    assert (found.standardised is None) == (not shared)
    if found.standardised is not None:
        assert min(shared) - 1e-12 <= found.standardised <= max(shared) + 1e-12
    assert 0 <= found.covered <= 1
    assert found.p_value is None or 0 <= found.p_value <= 1
    dice.shuffle(pairs)
    again = mix_shift(columns([one for one, _other in pairs]), columns([other for _one, other in pairs]))
    assert again.standardised == pytest.approx(found.standardised)


def test_a_group_that_is_gone_cannot_be_standardised_to_and_is_told() -> None:
    found = mix_shift(columns([(0, 0, 30), (30, 0, 0)]), columns([(10, 0, 20), (0, 0, 0)]))
    assert found.standardised == pytest.approx(1 / 3)
    assert found.covered == 0.5


def test_chance_alone_seldom_looks_like_a_change() -> None:
    dice = np.random.default_rng(3)
    found = [
        mix_shift(*(dice.multinomial(120, [0.1, 0.2, 0.2, 0.3, 0.1, 0.1]).reshape(3, 2) for _ in "ab")).p_value  # type: ignore[misc]
        for _ in range(400)
    ]
    assert np.mean([p is not None and p < 0.05 for p in found]) < 0.08


@pytest.mark.parametrize("before", [[(1, 0, 0)], [(0, 0, 0)], [(0, 0, 4)]])
def test_too_few_answers_tell_nothing(before: Groups) -> None:
    assert mix_shift(columns(before), columns([(1, 1, 1)])).p_value is None


def test_other_groups_are_rejected() -> None:
    with pytest.raises(RejectedInput, match="same groups"):
        mix_shift(([1], [1], [1]), ([1, 2], [1, 2], [1, 2]))
