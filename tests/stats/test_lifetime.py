from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from statsmodels.duration.survfunc import SurvfuncRight

from kuule.stats import Caution, RejectedInput, Status, lifetime_values

GROUPS = ["detractor", "passive", "promoter"]


def firm(n: int, seed: int, **changed: Any) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    group = rng.choice(3, n, p=[0.25, 0.3, 0.45])
    end, seen = rng.exponential(1 / np.array([0.5, 0.3, 0.15])[group]), rng.uniform(0.2, 4, n)
    time = np.minimum(end, seen)
    size = rng.lognormal(group / 4, 0.6)
    columns = {
        "margin": 100 * size * (time + 0.1) * rng.lognormal(0, 0.3, n),
        "years": time + 0.1,
        "time": time,
        "left": (end <= seen).astype(int),
        "group": [GROUPS[code] for code in group],
        "size": size,
        "tenure": rng.exponential(2 + group),
    }
    return columns | changed


def one_group(n: int = 60, seed: int = 4) -> dict[str, Any]:
    columns = firm(n, seed, group=["all"] * n)
    return {name: columns[name] for name in ("margin", "years", "time", "left", "group")}


def test_the_value_is_the_integral_of_the_curve_of_another_program() -> None:
    columns = one_group(400)
    found = lifetime_values(**columns, horizon=2.0, discount=0.08).groups["all"]
    theirs = SurvfuncRight(columns["time"], columns["left"])
    steps = np.concatenate(([0.0], theirs.surv_times[theirs.surv_times < 2], [2.0]))
    heights = np.concatenate(([1.0], theirs.surv_prob[theirs.surv_times < 2]))
    years = sum(
        height * quad(lambda t: 1.08**-t, start, end)[0]
        for height, start, end in zip(heights, steps[:-1], steps[1:], strict=True)
    )
    margin = columns["margin"].sum() / columns["years"].sum()
    assert found.lifetime_value.value == pytest.approx(margin * years)
    assert found.retention.value == pytest.approx(theirs.surv_prob[theirs.surv_times <= 1][-1])
    assert found.watched == 2.0


def test_beyond_what_was_watched_the_average_rate_goes_on() -> None:
    columns = one_group(9)
    found = lifetime_values(**columns, horizon=5.0, discount=0.0).groups["all"]
    rate = columns["left"].sum() / columns["time"].sum()
    margin = columns["margin"].sum() / columns["years"].sum()
    assert found.watched == 0
    assert found.lifetime_value.value == pytest.approx(margin * (1 - np.exp(-5 * rate)) / rate)
    assert Caution.HORIZON_BEYOND in found.lifetime_value.warnings


def test_the_error_is_about_what_leaving_out_each_customer_gives() -> None:
    columns = one_group(150)
    whole = lifetime_values(**columns, horizon=4.0).groups["all"].lifetime_value
    others = [
        lifetime_values(**{name: np.delete(column, i) for name, column in columns.items()}, horizon=4.0)
        .groups["all"]
        .lifetime_value.value
        for i in range(150)
    ]
    jackknife = np.sqrt(149 / 150 * ((np.array(others) - np.mean(others)) ** 2).sum())
    assert whole.se == pytest.approx(jackknife, rel=0.05)


def test_a_currency_changes_the_figures_and_nothing_else() -> None:
    columns = firm(300, 1)
    here = lifetime_values(**columns)
    there = lifetime_values(**(columns | {"margin": columns["margin"] * 9.5}))
    pair = ("promoter", "detractor")
    for name in ("value", "lower", "upper"):
        one, other = (getattr(each.differences[pair].adjusted, name) for each in (here, there))
        assert other == pytest.approx(9.5 * one)
    assert there.groups["passive"].retention == here.groups["passive"].retention
    assert there.differences[pair].raw.p_value == pytest.approx(here.differences[pair].raw.p_value)


