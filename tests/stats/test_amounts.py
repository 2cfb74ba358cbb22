import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Amount, Caution, RejectedInput, Status, amount_difference, mean_interval, value_of_moving

money = st.lists(st.floats(1, 1e6), min_size=5, max_size=30)


@given(money, st.floats(0.01, 1000))
def test_another_currency_gives_the_same_interval_in_that_currency(values: list[float], rate: float) -> None:
    here, there = mean_interval(values), mean_interval([value * rate for value in values])
    assert there.value == pytest.approx((here.value or 0) * rate)
    assert there.status == here.status
    if here.lower is not None and here.upper is not None:
        assert (there.lower, there.upper) == pytest.approx((here.lower * rate, here.upper * rate), rel=1e-6)


@given(money)
def test_the_interval_holds_the_mean_and_never_falls_below_nothing(values: list[float]) -> None:
    found = mean_interval(values)
    assert found.value == pytest.approx(np.mean(values))
    if found.lower is not None and found.upper is not None:
        assert 0 < found.lower <= (found.value or 0) <= found.upper


def test_without_skew_and_with_many_rows_it_is_the_textbook_interval() -> None:
    values = np.random.default_rng(1).normal(50, 1, 4000)
    found = mean_interval(values)
    reach = 1.96 * values.std() / np.sqrt(4000)
    assert (found.lower, found.upper) == pytest.approx((values.mean() - reach, values.mean() + reach), abs=2e-3)


def test_rows_of_one_account_are_one_customer() -> None:
    values, account = [10.0, 11, 12, 13, 30, 31, 5, 6], list("aabbccdd")
    assert mean_interval(values, account).units == 4
    totals = [np.mean(values[i : i + 2]) for i in range(0, 8, 2)]
    assert mean_interval(values, account).se == pytest.approx(mean_interval(totals).se)


def test_values_below_zero_get_a_plain_interval() -> None:
    found = mean_interval([-5.0, 3, 8, 1, -2, 4])
    assert ((found.lower or 0) + (found.upper or 0)) / 2 == pytest.approx(found.value)


@pytest.mark.parametrize(
    ("values", "status", "caution"),
    [
        ([], Status.UNDEFINED, Caution.NOT_ESTIMABLE),
        ([None, None], Status.UNDEFINED, Caution.NOT_ESTIMABLE),
        ([3, 4, 5], Status.DEGENERATE, Caution.TOO_FEW_CUSTOMERS),
        ([7] * 9, Status.DEGENERATE, Caution.ZERO_WIDTH),
    ],
)
def test_what_says_nothing_has_no_interval(values: list[float | None], status: Status, caution: Caution) -> None:
    found = mean_interval(values)
    assert (found.lower, found.upper, found.status) == (None, None, status)
    assert caution in found.warnings


def test_one_account_that_makes_nearly_all_says_nothing_about_others() -> None:
    found = mean_interval([1.0] * 3 + [100] * 20, ["a", "b", "c"] + ["d"] * 20)
    assert (found.lower, found.upper, found.status) == (None, None, Status.DEGENERATE)
    assert found.warnings == (Caution.TOO_FEW_CUSTOMERS,)


def test_text_is_no_money() -> None:
    with pytest.raises(RejectedInput, match="Values must hold numbers; index 1 holds '12 €'"):
        mean_interval([10, "12 €"])


@given(money, money)
def test_a_difference_turns_round_and_its_p_value_agrees_with_its_interval(a: list[float], b: list[float]) -> None:
    first, second = mean_interval(a), mean_interval(b)
    found, turned = amount_difference(first, second), amount_difference(second, first)
    if found.lower is None or found.upper is None:
        assert found.p_value is None
        return
    assert (turned.lower, turned.upper) == pytest.approx((-found.upper, -found.lower))
    if min(abs(found.lower), abs(found.upper)) > 1e-9:
        assert ((found.p_value or 0) < 0.05) == (found.lower > 0 or found.upper < 0)


def test_a_difference_to_nothing_known_is_unknown() -> None:
    found = amount_difference(mean_interval([1, 2, 3, 4, 5]), mean_interval([]))
    assert (found.value, found.status) == (None, Status.UNDEFINED)
    assert Caution.NOT_ESTIMABLE in found.warnings


def difference() -> Amount:
    return amount_difference(mean_interval([50, 60, 70, 80, 90.0]), mean_interval([20, 30, 25, 35, 40.0]))


def test_moving_customers_multiplies_the_difference_and_its_range() -> None:
    one, moved = difference(), value_of_moving(difference(), 40, share=0.5)
    assert moved.value == pytest.approx(20 * (one.value or 0))
    assert (moved.lower, moved.upper) == pytest.approx((20 * (one.lower or 0), 20 * (one.upper or 0)))
    assert Caution.ASSOCIATION_ONLY in moved.warnings
    assert value_of_moving(difference(), 0).value == 0


@pytest.mark.parametrize(("customers", "share"), [(-1, 0.5), (2.5, 0.5), (10, 1.2), (10, True)])
def test_what_cannot_be_moved_is_rejected(customers: int, share: float) -> None:
    with pytest.raises(RejectedInput):
        value_of_moving(difference(), customers, share=share)
