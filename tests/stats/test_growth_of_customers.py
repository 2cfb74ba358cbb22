from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, earned_growth, earned_growth_change, earned_growth_of_customers

customer = st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["earned", "bought", "unknown", None]))


@given(st.lists(customer, min_size=1, max_size=40))
def test_the_figures_are_those_of_the_totals(rows: list[tuple[int, int, str | None]]) -> None:
    found = earned_growth_of_customers(*zip(*rows, strict=True))
    new = {
        name: sum(now for was, now, why in rows if not was and (why or "unknown") == name)
        for name in ("earned", "bought", "unknown")
    }
    totals = earned_growth(
        sum(was for was, _, _ in rows),
        sum(now for was, now, _ in rows if was),
        new["earned"],
        new["bought"],
        current_revenue_new_unknown=new["unknown"],
    )
    assert found.totals == totals
    assert found.earned_growth_rate.value == pytest.approx(totals.earned_growth_rate)
    assert found.earned_growth_rate_if_earned.value == pytest.approx(totals.earned_growth_rate_upper)
    for amount in (found.nrr, found.earned_growth_rate):
        if amount.value is not None and amount.lower is not None and amount.upper is not None:
            assert amount.lower <= amount.value <= amount.upper


def years(n: int, seed: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    size = rng.lognormal(3, 0.8, n)
    before = np.where(rng.random(n) < 0.7, size, 0)
    prior = np.where((before > 0) & (rng.random(n) < 0.9) | (rng.random(n) < 0.2), size, 0)
    current = np.where((prior > 0) & (rng.random(n) < 0.9) | (rng.random(n) < 0.2), size * 1.03, 0)
    return before, prior, current, ["earned", "bought"] * (n // 2)


def test_the_error_is_about_what_leaving_out_each_customer_gives() -> None:
    _, prior, current, origin = years(60, 1)

    def rate(kept: np.ndarray) -> float:
        found = earned_growth_of_customers(prior[kept], current[kept], np.array(origin)[kept])
        return found.earned_growth_rate.value or 0.0

    others = np.array([rate(np.arange(60) != i) for i in range(60)])
    whole = earned_growth_of_customers(prior, current, origin).earned_growth_rate
    assert whole.se == pytest.approx(np.sqrt(59 / 60 * ((others - others.mean()) ** 2).sum()), rel=0.1)


def test_a_change_is_the_later_rate_less_the_earlier_one() -> None:
    before, prior, current, origin = years(200, 2)
    found = earned_growth_change(before, prior, current, origin, origin)
    rates = [
        earned_growth_of_customers(*pair, origin).earned_growth_rate.value or 0.0
        for pair in ((before, prior), (prior, current))
    ]
    assert found.value == pytest.approx(rates[1] - rates[0])
    assert (found.lower or 0) < (found.value or 0) < (found.upper or 0)
    assert found.n == found.units == 200


def test_the_same_year_twice_is_no_change() -> None:
    found = earned_growth_change([5, 6, 7, 8, 9], [5, 6, 7, 8, 9], [5, 6, 7, 8, 9], [None] * 5, [None] * 5)
    assert found.value == 0


def test_a_first_year_has_no_answer() -> None:
    found = earned_growth_of_customers([0, 0], [5, 6], ["earned", None])
    assert (found.nrr.value, found.nrr.status, found.new) == (None, Status.UNDEFINED, 2)
    assert Caution.NOT_ESTIMABLE in found.nrr.warnings
    assert earned_growth_change([0, 0], [5, 6], [5, 6], [None] * 2, [None] * 2).value is None


@pytest.mark.parametrize(
    ("prior", "current", "origin", "message"),
    [
        ([-1, 2], [1, 1], [None, None], "Prior must be 0 or more: subtract refunds before; the value at index 0 is -1"),
        ([1, 2], [None, 1], [None, None], "Current must hold a revenue for each customer"),
        ([1, 2], [1, 1], ["friend", None], "Origin must be one of earned, bought, unknown, or missing, not 'friend'"),
        ([1, 2], [1], [None, None], "Columns must be equally long"),
    ],
)
def test_what_cannot_be_is_rejected(prior: list[Any], current: list[Any], origin: list[Any], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        earned_growth_of_customers(prior, current, origin)
