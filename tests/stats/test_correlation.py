import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.correlation import pearson

pairs = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=3, max_size=40)


@given(pairs, st.integers(1, 50), st.integers(-50, 50))
def test_it_is_symmetric_and_blind_to_units(rows: list[tuple[int, int]], scale: int, shift: int) -> None:
    x, y = [row[0] for row in rows], [row[1] for row in rows]
    here, back, turned = pearson(x, y), pearson(y, x), pearson([-scale * each + shift for each in x], y)
    assert back.r == pytest.approx(here.r)
    assert (turned.r is None) == (here.r is None)
    if here.r is not None:
        assert turned.r == pytest.approx(-here.r)
        assert -1 <= here.r <= 1
    if here.lower is not None and here.upper is not None:
        assert here.lower <= (here.r or 0) <= here.upper


@pytest.mark.parametrize("seed", range(10))
def test_figures_agree_with_scipy(seed: int) -> None:
    x, y = np.random.default_rng(seed).normal(size=(2, 25)) + np.linspace(0, 2, 25)
    theirs = pearsonr(x, y)
    ours = pearson(x, y, confidence=0.9)
    assert (ours.r, ours.p_value) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert (ours.lower, ours.upper) == pytest.approx(tuple(theirs.confidence_interval(0.9)))


def test_figures_far_from_zero_lose_no_digits() -> None:
    x, y = np.random.default_rng(1).normal(size=(2, 50))
    assert pearson(x + 1e6, y * 1e-200).r == pytest.approx(pearson(x, y).r, abs=1e-9)


@pytest.mark.parametrize(("x", "y"), [([1, 1, 1], [1, 2, 3]), ([0.1] * 9, range(9)), ([1, 2], [2, 3]), ([], [])])
def test_what_never_varies_or_is_too_little_has_no_answer(x: list[float], y: list[float]) -> None:
    result = pearson(x, y)
    assert (result.r, result.p_value, result.lower, result.status) == (None, None, None, Status.UNDEFINED)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_straight_line_is_degenerate(sign: int) -> None:
    result = pearson([0.1, 0.2, 0.3, 0.7], [sign * each for each in (1.1, 1.2, 1.3, 1.7)])
    assert (result.r, result.t, result.p_value, result.lower, result.upper) == (sign, None, 0, sign, sign)
    assert (result.status, result.warnings) == (Status.DEGENERATE, (Caution.ASSOCIATION_ONLY, Caution.ZERO_WIDTH))


def test_three_pairs_have_no_interval() -> None:
    result = pearson([1, 2, 3, None], [1, 3, 2, 8])
    assert (result.n, result.left_out, result.r) == (3, 1, pytest.approx(0.5))
    assert (result.lower, result.upper, result.status) == (None, None, Status.DEGENERATE)
    assert result.p_value == pytest.approx(pearsonr([1, 2, 3], [1, 3, 2]).pvalue)


def test_bad_confidence_and_text_are_refused() -> None:
    with pytest.raises(RejectedInput, match="Confidence"):
        pearson([1, 2, 3], [1, 2, 3], confidence=0)
    with pytest.raises(RejectedInput, match="Y must hold numbers; index 2 holds '3'"):
        pearson([1, 2, 3], [1, 2, "3"])
