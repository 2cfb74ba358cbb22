import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, answers_needed
from kuule.stats.effects import DifferenceInDifferences, difference_in_differences

Row = tuple[float, int, int, int]
rows_of = st.lists(
    st.tuples(st.integers(0, 10), st.integers(0, 1), st.integers(0, 1), st.integers(0, 5)), min_size=6, max_size=50
)


def effect(rows: list[Row]) -> DifferenceInDifferences:
    y, treated, post, clusters = zip(*rows, strict=True)
    return difference_in_differences(y, treated, post, clusters)


@pytest.mark.parametrize("seed", range(10))
def test_estimate_and_error_agree_with_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    clusters = rng.integers(0, 40, 200)
    treated, post = (clusters < 20).astype(int), rng.integers(0, 2, 200)
    y = rng.normal(size=200) + treated * post + rng.normal(size=40)[clusters]
    design = np.column_stack([np.ones(200), treated, post, treated * post])
    theirs = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True)
    ours = difference_in_differences(y, treated, post, clusters)
    assert (ours.estimate, ours.se, ours.t, ours.p_value) == pytest.approx(
        (theirs.params[3], theirs.bse[3], theirs.tvalues[3], theirs.pvalues[3])
    )
    assert (ours.lower, ours.upper) == pytest.approx(tuple(theirs.conf_int()[3]))
    assert ours.status is Status.OK


def test_without_clusters_every_row_stands_for_itself() -> None:
    rng = np.random.default_rng(5)
    treated, post, y = rng.integers(0, 2, 60), rng.integers(0, 2, 60), rng.normal(size=60)
    design = np.column_stack([np.ones(60), treated, post, treated * post])
    theirs = sm.OLS(y, design).fit(cov_type="HC1")
    assert difference_in_differences(y, treated, post).se == pytest.approx(theirs.bse[3])


@given(rows_of, st.integers(-5, 5), st.integers(1, 9))
def test_the_effect_moves_with_the_unit_of_y_and_not_with_its_zero(rows: list[Row], shift: int, scale: int) -> None:
    here, there = effect(rows), effect([(scale * y + shift, *rest) for y, *rest in rows])  # type: ignore[misc]
    assume(here.estimate is not None)
    assert there.estimate == pytest.approx(scale * (here.estimate or 0), abs=1e-9)
    assert there.se == pytest.approx(scale * here.se if here.se is not None else None, abs=1e-9)


@given(rows_of)
def test_swapping_treated_and_untreated_turns_the_effect_round(rows: list[Row]) -> None:
    here, there = effect(rows), effect([(y, 1 - treated, post, cluster) for y, treated, post, cluster in rows])
    if here.estimate is None:
        assert there.estimate is None
    else:
        assert there.estimate == pytest.approx(-here.estimate, abs=1e-12)
        assert there.se == pytest.approx(here.se, abs=1e-12)


@given(rows_of)
def test_the_order_of_rows_and_the_names_of_clusters_change_nothing(rows: list[Row]) -> None:
    here = effect(rows)
    there = effect([(y, treated, post, 70 - cluster) for y, treated, post, cluster in reversed(rows)])
    for name in ("estimate", "se", "lower", "p_value"):
        assert getattr(there, name) == pytest.approx(getattr(here, name), abs=1e-9)


def test_an_empty_cell_has_no_answer() -> None:
    result = difference_in_differences([1, 2, 3], [0, 0, 1], [0, 1, 0])
    assert (result.estimate, result.se, result.df, result.status) == (None, None, None, Status.UNDEFINED)
    assert result.means == (1, 2, 3, None)


def test_one_cluster_has_an_estimate_and_no_error() -> None:
    result = difference_in_differences([1, 2, 3, 6, 8], [0, 0, 1, 1, 1], [0, 1, 0, 1, 1], ["a"] * 5)
    assert (result.estimate, result.se, result.t, result.lower) == (3, None, None, None)
    assert (result.status, result.warnings) == (Status.DEGENERATE, (Caution.ONE_CLUSTER,))


def test_one_cluster_on_each_side_has_an_error_of_nothing() -> None:
    y = [1.3, 2.1, 4.7, 3.2, 6.9, 8.4]
    result = difference_in_differences(y, [0, 0, 0, 1, 1, 1], [0, 1, 1, 0, 1, 1], ["a", "a", "a", "b", "b", "b"])
    assert (result.se, result.t, result.p_value, result.status) == (0, None, None, Status.DEGENERATE)
    assert Caution.ZERO_WIDTH in result.warnings


