import numpy as np
import pytest
from statsmodels.duration.hazard_regression import PHReg

from kuule.stats import Caution, RejectedInput, Status, cox, cox_regression
from kuule.stats.cox_model import fit_cox


def lives(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(n, 3)) * [1, 5, 0.2]
    end = np.ceil(rng.exponential(np.exp(-columns @ [0.5, 0.1, -2])) * 4) / 4
    seen = np.ceil(rng.uniform(0, 3, n) * 4) / 4
    return np.minimum(end, seen), (end <= seen).astype(int), columns


@pytest.mark.parametrize("seed", range(3))
def test_coefficients_and_errors_agree_with_statsmodels_though_many_leave_at_one_time(seed: int) -> None:
    time, event, columns = lives(150, seed)
    theirs = PHReg(time, columns, event, ties="efron").fit()
    ours = cox_regression(time, event, dict(zip("abc", columns.T, strict=True)))
    assert [term.coef for term in ours.terms] == pytest.approx(theirs.params, rel=1e-6)
    assert [term.se for term in ours.terms] == pytest.approx(theirs.bse, rel=1e-6)
    assert ours.loglik == pytest.approx(theirs.llf)


def test_two_groups_as_a_number_are_what_cox_by_groups_says() -> None:
    time, event, columns = lives(80, 5)
    flag = (columns[:, 0] > 0).astype(int)
    by_number = cox_regression(time, event, {"high": flag}).terms[0]
    by_group = cox(time, event, flag, reference=0)
    assert (by_number.coef, by_number.se) == pytest.approx((by_group.coef[1], by_group.se[1]))


def test_the_baseline_adds_up_what_each_leaving_says_of_those_still_there() -> None:
    time, event, columns = lives(60, 4)
    ours = fit_cox(columns, time, event == 1, np.zeros(3))
    assert ours is not None
    risks = np.exp(columns @ ours.coef)
    steps = [event[time == moment].sum() / risks[time >= moment].sum() for moment in ours.times]
    assert ours.hazard == pytest.approx(np.cumsum(steps))
    logs, slopes, noise = ours.log_hazard(columns[:2], np.array([0.0, ours.times[-1]]))
    assert logs[0] == -np.inf
    assert logs[1] == pytest.approx(np.log(sum(steps) * risks[1]))
    assert np.isfinite(slopes).all()
    assert (noise >= 0).all()


def test_a_penalty_pulls_towards_nothing() -> None:
    time, event, columns = lives(80, 6)
    named = dict(zip("abc", columns.T, strict=True))
    free, held = cox_regression(time, event, named), cox_regression(time, event, named, penalty=50)
    assert all(abs(one.coef) < abs(other.coef) for one, other in zip(held.terms, free.terms, strict=True))


@pytest.mark.parametrize(
    ("event", "covariate"), [([0, 0, 0, 0], [1, 2, 3, 4]), ([1, 0, 1, 0], [5, 5, 5, 5]), ([1, 1, 0, 0], [4, 3, 2, 1])]
)
def test_what_has_no_maximum_has_no_answer(event: list[int], covariate: list[int]) -> None:
    found = cox_regression([1, 2, 3, 4], event, {"a": covariate})
    assert (found.terms, found.status) == ((), Status.UNDEFINED)
    assert Caution.NOT_ESTIMABLE in found.warnings


def test_a_negative_penalty_is_rejected() -> None:
    with pytest.raises(RejectedInput, match="The penalty must be a number from 0 up, not -1"):
        cox_regression([1, 2], [1, 0], {"a": [1, 2]}, penalty=-1)
