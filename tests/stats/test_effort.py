import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats.proportion import proportion_confint

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.effort import ces
from kuule.stats.satisfaction import csat

answers = st.lists(st.integers(1, 7), min_size=2, max_size=60)
anything = st.one_of(st.integers(-3, 12), st.floats(), st.none(), st.booleans(), st.text(max_size=2))


@given(answers)
def test_figures_agree_with_scipy_and_statsmodels(scores: list[int]) -> None:
    result = ces(scores, confidence=0.9)
    assert (result.mean, result.sd) == pytest.approx((np.mean(scores), np.std(scores, ddof=1)))
    if result.sd:
        theirs = scipy_stats.ttest_1samp(scores, 0).confidence_interval(0.9)
        assert (result.mean_lower, result.mean_upper) == pytest.approx(tuple(theirs))
    easy = sum(score >= 5 for score in scores)
    assert (result.agree_lower, result.agree_upper) == pytest.approx(
        proportion_confint(easy, len(scores), alpha=0.1, method="wilson"), abs=1e-9
    )


@given(st.lists(anything, max_size=40))
def test_every_answer_is_valid_missing_or_invalid_and_the_order_does_not_matter(scores: list[object]) -> None:
    easy, happy = ces(scores), csat(scores)
    assert easy.n + easy.n_missing + easy.n_invalid == happy.n + happy.n_missing + happy.n_invalid == len(scores)
    assert easy == ces(scores[::-1])
    assert happy == csat(scores[::-1])


@given(st.lists(st.integers(-1, 9) | st.floats(0, 9) | st.just(float("nan")), max_size=40))
def test_an_array_counts_as_a_list_does(scores: list[float]) -> None:
    assert ces(np.array(scores, dtype=float)) == ces(scores)
    assert csat(np.array(scores, dtype=float), scale_max=7) == csat(scores, scale_max=7)


def test_what_is_missing_and_what_is_invalid_are_told_apart() -> None:
    result = ces([7, 5.0, None, float("nan"), 0, 8, 4.5, "6", True])
    assert (result.n, result.n_missing, result.n_invalid, result.mean) == (2, 2, 5, 6)


def test_without_answers_there_is_no_score() -> None:
    easy, happy = ces([None, 9]), csat([None, 9])
    assert (easy.mean, easy.sd, easy.agree, easy.status) == (None, None, None, Status.UNDEFINED)
    assert (happy.top2, happy.top1, happy.mean, happy.status) == (None, None, None, Status.UNDEFINED)
    assert (easy.n_missing, easy.n_invalid, happy.n_missing, happy.n_invalid) == (1, 1, 1, 1)


def test_one_answer_has_a_mean_without_interval() -> None:
    result = ces([6])
    assert (result.mean, result.sd, result.mean_lower, result.agree) == (6, None, None, 1)
    assert (result.status, result.warnings) == (Status.DEGENERATE, (Caution.SAMPLE_ERROR_UNDEFINED,))
    assert result.agree_lower == pytest.approx(proportion_confint(1, 1, method="wilson")[0])


def test_answers_all_alike_give_an_interval_without_width() -> None:
    result = ces([3, 3, 3])
    assert (result.sd, result.mean_lower, result.mean_upper, result.agree_lower) == (0, 3, 3, 0)
    assert (result.status, result.warnings) == (Status.DEGENERATE, (Caution.ZERO_WIDTH,))


@given(st.lists(st.integers(1, 10), min_size=1, max_size=50), st.sampled_from([5, 7, 10]))
def test_satisfied_are_the_two_best_answers(scores: list[int], scale: int) -> None:
    result = csat(scores, scale_max=scale)
    valid = [score for score in scores if score <= scale]
    assert result.n == len(valid)
    if valid:
        happy = sum(score >= scale - 1 for score in valid)
        assert (result.top2, result.top1) == (happy / len(valid), valid.count(scale) / len(valid))
        assert result.mean == pytest.approx(np.mean(valid))
        assert (result.top2_lower, result.top2_upper) == pytest.approx(
            proportion_confint(happy, len(valid), method="wilson"), abs=1e-9
        )


def test_a_billion_answers_do_not_overflow() -> None:
    scores = np.repeat(np.array([1, 7], dtype=np.int8), 10**6)
    assert ces(scores).sd == pytest.approx(3, rel=1e-6)


@pytest.mark.parametrize("scale", [2, 101, 5.0, "5", True])
def test_a_scale_has_three_to_a_hundred_answers(scale: object) -> None:
    with pytest.raises(RejectedInput, match="scale_max"):
        csat([1], scale_max=scale)  # type: ignore[arg-type]


@pytest.mark.parametrize("scores", ["5", 5, np.zeros((2, 2))])
def test_scores_are_a_list(scores: object) -> None:
    with pytest.raises(RejectedInput, match="Scores must"):
        ces(scores)  # type: ignore[arg-type]
