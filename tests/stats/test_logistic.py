import numpy as np
import pytest
import statsmodels.api as sm

from kuule.stats import Caution, RejectedInput, Status, logistic_regression
from kuule.stats.logistic import fit_logistic


@pytest.mark.parametrize("seed", range(3))
def test_without_a_penalty_it_agrees_with_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = rng.normal(3, 1, size=(120, 3)) * [1, 5, 0.2]
    y = (rng.random(120) < 1 / (1 + np.exp(-(columns - columns.mean(axis=0)) @ [0.5, 0.1, -2]))).astype(int)
    theirs = sm.Logit(y, sm.add_constant(columns)).fit(disp=0)
    ours = logistic_regression(y, dict(zip("abc", columns.T, strict=True)))
    assert [ours.intercept, *(term.coef for term in ours.terms)] == pytest.approx(theirs.params, rel=1e-5)
    assert [term.se for term in ours.terms] == pytest.approx(theirs.bse[1:], rel=1e-5)
    assert ours.loglik == pytest.approx(theirs.llf)
    assert (ours.terms[0].lower, ours.terms[0].upper) == pytest.approx(np.exp(theirs.conf_int()[1]), rel=1e-4)


def test_at_the_penalised_maximum_the_gradient_is_nothing() -> None:
    rng = np.random.default_rng(9)
    columns, y = rng.normal(size=(40, 2)), rng.integers(0, 2, 40).astype(float)
    fitted = fit_logistic(columns, y, np.array([3.0, 3.0]))
    assert fitted is not None
    chance = 1 / (1 + np.exp(-np.column_stack((np.ones(40), columns)) @ fitted.coef))
    assert columns.T @ (y - chance) == pytest.approx(3 * fitted.coef[1:], abs=1e-6)


def test_a_covariate_that_tells_all_apart_has_an_answer_only_with_a_penalty() -> None:
    y, score = [0, 0, 0, 1, 1, 1], {"score": [1, 2, 3, 7, 8, 9]}
    free, held = logistic_regression(y, score), logistic_regression(y, score, penalty=1)
    assert (free.status, free.terms) == (Status.UNDEFINED, ())
    assert held.status is Status.OK
    assert held.terms[0].ratio > 1


def test_gaps_leave_rows_out_and_one_outcome_has_no_answer() -> None:
    found = logistic_regression([0, 1, None, 1, 0], {"a": [1, 2, 3, None, 2]}, penalty=1)
    assert (found.n, found.left_out) == (3, 2)
    assert Caution.ROWS_LEFT_OUT in found.warnings
    assert logistic_regression([1, 1, 1], {"a": [1, 2, 3]}).status is Status.UNDEFINED
    with pytest.raises(RejectedInput, match="Outcome must hold 0 and 1 only"):
        logistic_regression([0, 2], {"a": [1, 2]})
