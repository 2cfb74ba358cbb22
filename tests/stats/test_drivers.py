from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.drivers import driver_share_intervals, driver_shares

Numbers = NDArray[np.float64]
Row = tuple[int, int, int, int]
tables = st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=6, max_size=40)


def named(rows: list[Row]) -> tuple[list[int], dict[str, list[int]]]:
    y, price, support, product = (list(column) for column in zip(*rows, strict=True))
    return y, {"price": price, "support": support, "product": product}


def survey(seed: int, n: int = 120, drivers: int = 4) -> tuple[Numbers, dict[str, Numbers]]:
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 6, (n, drivers)) + rng.integers(0, 3, n)[:, None]
    y = ratings @ np.arange(1, drivers + 1) + rng.normal(scale=4, size=n)
    return y, {f"d{i}": ratings[:, i] for i in range(drivers)}


def r_squared(y: Numbers, columns: list[Numbers]) -> float:
    return float(sm.OLS(y, sm.add_constant(np.column_stack(columns))).fit().rsquared) if columns else 0.0


@pytest.mark.parametrize("seed", range(5))
def test_shares_are_the_average_over_all_orders_of_entry(seed: int) -> None:
    y, drivers = survey(seed)
    gains = dict.fromkeys(drivers, 0.0)
    orders = list(permutations(drivers))
    for order in orders:
        for place, name in enumerate(order):
            before, after = order[:place], order[: place + 1]
            gain = r_squared(y, [drivers[d] for d in after]) - r_squared(y, [drivers[d] for d in before])
            gains[name] += gain / len(orders)
    result = driver_shares(y, drivers)
    assert result.lmg == pytest.approx(gains)
    assert result.r2 == pytest.approx(r_squared(y, list(drivers.values())))


def test_a_driver_of_several_columns_enters_and_leaves_as_a_whole() -> None:
    y, drivers = survey(8)
    region = [1.0 * (np.arange(len(y)) % 4 == i) for i in range(3)]
    parts = {"region": region, "d0": [drivers["d0"]], "food": [drivers["d1"], drivers["d2"]]}
    whole = {name: {str(i): each for i, each in enumerate(columns)} for name, columns in parts.items()}
    gains = dict.fromkeys(whole, 0.0)
    for order in permutations(whole):
        for place, name in enumerate(order):
            before = [column for each in order[:place] for column in parts[each]]
            gains[name] += (r_squared(y, [*before, *parts[name]]) - r_squared(y, before)) / 6
    assert driver_shares(y, whole).lmg == pytest.approx(gains)
    limits = driver_share_intervals(y, whole, resamples=400)
    assert limits.lower is not None
    assert limits.upper is not None
    assert limits.share is not None
    assert all(limits.lower[name] < limits.share[name] < limits.upper[name] for name in ("d0", "food"))


@given(tables)
def test_which_of_its_values_a_grouped_driver_leaves_out_changes_nothing(rows: list[Row]) -> None:
    y, drivers = named(rows)
    kinds = [each % 3 for each in drivers.pop("price")]
    first, last = (
        driver_shares(y, {"price": {str(kind): [each == kind for each in kinds] for kind in shown}, **drivers})
        for shown in ((0, 1), (1, 2))
    )
    if first.lmg is not None:
        assert first.lmg == pytest.approx(last.lmg, abs=1e-9)


@given(tables)
def test_shares_sum_to_one_and_none_is_negative(rows: list[Row]) -> None:
    result = driver_shares(*named(rows))
    if result.share is not None and result.lmg is not None:
        assert sum(result.share.values()) == pytest.approx(1)
        assert sum(result.lmg.values()) == pytest.approx(result.r2)
        assert min(result.share.values()) >= -1e-12


@given(tables, st.integers(-9, 9).filter(bool), st.integers(-100, 100))
def test_unit_and_zero_of_a_driver_change_nothing(rows: list[Row], scale: int, shift: int) -> None:
    y, drivers = named(rows)
    other = {**drivers, "price": [scale * each + shift for each in drivers["price"]]}
    assert driver_shares(y, other).lmg == pytest.approx(driver_shares(y, drivers).lmg, abs=1e-9)


