"""How well probabilities tell what came true: against the plain definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.text.accuracy import average_precision, calibration_error, roc_auc
from kuule.text.calibration import calibrated
from kuule.text.logistic import probability

PAIRS = st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5, 0.9])), min_size=1, max_size=12)


def columns(pairs):
    return np.array([float(is_true) for is_true, _ in pairs]), np.array([score for _, score in pairs])


@given(PAIRS)
def test_auc_is_the_share_of_pairs_in_the_right_order(pairs):
    trues = [score for is_true, score in pairs if is_true]
    falses = [score for is_true, score in pairs if not is_true]
    right = [(a > b) + (a == b) / 2 for a in trues for b in falses]

    assert roc_auc(*columns(pairs)) == (pytest.approx(np.mean(right)) if right else None)


@given(PAIRS)
def test_average_precision_is_the_precision_down_to_each_true_one(pairs):
    precisions = [np.mean([other for other, score in pairs if score >= own]) for is_true, own in pairs if is_true]

    assert average_precision(*columns(pairs)) == (pytest.approx(np.mean(precisions)) if precisions else None)


def test_calibration_error_by_hand():
    # Two of four came true at 0.9 (off by 0.4), one of one at 1.0: the same step, together 3 of 5 at 0.92.
    is_true, said = np.array([1.0, 1.0, 0.0, 0.0, 1.0]), np.array([0.9, 0.9, 0.9, 0.9, 1.0])

    assert calibration_error(is_true, said) == pytest.approx(0.32)
    assert calibration_error(np.array([0.0, 1.0]), np.array([0.25, 0.75])) == pytest.approx(0.25)


@pytest.mark.parametrize("boldness", [0.25, 1.0, 4.0])
def test_a_bold_or_a_timid_model_is_set_right(boldness):
    rng = np.random.default_rng(7)
    odds = rng.normal(size=4_000)
    is_true = (rng.random(4_000) < probability(odds - 0.5)).astype(float)

    said = calibrated(boldness * odds, is_true).probabilities(boldness * odds)

    assert calibration_error(is_true, said) < 0.03
    assert said.mean() == pytest.approx(is_true.mean(), abs=0.01)


def test_a_model_that_errs_more_often_than_not_says_the_share_of_everybody():
    said = calibrated(np.array([2.0, 1.0, -1.0, -2.0]), np.array([0.0, 0.0, 1.0, 1.0])).probabilities(
        np.array([3.0, -3.0])
    )

    assert said == pytest.approx([0.5, 0.5])
