import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, account_weights, classify, nps_summary, signs, weighted_nps

row = st.tuples(st.integers(0, 10), st.floats(0.1, 9), st.integers(0, 6))
rows = st.lists(row, min_size=2, max_size=50)
Rows = list[tuple[int, float, int]]


def columns(found: Rows) -> tuple[list[int], list[float], list[int]]:
    scores, weights, accounts = zip(*found, strict=True)
    return list(scores), list(weights), list(accounts)


@given(rows)
def test_another_program_finds_the_same_score_and_error(found: Rows) -> None:
    scores, weights, accounts = columns(found)
    estimate = weighted_nps(scores, weights, clusters=accounts)
    y = signs(scores).values
    if len(set(accounts)) < 2:
        assert estimate.se is None
        return
    fit = sm.WLS(y, np.ones(len(y)), weights=weights).fit(cov_type="cluster", cov_kwds={"groups": accounts})
    assert estimate.value == pytest.approx(fit.params[0], abs=1e-9)
    assert estimate.se == pytest.approx(fit.bse[0], abs=1e-7)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=60))
def test_equal_weights_are_no_weights(scores: list[int]) -> None:
    plain = weighted_nps(scores)
    for same in (weighted_nps(scores, [1] * len(scores)), weighted_nps(scores, clusters=range(len(scores)))):
        assert (same.value, same.se, same.lower, same.upper) == (plain.value, plain.se, plain.lower, plain.upper)
    summary = nps_summary(classify(scores))
    assert plain.value == pytest.approx(summary.nps)
    assert plain.se == pytest.approx(summary.se_sample)


@given(rows, st.floats(0.001, 1e6), st.randoms())
def test_the_unit_of_weights_and_the_order_of_rows_do_not_matter(found: Rows, unit: float, random: object) -> None:
    scores, weights, accounts = columns(found)
    plain = weighted_nps(scores, weights, clusters=accounts)
    random.shuffle(found)  # type: ignore[attr-defined]
    scores, weights, accounts = columns(found)
    other = weighted_nps(scores, [unit * w for w in weights], clusters=[f"account {a}" for a in accounts])
    assert plain.status == other.status
    for name in ("value", "se", "lower", "upper", "n_star", "n_effective"):
        assert (getattr(plain, name) or 0) == pytest.approx(getattr(other, name) or 0, rel=1e-6, abs=1e-7)


@given(rows)
def test_limits_lie_on_the_scale_around_the_score_and_flip_with_it(found: Rows) -> None:
    scores, weights, accounts = columns(found)
    estimate = weighted_nps(scores, weights, clusters=accounts)
    mirrored = weighted_nps([{-1: 10, 0: 8, 1: 0}[int(y)] for y in signs(scores).values], weights, clusters=accounts)
    assert estimate.value == pytest.approx(-(mirrored.value or 0), abs=1e-12)
    if estimate.lower is None or estimate.upper is None or estimate.value is None:
        assert len(set(accounts)) == 1
        return
    assert -1 <= estimate.lower <= estimate.value + 1e-12
    assert estimate.value - 1e-12 <= estimate.upper <= 1
    assert (estimate.lower, estimate.upper) == pytest.approx((-(mirrored.upper or 0), -(mirrored.lower or 0)), abs=1e-6)


@given(rows)
def test_parts_reproduce_the_whole(found: Rows) -> None:
    scores, weights, _accounts = columns(found)
    half = len(scores) // 2
    parts = [
        (weighted_nps(scores[s], weights[s]).value or 0, sum(weights[s])) for s in (slice(half), slice(half, None))
    ]
    whole = sum(value * weight for value, weight in parts) / sum(weights)
    assert weighted_nps(scores, weights).value == pytest.approx(whole, abs=1e-9)


@given(rows)
def test_answers_of_a_few_accounts_count_for_less_than_their_number(found: Rows) -> None:
    scores, weights, accounts = columns(found)
    estimate = weighted_nps(scores, weights, clusters=accounts)
    assert (estimate.n_effective or 0) <= len(scores) + 1e-9
    assert (estimate.n_star or 0) <= (estimate.n_effective or 0) + 1e-9


def test_each_account_has_one_voice_or_that_of_its_revenue() -> None:
    accounts = ["a", "a", "a", "b", None]
    assert account_weights(accounts) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1, 1])
    assert account_weights(accounts, {"a": 90, "b": 10}) == pytest.approx([30, 30, 30, 10, 0])
    estimate = weighted_nps([0, 0, 0, 10, 10], account_weights(accounts, {"a": 90, "b": 10}), clusters=accounts)
    assert estimate.value == pytest.approx(-0.8)
    assert (estimate.n, estimate.n_clusters) == (4, 2)


