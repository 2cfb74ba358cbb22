import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import METHODS, Caution, Estimate, RejectedInput, Shares, Status, nps_interval, nps_intervals

counts = st.integers(0, 60) | st.integers(0, 10**9)
groups = st.builds(Shares, counts, counts, counts).filter(lambda group: group.n > 0)
methods = st.sampled_from(list(METHODS))
confidences = st.floats(0.5, 0.999)


def limits(estimate: Estimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


def width(estimate: Estimate) -> float:
    lower, upper = limits(estimate)
    return upper - lower


@given(groups, methods, confidences)
def test_limits_stay_on_the_scale_and_contain_the_score(group: Shares, method: str, confidence: float) -> None:
    estimate = nps_interval(group, method=method, confidence=confidence)
    lower, upper = limits(estimate)
    assert -1 <= lower <= upper <= 1
    contains = estimate.value is not None and lower <= estimate.value <= upper
    assert contains == (Caution.POINT_OUTSIDE not in estimate.warnings)
    assert contains or method.startswith("aw")


@given(groups, methods, confidences)
def test_swapping_promoters_and_detractors_flips_the_interval(group: Shares, method: str, confidence: float) -> None:
    lower, upper = limits(nps_interval(group, method=method, confidence=confidence))
    flipped = Shares(group.promoters, group.passives, group.detractors)
    assert limits(nps_interval(flipped, method=method, confidence=confidence)) == pytest.approx(
        (-upper, -lower), abs=1e-9
    )


@given(groups, st.sampled_from(["score", "wald"]), st.integers(2, 50))
def test_more_answers_alike_narrow_the_interval(group: Shares, method: str, times: int) -> None:
    more = Shares(group.detractors * times, group.passives * times, group.promoters * times)
    before, after = nps_interval(group, method=method), nps_interval(more, method=method)
    assert width(after) <= width(before) + 1e-12


@given(groups, st.sampled_from(["score", "aw_t3", "wald"]), confidences, confidences)
def test_more_confidence_widens_the_interval(group: Shares, method: str, one: float, other: float) -> None:
    less, more = sorted((one, other))
    narrow, wide = (nps_interval(group, method=method, confidence=level) for level in (less, more))
    assert limits(wide)[0] <= limits(narrow)[0] + 1e-12
    assert limits(wide)[1] >= limits(narrow)[1] - 1e-12


@given(groups, confidences)
def test_the_score_limits_solve_the_score_test(group: Shares, confidence: float) -> None:
    z, n = NormalDist().inv_cdf((1 + confidence) / 2), group.n
    for d in limits(nps_interval(group, confidence=confidence)):
        if abs(d) < 1 - 1e-6:
            b = (2 * n - group.promoters + group.detractors) * d - group.detractors - group.promoters
            q = (-b + math.sqrt(max(0, b * b + 8 * n * group.detractors * d * (1 - d)))) / (4 * n)
            assert n * ((group.nps or 0) - d) ** 2 == pytest.approx(z * z * (2 * q + d - d * d), rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("n", [1, 8, 10**3, 10**9])
def test_all_promoters_leave_a_lower_limit_known_in_closed_form(n: int) -> None:
    z = NormalDist().inv_cdf(0.975)
    lower, upper = limits(nps_interval(Shares(0, 0, n)))
    assert upper == 1
    assert 1 - lower == pytest.approx(2 * z * z / (n + z * z), rel=1e-6)


def test_a_hundred_thousand_segments_are_one_call() -> None:
    table = np.random.default_rng(7).integers(0, 40, (3, 100_000))
    table[:, 17] = 0
    many = nps_intervals(*table)
    assert len(many) == 100_000
    assert many.lower.tolist()[17] is None
    assert many[17].status == Status.UNDEFINED
    for i in (0, 4711, 99_999):
        assert many[i] == nps_interval(Shares(*(int(count) for count in table[:, i])))


def test_each_of_many_carries_its_own_warnings() -> None:
    empty, sure, plain = nps_intervals([0, 0, 300], [0, 0, 300], [0, 8, 300], method="wald")
    assert (empty.status, empty.value, empty.lower, empty.warnings) == (Status.UNDEFINED, None, None, ())
    assert sure.status == Status.DEGENERATE
    assert set(sure.warnings) == {Caution.ZERO_WIDTH, Caution.WALD_FEW_ANSWERS}
    assert (plain.status, plain.warnings) == (Status.OK, ())


def test_fractional_counts_are_allowed_for_weighted_answers() -> None:
    assert nps_intervals([0.5], [1.25], [2.75])[0].n == 4.5


def test_an_interval_that_leaves_out_the_score_can_be_stretched() -> None:
    estimate = nps_interval(Shares(0, 0, 1), method="aw_t3")
    assert estimate.warnings == (Caution.POINT_OUTSIDE,)
    assert estimate.including_value().upper == estimate.value == 1
    assert nps_interval(Shares(0, 0, 0)).including_value().upper is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "bogus"}, "Unknown method"),
        ({"confidence": 0}, "Confidence must lie"),
        ({"confidence": 1.0}, "Confidence must lie"),
        ({"confidence": math.nan}, "Confidence must lie"),
        ({"confidence": "95%"}, "Confidence must lie"),
    ],
)
def test_a_bad_setting_is_rejected_with_what_is_allowed(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        nps_interval(Shares(1, 1, 1), **arguments)


@pytest.mark.parametrize("column", [[-1], [math.nan], [math.inf], [None], ["x"], [1, 2], [[1]], 1, [10**400]])
def test_bad_columns_are_rejected(column: Any) -> None:
    with pytest.raises(RejectedInput, match=r"Counts must|lists of the same length"):
        nps_intervals(column, [1], [1])