def test_adjusting_takes_out_what_size_does() -> None:
    rng = np.random.default_rng(8)
    columns = firm(4000, 2)
    group = np.array(columns["group"])
    # Promoters are larger, and size is all there is to the margin; all leave alike.
    end, seen = rng.exponential(4, 4000), rng.uniform(0.2, 4, 4000)
    time = np.minimum(end, seen)
    columns |= {"time": time, "years": time + 0.1, "left": (end <= seen).astype(int)}
    columns["margin"] = 100 * columns["size"] * columns["years"]
    found = lifetime_values(**columns).differences["promoter", "detractor"]
    assert (found.raw.lower or 0) > 50
    assert (found.adjusted.lower or 0) < 0 < (found.adjusted.upper or 0)
    assert group.size == found.raw.n + (group == "passive").sum()


def test_turning_two_groups_round_turns_their_difference_round() -> None:
    differences = lifetime_values(**firm(200, 3)).differences
    for kind in ("raw", "adjusted"):
        one = getattr(differences["promoter", "passive"], kind)
        other = getattr(differences["passive", "promoter"], kind)
        assert (other.value, other.lower, other.upper) == pytest.approx((-one.value, -one.upper, -one.lower))


def test_nobody_left_still_says_that_some_will() -> None:
    columns = one_group(30) | {"left": [0] * 30}
    found = lifetime_values(**columns, discount=0.0).groups["all"]
    assert found.retention.value == 1
    assert (found.retention.lower or 1) < 0.95
    margin = found.margin_per_year
    assert (found.lifetime_value.lower or 0) < 5 * (margin.lower or 0)


def test_a_loss_making_group_has_a_value_below_nothing() -> None:
    columns = one_group(40)
    columns["margin"] = -columns["margin"]
    found = lifetime_values(**columns).groups["all"].lifetime_value
    assert (found.lower or 0) < (found.value or 0) < (found.upper or 0) < 0 or (found.upper or 0) > 0
    assert (found.value or 0) < 0


def test_four_customers_are_too_few_and_the_others_have_figures() -> None:
    columns = firm(40, 5)
    columns["group"] = ["detractor"] * 4 + ["promoter"] * 36
    found = lifetime_values(**columns)
    assert found.status is Status.OK
    assert found.groups["detractor"].lifetime_value.value is None
    assert Caution.TOO_FEW_CUSTOMERS in found.groups["detractor"].lifetime_value.warnings
    assert found.differences["promoter", "detractor"].raw.status is Status.UNDEFINED


def test_rows_with_gaps_are_left_out_and_no_rows_have_no_answer() -> None:
    columns = one_group(30)
    columns["margin"] = [None, *columns["margin"][1:]]
    found = lifetime_values(**columns)
    assert (found.n, found.left_out) == (29, 1)
    nothing = lifetime_values([], [], [], [], [])
    assert (nothing.groups, nothing.status) == ({}, Status.UNDEFINED)


def test_accounts_of_many_people_count_once() -> None:
    columns = firm(60, 6)
    doubled = {name: [*column, *column] for name, column in columns.items()}
    once = lifetime_values(**columns).groups["promoter"].lifetime_value
    twice = lifetime_values(**doubled, clusters=[*range(60), *range(60)]).groups["promoter"].lifetime_value
    assert twice.value == pytest.approx(once.value, rel=0.05)
    assert twice.units == once.units
    assert twice.se == pytest.approx(once.se, rel=0.1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"years": [0.0] * 20}, "Years must lie above 0; the value at index 0 is 0"),
        ({"time": [-1.0] * 20}, "Time must not be negative"),
        ({"left": [2] * 20}, "Left must hold 0 and 1 only"),
        ({"size": [-3.0] * 20}, "Size must not be negative"),
        ({"margin": [1.0]}, "Columns must be equally long"),
        ({"horizon": 0}, "Horizon must be a number above 0"),
        ({"discount": -0.1}, "Discount must be a number from 0 up"),
        ({"clusters": ["a"]}, "Columns must be equally long"),
    ],
)
def test_what_cannot_be_is_rejected(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        lifetime_values(**(firm(20, 1) | changed))


def test_a_group_for_each_customer_is_rejected() -> None:
    with pytest.raises(RejectedInput, match="At most 20 groups can be compared, not 30"):
        lifetime_values(**firm(30, 1, group=list(range(30))))
