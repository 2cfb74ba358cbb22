import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kuule.stats import (
    Caution,
    RejectedInput,
    Shares,
    Status,
    answers_to_see,
    nps_interval,
    sample_size_difference,
    sample_size_margin,
)

shares = st.floats(0.02, 0.6)
margins = st.floats(0.005, 0.5)
populations = st.none() | st.integers(1, 10**7)


@given(shares, st.floats(0.02, 0.4), margins, populations)
def test_the_size_is_the_smallest_that_keeps_the_margin(
    pro: float, det: float, margin: float, population: int | None
) -> None:
    plan = sample_size_margin(margin, p_promoters=pro, p_detractors=det, population=population)
    assert plan.n is not None
    assert plan.half_width is not None
    assert plan.half_width <= margin * (1 + 1e-6)
    assert population is None or 1 <= plan.n <= population
    if plan.n > 1:
        fewer = plan.n - 1
        left = 1.0 if population is None else (population - fewer) / (population - 1)
        assert 1.959963984540054 * (plan.variance / fewer * left) ** 0.5 > margin * (1 - 1e-6)


def test_the_plan_keeps_its_word_in_the_interval() -> None:
    plan = sample_size_margin(0.1, p_promoters=0.5, p_detractors=0.2)
    answers = plan.n or 0
    interval = nps_interval(Shares(round(answers * 0.2), round(answers * 0.3), round(answers * 0.5)))
    assert ((interval.upper or 0) - (interval.lower or 0)) / 2 == pytest.approx(0.1, abs=0.002)


@pytest.mark.parametrize("known", [{}, {"p_promoters": 0.5}, {"p_promoters": 1.0, "p_detractors": 0.0}])
def test_without_a_variance_to_plan_with_the_largest_is_taken_and_said(known: dict[str, float]) -> None:
    plan = sample_size_margin(0.1, **known)
    assert (plan.n, plan.variance, plan.warnings) == (385, 1.0, (Caution.NO_VARIANCE_PLANNED,))


def test_a_margin_of_nothing_takes_everybody() -> None:
    assert sample_size_margin(0).status == Status.UNDEFINED
    assert sample_size_margin(0).n is None
    assert sample_size_margin(0, population=40).n == 40


@given(st.floats(0.1, 0.5), st.floats(0.1, 0.4), st.floats(0.02, 0.3))
def test_a_difference_has_the_power_it_was_planned_for(pro: float, det: float, rise: float) -> None:
    assume(pro + rise + det <= 1)
    before, after = (det, 1 - det - pro, pro), (det, 1 - det - pro - rise, pro + rise)
    plan = sample_size_difference(before, after)
    assert plan.power is not None
    assert plan.n_per_group is not None
    assert plan.power >= 0.8 - 1e-9
    back = sample_size_difference(after, before)
    assert back.n_per_group == plan.n_per_group
    assert back.difference == pytest.approx(-plan.difference)


def test_no_number_of_answers_shows_a_difference_that_is_none() -> None:
    plan = sample_size_difference((0.2, 0.3, 0.5), (0.3, 0.1, 0.6))
    assert (plan.status, plan.n_per_group, plan.power) == (Status.UNDEFINED, None, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"margin": -0.1}, "margin"),
        ({"margin": "5"}, "margin"),
        ({"margin": float("nan")}, "margin"),
        ({"margin": 0.1, "p_promoters": 0.7, "p_detractors": 0.5}, "more than 1"),
        ({"margin": 0.1, "p_promoters": 70, "p_detractors": 0.1}, "promoters"),
        ({"margin": 0.1, "population": 0}, "at least one"),
        ({"margin": 0.1, "population": 1.5}, "whole number"),
        ({"margin": 0.1, "confidence": 95}, "Confidence"),
    ],
)
def test_a_plan_that_makes_no_sense_is_rejected(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(RejectedInput, match=words):
        sample_size_margin(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "power", "words"),
    [
        ((0.2, 0.3), (0.2, 0.3, 0.5), 0.8, "three shares"),
        ((0.2, 0.3, 0.6), (0.2, 0.3, 0.5), 0.8, "add up to 1"),
        ((0.2, 0.3, 0.5), (0.1, 0.3, 0.6), 1, "Power"),
        ((-0.2, 0.7, 0.5), (0.1, 0.3, 0.6), 0.8, "between 0 and 1"),
    ],
)
def test_shares_that_are_none_are_rejected(
    before: tuple[float, ...], after: tuple[float, ...], power: float, words: str
) -> None:
    with pytest.raises(RejectedInput, match=words):
        sample_size_difference(before, after, power=power)


def test_an_effect_of_half_the_size_takes_four_times_the_answers() -> None:
    # 7.849 = (1.95996 + 0.84162)^2, times 4 / 0.25.
    assert answers_to_see(0.5, 4.0) == 126
    assert answers_to_see(0.25, 4.0) == pytest.approx(4 * 126, abs=4)
    assert answers_to_see(0.0, 4.0) is None
    assert answers_to_see(0.5, 0.0) == 1


@pytest.mark.parametrize(
    ("variance", "power", "message"), [(-1.0, 0.8, "The variance must"), (1.0, 1.0, "Power must lie")]
)
def test_a_plan_without_sense_is_rejected(variance: float, power: float, message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        answers_to_see(0.5, variance, power=power)
