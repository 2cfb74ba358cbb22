import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from statsmodels.miscmodels.ordinal_model import OrderedModel

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.ordinal import OrdinalLogit, ordinal_logit

Numbers = NDArray[np.int64]
LEVELS = ["detractor", "passive", "promoter"]


def survey(seed: int, n: int = 150, cuts: tuple[float, ...] = (4.0, 6.0)) -> tuple[Numbers, dict[str, Numbers]]:
    rng = np.random.default_rng(seed)
    price, support = rng.integers(1, 6, n), rng.integers(1, 6, n)
    return np.searchsorted(cuts, price + 0.5 * support + rng.logistic(size=n)), {"price": price, "support": support}


def figures(result: OrdinalLogit) -> list[float | None]:
    return [*(result.beta or {}).values(), *(result.se_beta or {}).values(), *(result.zeta or ()), result.loglik]


@pytest.mark.parametrize("cuts", [(4.0, 6.0), (5.0,), (3.0, 4.0, 5.0, 6.0, 8.0)])
@pytest.mark.parametrize("seed", range(4))
def test_the_fit_agrees_with_statsmodels(seed: int, cuts: tuple[float, ...]) -> None:
    y, drivers = survey(seed, cuts=cuts)
    model = OrderedModel(y, np.column_stack(list(drivers.values())).astype(float), distr="logit")
    theirs = model.fit(method="bfgs", disp=False, gtol=1e-8, maxiter=1000)
    ours = ordinal_logit(y, drivers, levels=range(len(cuts) + 1))
    assert list((ours.beta or {}).values()) == pytest.approx(theirs.params[:2], abs=1e-4)
    assert list((ours.se_beta or {}).values()) == pytest.approx(theirs.bse[:2], rel=1e-3)
    assert ours.zeta == pytest.approx(model.transform_threshold_params(theirs.params)[1:-1], abs=1e-3)
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-5)


@given(st.integers(0, 50), st.integers(1, 30), st.integers(-1000, 1000))
def test_the_unit_of_a_driver_moves_its_coefficient_alone(seed: int, scale: int, shift: int) -> None:
    y, drivers = survey(seed)
    here = ordinal_logit(y, drivers, levels=range(3))
    there = ordinal_logit(y, {**drivers, "price": drivers["price"] * scale + shift}, levels=range(3))
    assert here.beta is not None
    assert there.beta is not None
    assert there.beta == pytest.approx({**here.beta, "price": here.beta["price"] / scale}, rel=1e-5)
    assert there.loglik == pytest.approx(here.loglik)


@given(st.integers(0, 50), st.permutations(range(150)))
def test_the_order_of_rows_changes_nothing(seed: int, order: list[int]) -> None:
    y, drivers = survey(seed)
    shuffled = {name: column[order] for name, column in drivers.items()}
    here, there = ordinal_logit(y, drivers, levels=range(3)), ordinal_logit(y[order], shuffled, levels=range(3))
    assert figures(there) == pytest.approx(figures(here), rel=1e-6)


@given(st.integers(0, 50))
def test_turning_the_levels_round_turns_the_signs(seed: int) -> None:
    y, drivers = survey(seed)
    here, there = ordinal_logit(y, drivers, levels=range(3)), ordinal_logit(2 - y, drivers, levels=range(3))
    assert here.beta is not None
    assert here.zeta is not None
    assert there.beta == pytest.approx({name: -beta for name, beta in here.beta.items()}, rel=1e-5)
    assert there.zeta == pytest.approx([-(zeta or 0) for zeta in reversed(here.zeta)], rel=1e-5)


def test_levels_may_have_names() -> None:
    y, drivers = survey(1)
    named = ordinal_logit([LEVELS[each] for each in y], drivers, levels=LEVELS)
    assert named == ordinal_logit(y, drivers, levels=[0, 1, 2])
    assert named.warnings == (Caution.ASSOCIATION_ONLY,)


@pytest.mark.parametrize(
    ("levels", "cut"),
    [
        ([0, 1, 2], (0, None)),  # nobody above
        ([-1, 0, 1], (None, 0)),  # nobody below
        ([0, 5, 1], (0, 0)),  # nobody between: both cuts lie in the same gap
    ],
)
def test_a_level_that_nobody_chose_leaves_the_fit_of_the_others(levels: list[int], cut: tuple[int | None, ...]) -> None:
    y, drivers = survey(2, cuts=(5.0,))
    two, three = ordinal_logit(y, drivers, levels=[0, 1]), ordinal_logit(y, drivers, levels=levels)
    assert two.zeta is not None
    assert three.zeta == tuple(None if place is None else two.zeta[place] for place in cut)
    assert (three.beta, three.loglik, three.status) == (two.beta, two.loglik, Status.OK)
    assert Caution.LEVEL_ABSENT in three.warnings


@pytest.mark.parametrize(
    ("y", "drivers"),
    [
        ([1, 1, 1], {"price": [1, 2, 3]}),  # one level
        ([0, 0, 1, 1, 2, 2], {"price": [1, 2, 3, 4, 5, 6]}),  # separated
        ([0, 0, 1, 1, 1, 0], {"complaint": [0, 0, 0, 0, 1, 0]}),  # nearly so: complaints always mean 1
        ([0, 1, 2, 1, 0, 2], {"price": [3, 3, 3, 3, 3, 3]}),
        ([0, 1, 2, 1, 0, 2], {"price": [1, 2, 1, 4, 2, 1], "cents": [100, 200, 100, 400, 200, 100]}),
        ([], {"price": []}),
    ],
)
def test_where_no_fit_exists_there_is_no_answer(y: list[int], drivers: dict[str, list[int]]) -> None:
    result = ordinal_logit(y, drivers, levels=range(3))
    assert (result.beta, result.se_beta, result.zeta, result.loglik) == (None, None, None, None)
    assert result.status is Status.UNDEFINED
    assert Caution.NOT_ESTIMABLE in result.warnings


def test_a_fit_that_is_nearly_separated_still_is_one() -> None:
    y = [0] * 500 + [1] * 500
    nearly = [*range(499), 501, 498, *range(501, 1000)]
    result = ordinal_logit(y, {"price": nearly}, levels=[0, 1])
    assert result.status is Status.OK


def test_incomplete_rows_are_left_out() -> None:
    y, drivers = survey(3)
    holes = {"price": [None, *drivers["price"][1:]], "support": drivers["support"]}
    result = ordinal_logit([*y[:-1], None], holes, levels=range(3))
    assert (result.n, result.left_out) == (148, 2)
    assert Caution.ROWS_LEFT_OUT in result.warnings


@pytest.mark.parametrize(
    ("levels", "message"),
    [([0, 1], "Y holds 2, which is none of the levels"), ([0], "two or more"), ([0, 1, 1, 2], "each named once")],
)
def test_levels_that_do_not_fit_are_refused(levels: list[int], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        ordinal_logit([0, 1, 2], {"price": [1, 3, 2]}, levels=levels)