@given(tables, st.permutations(range(40)))
def test_the_order_of_rows_and_drivers_changes_nothing(rows: list[Row], order: list[int]) -> None:
    y, drivers = named([rows[place] for place in order if place < len(rows)])
    turned = dict(reversed(drivers.items()))
    assert driver_shares(y, turned).lmg == pytest.approx(driver_shares(*named(rows)).lmg, abs=1e-9)


@given(tables)
def test_drivers_that_repeat_each_other_share_alike(rows: list[Row]) -> None:
    y, drivers = named(rows)
    twice = driver_shares(y, {**drivers, "again": [2 * each + 1 for each in drivers["price"]]})
    if twice.lmg is not None and twice.r2:
        assert twice.lmg["again"] == pytest.approx(twice.lmg["price"])
        assert twice.r2 == pytest.approx(driver_shares(y, drivers).r2)
        if len(set(drivers["price"])) > 1:
            assert Caution.DEPENDENT_DRIVERS in twice.warnings


@given(tables)
def test_a_driver_that_never_varies_gets_nothing_and_takes_nothing(rows: list[Row]) -> None:
    y, drivers = named(rows)
    more = driver_shares(y, {**drivers, "office": [0.1] * len(y)})
    if more.lmg is not None:
        assert more.lmg["office"] == 0
        assert Caution.CONSTANT_DRIVER in more.warnings
        less = driver_shares(y, drivers).lmg
        assert {name: more.lmg[name] for name in drivers} == pytest.approx(less)


@pytest.mark.parametrize(
    ("y", "price", "status"),
    [
        ([3, 3, 3, 3], [1, 2, 3, 4], Status.UNDEFINED),  # y never varies
        ([1, 2], [1, 2], Status.UNDEFINED),  # too few rows
        ([], [], Status.UNDEFINED),
        ([1, -1, 1, -1], [1, 1, -1, -1], Status.DEGENERATE),  # nothing explained
        ([1, 2, 3, 4], [5, 5, 5, 5], Status.DEGENERATE),
    ],
)
def test_where_nothing_can_be_shared_there_are_no_shares(y: list[int], price: list[int], status: Status) -> None:
    result = driver_shares(y, {"price": price})
    assert (result.share, result.status) == (None, status)
    assert result.r2 == (None if status is Status.UNDEFINED else 0)
    assert driver_share_intervals(y, {"price": price}).lower is None


def test_incomplete_rows_are_left_out_and_association_is_said() -> None:
    y, drivers = survey(0)
    holes = {name: [None, *column[1:]] for name, column in drivers.items()}
    result = driver_shares([*y[:-1], float("nan")], holes)
    assert (result.n, result.left_out) == (118, 2)
    assert result.warnings == (Caution.ASSOCIATION_ONLY, Caution.ROWS_LEFT_OUT)
    assert result.lmg == driver_shares(y[1:-1], {name: column[1:-1] for name, column in drivers.items()}).lmg


def test_limits_agree_with_a_bootstrap_row_by_row() -> None:
    y, drivers = survey(1, n=60, drivers=3)
    ours = driver_share_intervals(y, drivers, resamples=2000, confidence=0.9)
    rng = np.random.default_rng(7)
    drawn = []
    for _ in range(1500):
        rows = rng.integers(0, 60, 60)
        drawn.append(list((driver_shares(y[rows], {n: d[rows] for n, d in drivers.items()}).share or {}).values()))
    assert list((ours.lower or {}).values()) == pytest.approx(np.quantile(drawn, 0.05, axis=0), abs=0.03)
    assert list((ours.upper or {}).values()) == pytest.approx(np.quantile(drawn, 0.95, axis=0), abs=0.03)


