"""How likely a figure is to reach its target, held to what is known without this code."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule import stats
from kuule.stats import Caution, RejectedInput, Status

PAST = [21.0, 24, 22, 26, 25, 29, 27, 31]
NOISE = [4.0] * 8


def test_without_noise_it_is_the_drift_method() -> None:
    """Hyndman & Athanasopoulos (2021) 5.2: last + ahead times the mean step; the spread is drawn from what is seen."""
    steps = np.diff(PAST)
    found = stats.chance_to_reach(PAST, [0] * 8, target=PAST[-1] + 3 * steps.mean(), ahead=3)
    assert found.expected == pytest.approx(PAST[-1] + 3 * steps.mean())
    assert found.probability == pytest.approx(0.5)
    spread = np.std(steps, ddof=1) * math.sqrt(3 * (1 + 3 / 7))
    assert found.upper is not None
    assert found.expected is not None
    # The spread of the steps is averaged over, so the range is wider than with the one that was seen.
    assert 1 < (found.upper - found.expected) / (NormalDist().inv_cdf(0.975) * spread) < 1.5


def test_noise_alone_is_no_movement() -> None:
    """A level that stands still under much noise is foretold near its mean, not from where chance left it last."""
    rng = np.random.default_rng(7)
    figures = 30 + rng.normal(0, 8, 24)
    figures[-1] = 48
    found = stats.chance_to_reach(figures, [8] * 24, target=40, ahead=2, together=3, error_ahead=8)
    assert found.expected is not None
    assert found.probability is not None
    assert found.expected < 43
    assert found.probability < 0.7


@given(st.floats(-50, 100), st.integers(1, 8), st.integers(1, 4))
def test_a_higher_target_is_never_likelier(target: float, ahead: int, together: int) -> None:
    low, high = (
        stats.chance_to_reach(PAST, NOISE, target=each, ahead=ahead, together=together, error_ahead=4).probability
        for each in (target, target + 5)
    )
    assert low is not None
    assert high is not None
    assert 0 <= high <= low <= 1


def test_the_unit_does_not_matter() -> None:
    points = stats.chance_to_reach(PAST, NOISE, target=35, ahead=6, together=3, error_ahead=4)
    shares = stats.chance_to_reach(
        np.array(PAST) / 100, np.array(NOISE) / 100, target=0.35, ahead=6, together=3, error_ahead=0.04
    )
    assert points.probability == pytest.approx(shares.probability)
    assert points.expected == pytest.approx(100 * (shares.expected or 0))


def test_what_is_past_already_is_known() -> None:
    """Two of three months of the quarter are over: they leave a third of the doubt."""
    whole = stats.chance_to_reach(PAST, [0.5] * 8, target=30, ahead=1, error_ahead=0.5)
    third = stats.chance_to_reach(PAST, [0.5] * 8, target=30, ahead=1, together=3, error_ahead=0.5)
    assert None not in (whole.expected, whole.upper, third.expected, third.upper)
    assert third.expected == pytest.approx((27 + 31 + whole.expected) / 3)  # type: ignore[operator]
    assert third.upper - third.expected == pytest.approx((whole.upper - whole.expected) / 3)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("figures", "ahead", "caution"),
    [
        ([20, 21, None, 22, 23, 24], 2, Caution.PAST_TOO_SHORT),
        ([20, 21, 23, 22, 23, 24], 7, Caution.HORIZON_BEYOND),
        ([20] * 8, 2, Caution.LITTLE_SPREAD),
    ],
)
def test_it_says_why_nothing_can_be_said(figures: list[float | None], ahead: int, caution: Caution) -> None:
    found = stats.chance_to_reach(figures, [0] * len(figures), target=30, ahead=ahead)
    assert found.probability is None
    assert found.expected is None
    assert found.status == Status.UNDEFINED
    assert found.warnings == (caution,)


def test_months_without_answers_leave_a_gap() -> None:
    gap = stats.chance_to_reach([*PAST[:4], None, *PAST[5:]], NOISE, target=35, ahead=6, error_ahead=4)
    assert gap.steps == 7
    assert gap.probability is not None


@pytest.mark.parametrize("changed", [{"ahead": 0}, {"together": 0}, {"error_ahead": -1}, {"target": math.inf}])
def test_what_cannot_be_asked_is_refused(changed: dict[str, float]) -> None:
    with pytest.raises(RejectedInput):
        stats.chance_to_reach(PAST, NOISE, **{"target": 35, "ahead": 6, **changed})  # type: ignore[arg-type]


def test_errors_belong_to_figures() -> None:
    with pytest.raises(RejectedInput):
        stats.chance_to_reach(PAST, NOISE[1:], target=35, ahead=2)
    with pytest.raises(RejectedInput):
        stats.chance_to_reach(PAST, [-1.0, *NOISE[1:]], target=35, ahead=2)
