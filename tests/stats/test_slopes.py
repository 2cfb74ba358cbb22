import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kuule.stats import Caution, RejectedInput, Status, driver_slopes

Numbers = NDArray[np.float64]


def survey(seed: int = 0, n: int = 150) -> tuple[Numbers, dict[str, Numbers]]:
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 6, (n, 3)) + rng.integers(0, 3, n)[:, None]
    points = 100.0 * np.sign(ratings @ [1, 2, 0] + rng.normal(scale=3, size=n) - 11)
    return points, {f"d{i}": ratings[:, i].astype(np.float64) for i in range(3)}


def least_squares(y: Numbers, columns: list[Numbers]) -> Numbers:
    fitted: Numbers = sm.OLS(y, sm.add_constant(np.column_stack(columns))).fit().params[1:]
    return fitted


def test_slopes_are_those_of_least_squares_with_grouped_drivers_held_equal() -> None:
    y, drivers = survey()
    region = {"north": np.arange(150) % 3 == 0, "south": np.arange(150) % 3 == 1}
    result = driver_slopes(y, {"d0": drivers["d0"], "region": region, "d1": drivers["d1"]}, resamples=100)
    expected = least_squares(y, [drivers["d0"], *region.values(), drivers["d1"]])
    assert result.slope == pytest.approx({"d0": expected[0], "d1": expected[3]})
    assert (result.status, result.warnings) == (Status.OK, (Caution.ASSOCIATION_ONLY,))


def test_limits_are_as_wide_as_sandwich_errors_say() -> None:
    y, drivers = survey(1, n=600)
    accounts = np.arange(600) // 4
    result = driver_slopes(y, drivers, clusters=accounts)
    fitted = sm.OLS(y, sm.add_constant(np.column_stack(list(drivers.values()))))
    errors = fitted.fit(cov_type="cluster", cov_kwds={"groups": accounts}).bse[1:]
    assert result.lower is not None
    assert result.upper is not None
    widths = [result.upper[name] - result.lower[name] for name in drivers]
    assert widths == pytest.approx(2 * 1.96 * errors, rel=0.12)
    assert result.clusters == 150


@settings(max_examples=25)
@given(st.integers(0, 50), st.sampled_from([-7.0, -1.0, 0.01, 3.0, 1e6]), st.integers(-100, 100))
def test_slopes_follow_the_unit_of_a_driver(seed: int, unit: float, shift: int) -> None:
    y, drivers = survey(seed, n=40)
    other = driver_slopes(y, {**drivers, "d1": unit * drivers["d1"] + shift}, resamples=100)
    here = driver_slopes(y, drivers, resamples=100)
    assert here.slope is not None
    assert here.lower is not None
    assert other.slope is not None
    lower = other.lower if unit > 0 else other.upper
    assert lower is not None
    assert {**other.slope, "d1": other.slope["d1"] * unit} == pytest.approx(here.slope, rel=1e-6, abs=1e-6)
    assert lower["d1"] * unit == pytest.approx(here.lower["d1"], rel=1e-6, abs=1e-6)


def test_a_driver_that_never_varies_moves_nothing() -> None:
    y, drivers = survey(2)
    with_office = driver_slopes(y, {**drivers, "office": [0.1] * 150}, resamples=100)
    assert with_office.slope is not None
    assert with_office.slope == pytest.approx({**(driver_slopes(y, drivers, resamples=100).slope or {}), "office": 0})
    assert with_office.slope["office"] == (with_office.lower or {})["office"] == 0
    assert Caution.CONSTANT_DRIVER in with_office.warnings


def test_drivers_that_repeat_each_other_share_the_slope_and_say_so() -> None:
    y, drivers = survey(3)
    twice = driver_slopes(y, {**drivers, "again": drivers["d1"]}, resamples=100)
    assert twice.slope is not None
    assert twice.slope["again"] == pytest.approx(twice.slope["d1"])
    assert Caution.DEPENDENT_DRIVERS in twice.warnings


def test_where_nothing_can_be_fitted_there_are_no_slopes() -> None:
    assert driver_slopes([3, 3, 3, 3], {"price": [1, 2, 3, 4]}, resamples=100).slope is None
    few = driver_slopes([1, 2], {"price": [1, 2]}, resamples=100)
    assert (few.slope, few.lower, few.status) == (None, None, Status.UNDEFINED)
    with pytest.raises(RejectedInput, match="100 or more"):
        driver_slopes([1, 2], {"price": [1, 2]}, resamples=9)
