from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.growth import earned_growth

money = st.integers(0, 10**7)


def test_the_published_example() -> None:
    result = earned_growth(100, 85, 25, 20)
    assert (result.nrr, result.enc, result.earned_growth_rate, result.total_growth_rate) == (0.85, 0.25, 0.1, 0.3)
    assert result.earned_growth_ratio == pytest.approx(1 / 3)
    assert (result.status, result.warnings) == (Status.OK, ())


@given(money.filter(bool), money, money, money, money, st.integers(1, 1000))
def test_the_currency_changes_nothing(prior: int, old: int, earned: int, bought: int, unknown: int, rate: int) -> None:
    here = earned_growth(prior, old, earned, bought, current_revenue_new_unknown=unknown)
    there = earned_growth(
        prior * rate, old * rate, earned * rate, bought * rate, current_revenue_new_unknown=unknown * rate
    )
    assert here == there


@given(money.filter(bool), money, money, money, money)
def test_unknown_origin_makes_a_range_from_all_bought_to_all_earned(
    prior: int, old: int, earned: int, bought: int, unknown: int
) -> None:
    result = earned_growth(prior, old, earned, bought, current_revenue_new_unknown=unknown)
    least = earned_growth(prior, old, earned, bought + unknown)
    most = earned_growth(prior, old, earned + unknown, bought)
    assert (result.earned_growth_rate_lower, result.earned_growth_rate_upper) == (
        least.earned_growth_rate,
        most.earned_growth_rate,
    )
    assert (result.earned_growth_ratio_lower, result.earned_growth_ratio_upper) == (
        least.earned_growth_ratio,
        most.earned_growth_ratio,
    )
    assert result.earned_growth_rate == result.earned_growth_rate_lower
    assert result.total_growth_rate == least.total_growth_rate
    assert (Caution.ORIGIN_UNKNOWN in result.warnings) == (unknown > 0)


def test_without_revenue_last_year_there_is_no_answer() -> None:
    result = earned_growth(0, 0, 50, 10)
    assert result.status is Status.UNDEFINED
    assert (result.nrr, result.enc_upper, result.total_growth_rate, result.earned_growth_ratio) == (None,) * 4


@pytest.mark.parametrize(
    "current", [(60, 20, 20), (60.1, 20, 19.9), (Decimal("60.1"), 20, Decimal("19.9")), (10, 0, 0)]
)
def test_without_total_growth_there_is_a_rate_but_no_ratio(current: tuple[float, float, float]) -> None:
    result = earned_growth(100, *current)
    assert result.status is Status.OK
    assert result.earned_growth_rate is not None
    assert (result.earned_growth_ratio, result.warnings) == (None, (Caution.NO_TOTAL_GROWTH,))


def test_floats_mean_the_digits_they_show() -> None:
    assert earned_growth(0.3, 0.1, 0.2, 0).total_growth_rate == 0


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (-1, "0 or more, not -1: subtract refunds"),
        (float("nan"), "finite"),
        (float("inf"), "finite"),
        (Decimal("NaN"), "finite"),
        ("85", "a number, not '85'"),
        (None, "a number, not None"),
        (True, "a number, not True"),
    ],
)
def test_what_is_no_revenue_is_refused(bad: object, message: str) -> None:
    with pytest.raises(RejectedInput, match=f"current_revenue_returning must be {message}"):
        earned_growth(100, bad, 25, 20)  # type: ignore[arg-type]