def test_when_every_account_has_answered_nothing_is_left_to_chance() -> None:
    census = weighted_nps([10, 9, 3], [5, 1, 1], clusters=["a", "b", "c"], stratum_population=3)
    assert (census.lower, census.upper, census.status) == (census.value, census.value, Status.OK)
    most = weighted_nps([10, 9, 3], [5, 1, 1], clusters=["a", "b", "c"], stratum_population=4)
    none = weighted_nps([10, 9, 3], [5, 1, 1], clusters=["a", "b", "c"])
    assert (most.se or 0) == pytest.approx((none.se or 0) / 2)


def test_strata_take_their_differences_out_of_the_error() -> None:
    scores, strata = [10, 9, 10, 9, 8, 0, 1, 2, 3, 8], ["x"] * 5 + ["y"] * 5
    plain, split = weighted_nps(scores), weighted_nps(scores, strata=strata)
    assert split.value == plain.value
    assert (split.se or 1) < (plain.se or 0)
    assert (plain.df, split.df) == (9, 8)
    known = weighted_nps(scores, strata=strata, stratum_population={"x": 5, "y": 50})
    assert (known.se or 1) < (split.se or 0)


def test_rows_without_weight_or_score_are_left_out() -> None:
    estimate = weighted_nps([10, None, 3, 6.5, 0], [1, 1, 1, 1, 0])
    assert (estimate.n, estimate.value, estimate.missing, estimate.invalid) == (2, 0, 1, 1)


@pytest.mark.parametrize(
    ("scores", "options", "status", "warning"),
    [
        ([], {}, Status.UNDEFINED, None),
        ([10, 3], {"weights": [0, 0]}, Status.UNDEFINED, None),
        ([10], {}, Status.DEGENERATE, Caution.ONE_CLUSTER),
        ([10, 3], {"clusters": ["a", "a"]}, Status.DEGENERATE, Caution.ONE_CLUSTER),
        ([10, 3, 4], {"strata": ["x", "x", "y"]}, Status.DEGENERATE, Caution.LONE_CLUSTER),
        ([10, 10, 10], {}, Status.DEGENERATE, Caution.ZERO_WIDTH),
    ],
)
def test_edges_are_told_apart(
    scores: list[int], options: dict[str, list[object]], status: Status, warning: Caution | None
) -> None:
    estimate = weighted_nps(scores, **options)  # type: ignore[arg-type]
    assert estimate.status == status
    assert warning is None or warning in estimate.warnings
    if warning != Caution.ZERO_WIDTH:
        assert (estimate.se, estimate.lower, estimate.t_lower) == (None, None, None)


def test_all_promoters_still_leave_room_for_doubt() -> None:
    estimate = weighted_nps([10] * 12, [1] * 12, clusters=[*"aaabbbccddee"])
    assert (estimate.value, estimate.upper, estimate.se) == (1, 1, 0)
    assert (estimate.lower or 1) < 0.5


def test_one_heavy_account_is_named() -> None:
    assert Caution.UNEVEN_WEIGHTS in weighted_nps([10, 8, 3, 9, 7, 6, 9], [99, 1, 1, 1, 1, 1, 1]).warnings


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": [1, -1]}, "not be negative; the value at index 1 is -1"),
        ({"weights": [1, None]}, "must be there"),
        ({"weights": [1]}, "2 rows and 1 weights"),
        ({"weights": ["a", "b"]}, "must hold numbers"),
        ({"clusters": ["a"]}, "2 scores and 1 clusters"),
        ({"clusters": ["a", "a"], "strata": ["x", "y"]}, "two strata"),
        ({"stratum_population": 1}, "more than the 1"),
        ({"strata": ["x", "y"], "stratum_population": {"x": 4}}, "'y' is not given"),
        ({"strata": ["x", "y"], "stratum_population": 4}, "each stratum"),
        ({"stratum_population": {"x": 4}}, "needs strata"),
        ({"stratum_population": 2.5}, "whole number"),
    ],
)
def test_a_design_that_makes_no_sense_is_rejected(options: dict[str, object], words: str) -> None:
    with pytest.raises(RejectedInput, match=words):
        weighted_nps([10, 3], **options)  # type: ignore[arg-type]


def test_half_a_million_answers_of_ten_thousand_accounts_are_one_call() -> None:
    random = np.random.default_rng(4)
    accounts = random.integers(0, 10_000, 500_000)
    estimate = weighted_nps(random.integers(0, 11, 500_000), random.uniform(1, 9, 500_000), clusters=accounts)
    assert estimate.n_clusters == 10_000
    assert (estimate.lower or 0) < (estimate.value or 0) < (estimate.upper or 0)