def test_four_rows_leave_nothing_for_an_error() -> None:
    result = difference_in_differences([1, 2, 3, 5], [0, 0, 1, 1], [0, 1, 0, 1])
    assert (result.estimate, result.se, result.status) == (1, None, Status.DEGENERATE)


@pytest.mark.parametrize(("clusters", "few"), [(29, True), (30, False)])
def test_fewer_than_thirty_clusters_are_few(clusters: int, few: bool) -> None:
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(clusters), 4)
    y, post = rng.normal(size=len(labels)), np.arange(len(labels)) % 2
    result = difference_in_differences(y, labels % 2, post, labels)
    assert result.status is Status.OK
    assert (Caution.FEW_CLUSTERS in result.warnings) == few


def test_incomplete_rows_are_left_out_and_flags_are_flags() -> None:
    result = difference_in_differences(
        [1, None, 3, 4, 5, 9], [0, 0, None, 1, 1, 1], [0, 1, 0, 1, 0, 1], ["a", "b", "c", None, "e", "f"]
    )
    assert (result.n, result.left_out) == (3, 3)
    with pytest.raises(RejectedInput, match="Post must hold 0 and 1 only; the value at index 1 is 2025"):
        difference_in_differences([1, 2], [0, 1], [0, 2025])


def bell_mccaffrey(y: np.ndarray, cells: np.ndarray, clusters: np.ndarray) -> tuple[float, float]:
    """Compute error and degrees of freedom by the matrices of the paper, row by row."""
    design, weights = np.eye(4)[cells], np.array([1, -1, -1, 1])
    inverse = np.linalg.inv(design.T @ design)
    rest = np.eye(len(y)) - design @ inverse @ design.T
    variance, columns = 0.0, []
    for cluster in np.unique(clusters):
        own = clusters == cluster
        values, vectors = np.linalg.eigh(rest[np.ix_(own, own)])
        root = vectors @ np.diag(np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0)) @ vectors.T
        adjusted = root @ design[own] @ inverse @ weights
        variance += float(adjusted @ (rest @ y)[own]) ** 2
        columns.append(rest[own].T @ adjusted)
    gram = np.array(columns) @ np.array(columns).T
    return float(np.sqrt(variance)), float(np.trace(gram) ** 2 / np.trace(gram @ gram))


@pytest.mark.parametrize("seed", range(4))
def test_cr2_agrees_with_the_matrices_it_is_defined_by(seed: int) -> None:
    rng = np.random.default_rng(seed)
    clusters, post = np.sort(rng.integers(0, 9, 60)), rng.integers(0, 2, 60)
    treated = (clusters < 4).astype(int)
    y = rng.normal(size=60) + rng.normal(size=9)[clusters]
    ours = difference_in_differences(y, treated, post, clusters, method="cr2")
    assert (ours.se, ours.df) == pytest.approx(bell_mccaffrey(y, 2 * treated + post, clusters))
    assert ours.estimate == pytest.approx(difference_in_differences(y, treated, post, clusters).estimate)


def test_two_treated_accounts_of_twenty_get_the_wide_interval_they_deserve() -> None:
    rng = np.random.default_rng(1)
    clusters, post = np.repeat(np.arange(20), 6), np.tile([0, 0, 0, 1, 1, 1], 20)
    y = rng.normal(size=120) + rng.normal(size=20)[clusters] * post
    common, reduced = (
        difference_in_differences(y, (clusters < 2).astype(int), post, clusters, method=method)
        for method in ("cr1", "cr2")
    )
    assert (reduced.df or 99) < 3 < (common.df or 0)
    assert (reduced.upper or 0) - (reduced.lower or 0) > 3 * ((common.upper or 0) - (common.lower or 0))


def test_an_unknown_method_is_rejected() -> None:
    with pytest.raises(RejectedInput, match="Choose one of: cr1, cr2"):
        difference_in_differences([1, 2], [0, 1], [0, 1], method="hc3")


def test_four_times_the_answers_show_half_the_effect() -> None:
    rng = np.random.default_rng(2)
    treated, post = rng.integers(0, 2, 400), rng.integers(0, 2, 400)
    found = difference_in_differences(rng.normal(7, 2, 400), treated, post)
    one, half = (answers_needed(found, wanted=size) for size in (0.5, 0.25))
    assert one is not None
    assert half is not None
    assert half + 400 == pytest.approx(4 * (one + 400), abs=4)
    # For two changes of one size: n = 16 (1.96 + 0.84)^2 sd^2 / size^2.
    assert one + 400 == pytest.approx(16 * 7.849 * 4 / 0.25, rel=0.15)
    assert answers_needed(found, wanted=5) == 0
    assert answers_needed(found, wanted=0) is None