def test_whole_accounts_are_drawn_where_answers_come_in_accounts() -> None:
    y, drivers = survey(2, n=40, drivers=2)
    five_times = {name: np.repeat(column, 5) for name, column in drivers.items()}
    rows = driver_share_intervals(y, drivers, resamples=4000)
    accounts = driver_share_intervals(np.repeat(y, 5), five_times, clusters=np.repeat(np.arange(40), 5), resamples=4000)
    assert accounts.clusters == 40
    assert accounts.lower == pytest.approx(rows.lower, abs=0.02)
    assert accounts.upper == pytest.approx(rows.upper, abs=0.02)


def test_more_rows_than_one_block_are_drawn_in_the_same_way() -> None:
    y, drivers = survey(3, n=9000, drivers=2)
    point, limits = driver_shares(y, drivers), driver_share_intervals(y, drivers, resamples=400)
    # Thirty parts of the rows show the spread that a bootstrap of all must find.
    parts = [driver_shares(y[i::30], {n: d[i::30] for n, d in drivers.items()}).share or {} for i in range(30)]
    spread = np.std([part["d0"] for part in parts], ddof=1) / np.sqrt(30)
    assert point.share is not None
    assert limits.lower is not None
    assert limits.upper is not None
    assert (limits.upper["d0"] - limits.lower["d0"]) / (2 * 1.96 * spread) == pytest.approx(1, abs=0.45)
    assert limits.lower["d0"] < point.share["d0"] < limits.upper["d0"]


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(0.5, 0.8), st.floats(0.85, 0.99))
def test_limits_stay_within_the_scale_and_widen_with_confidence(seed: int, less: float, more: float) -> None:
    y, drivers = survey(4, n=50, drivers=3)
    narrow = driver_share_intervals(y, drivers, resamples=200, confidence=less, seed=seed)
    wide = driver_share_intervals(y, drivers, resamples=200, confidence=more, seed=seed)
    for name in drivers:
        assert narrow.lower is not None
        assert wide.lower is not None
        assert narrow.upper is not None
        assert wide.upper is not None
        assert -1e-12 <= wide.lower[name] <= narrow.lower[name] <= narrow.upper[name] <= wide.upper[name] <= 1 + 1e-12


def test_the_same_seed_gives_the_same_limits() -> None:
    y, drivers = survey(5)
    here, again, other = (driver_share_intervals(y, drivers, resamples=200, seed=seed) for seed in (1, 1, 9))
    assert here == again
    assert here.lower != other.lower


def test_one_account_says_nothing_about_others() -> None:
    y, drivers = survey(6, drivers=2)
    one = driver_share_intervals(y, drivers, clusters=["a"] * 120, resamples=200)
    assert one.status is Status.DEGENERATE
    assert {Caution.ONE_CLUSTER, Caution.ZERO_WIDTH} <= set(one.warnings)
    few = driver_share_intervals(y, drivers, clusters=np.arange(120) % 8, resamples=200)
    assert (few.status, few.warnings) == (Status.OK, (Caution.ASSOCIATION_ONLY, Caution.FEW_CLUSTERS))


@pytest.mark.parametrize(
    ("drivers", "message"),
    [
        ({}, "at least one"),
        ([[1, 2]], "named columns"),
        ({f"d{i}": [1, 2] for i in range(13)}, "At most 12 drivers .* not 13: leave out"),
        ({"price": {str(i): [1, 2] for i in range(41)}}, "40 columns in all, not 41: join"),
        ({"price": {}}, "Driver 'price' has no column"),
        ({"price": {"low": [1, "x"]}}, "Driver 'price: low' must hold numbers; index 1"),
        ({"price": [1, "x"]}, "Driver 'price' must hold numbers; index 1 holds 'x'"),
        ({"price": [1]}, "equally long"),
        ({"price": [1, 2], "support": [1]}, "driver 'support' has 1"),
    ],
)
def test_what_cannot_be_drivers_is_refused(drivers: object, message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        driver_shares([1, 2], drivers)  # type: ignore[arg-type]


def test_too_few_resamples_are_refused() -> None:
    with pytest.raises(RejectedInput, match="100 or more"):
        driver_share_intervals([1, 2], {"price": [1, 2]}, resamples=99)
