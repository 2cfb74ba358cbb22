from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Category, Caution, RejectedInput, Shares, Status, category, classify, nps_summary

counts = st.integers(0, 10**9)
groups = st.builds(Shares, counts, counts, counts)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, Category.DETRACTOR),
        (6, Category.DETRACTOR),
        (7, Category.PASSIVE),
        (8, "passive"),
        (9, "promoter"),
        (10, "promoter"),
    ],
)
def test_a_score_makes_a_detractor_passive_or_promoter(score: int, expected: str) -> None:
    assert category(score) == expected


@pytest.mark.parametrize("score", [-1, 11, 6.5, "9", None, True, float("nan"), Decimal("NaN")])
def test_what_is_no_score_has_no_category(score: Any) -> None:
    with pytest.raises(RejectedInput, match="0 to 10"):
        category(score)


def test_missing_and_invalid_answers_are_counted_apart_and_never_clipped() -> None:
    scores = [10, 9.0, Decimal(8), np.int64(3), None, float("nan"), Decimal("NaN"), np.ma.masked]
    invalid = [11, -1, 6.5, "9", "", True, np.True_, float("inf"), 10**30, 1j, [9]]
    assert classify(scores + invalid) == Shares(1, 1, 2, missing=4, invalid=len(invalid))


@pytest.mark.parametrize(
    "scores",
    [
        np.array([10, 9, 7, 0, np.nan, 6.5, 11, -1, np.inf]),
        np.ma.masked_array([10, 9, 7, 0, 5, 12, 11, -1, 99], mask=np.arange(9) == 4),
    ],
)
def test_arrays_count_like_lists(scores: Any) -> None:
    assert classify(scores) == classify(list(scores)) == Shares(1, 1, 2, missing=1, invalid=4)


@given(st.lists(st.none() | st.integers(-2, 12)), st.randoms())
def test_the_order_of_rows_does_not_matter(scores: list[int | None], random: Any) -> None:
    shuffled = random.sample(scores, len(scores))
    assert classify(shuffled) == classify(scores)


@pytest.mark.parametrize("scores", ["910", b"910", 9, None, np.array(9), np.zeros((2, 2))])
def test_what_is_no_list_of_scores_is_rejected(scores: Any) -> None:
    with pytest.raises(RejectedInput, match="Scores must"):
        classify(scores)


@pytest.mark.parametrize("count", [-1, 2.5, "3", None, True, float("nan")])
def test_a_count_is_a_whole_number(count: Any) -> None:
    with pytest.raises(RejectedInput, match="promoters must be a whole number"):
        Shares(0, 0, count)


@given(groups)
def test_the_score_stays_on_its_scale_and_flips_with_its_sides(group: Shares) -> None:
    flipped = Shares(group.promoters, group.passives, group.detractors)
    if group.nps is None or flipped.nps is None:
        assert group.n == 0
    else:
        assert -1 <= group.nps <= 1
        assert flipped.nps == -group.nps


@given(groups, groups)
def test_joined_segments_are_the_whole(one: Shares, other: Shares) -> None:
    whole = one + other
    assert whole.n == one.n + other.n
    if whole.nps is not None:
        mean = ((one.nps or 0) * one.n + (other.nps or 0) * other.n) / whole.n
        assert whole.nps == pytest.approx(mean, abs=1e-12)


@given(groups.filter(lambda group: group.n > 0))
def test_the_variance_is_exact_whatever_the_counts(group: Shares) -> None:
    p_det, p_pro = Fraction(group.detractors, group.n), Fraction(group.promoters, group.n)
    assert nps_summary(group).variance == float(p_pro + p_det - (p_pro - p_det) ** 2)


def test_no_answers_are_undefined_and_passives_a_real_zero() -> None:
    assert Shares(0, 0, 0).proportions is None
    assert nps_summary(Shares(0, 0, 0)).nps is None
    passives = nps_summary(Shares(0, 40, 0))
    assert (passives.nps, passives.status, passives.warnings) == (0, Status.DEGENERATE, (Caution.ZERO_WIDTH,))


def test_a_single_answer_has_no_sample_error() -> None:
    single = nps_summary(Shares(0, 0, 1))
    assert single.se_sample is None
    assert Caution.SAMPLE_ERROR_UNDEFINED in single.warnings
