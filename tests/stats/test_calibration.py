import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, classify, poststratify, rake, signs

answers = st.lists(
    st.tuples(st.integers(0, 10), st.sampled_from("SML"), st.sampled_from("NE")), min_size=30, max_size=80
)
People = list[tuple[int, str, str]]


def of_everyone(people: People) -> People:
    return people + [(9, size, side) for size in "SML" for side in "NE"]


@given(answers, st.integers(50, 500), st.integers(50, 500), st.integers(50, 500))
def test_groups_weigh_what_they_are_in_the_population(people: People, small: int, middle: int, large: int) -> None:
    scores, sizes, _sides = zip(*of_everyone(people), strict=True)
    population = {"S": small, "M": middle, "L": large}
    found = poststratify(scores, sizes, population)
    by_hand = sum(
        count * signs([s for s, size in zip(scores, sizes, strict=True) if size == name]).values.mean()
        for name, count in population.items()
    ) / sum(population.values())
    assert found.estimate.value == pytest.approx(by_hand, abs=1e-9)
    for name, count in population.items():
        assert found.cells[(name,)] * sizes.count(name) == pytest.approx(count)


@given(answers, st.floats(0.2, 0.8))
def test_raked_weights_match_every_margin(people: People, north: float) -> None:
    scores, sizes, sides = zip(*of_everyone(people), strict=True)
    margins = {"size": {"S": 500, "M": 300, "L": 200}, "side": {"N": 1000 * north, "E": 1000 * (1 - north)}}
    found = rake(scores, {"size": sizes, "side": sides}, margins)
    assert found.estimate.status == Status.OK
    weights = np.array(found.weights, dtype=float)
    for labels, margin in ((sizes, margins["size"]), (sides, margins["side"])):
        for name, count in margin.items():
            assert weights[np.array(labels) == name].sum() == pytest.approx(count, rel=1e-6)


def test_a_population_that_looks_like_the_answers_changes_nothing() -> None:
    scores, groups = [10, 9, 3, 8, 7, 0], [*"aabbbb"]
    found = poststratify(scores, groups, {"a": 200, "b": 400})
    assert found.estimate.value == pytest.approx(classify(scores).nps)
    assert found.weights == pytest.approx((100,) * 6)


def test_what_the_groups_explain_is_not_counted_as_error() -> None:
    found = poststratify([10, 10, 10, 0, 0, 1], [*"aaabbb"], {"a": 50, "b": 50})
    assert found.estimate.se == pytest.approx(0, abs=1e-12)
    assert found.estimate.status == Status.DEGENERATE


def test_a_group_that_nobody_speaks_for_is_named() -> None:
    found = poststratify([10, 9, None], ["S", "M", "L"], {"S": 5, "M": 3, "L": 9})
    assert (found.estimate.status, found.estimate.value, found.empty) == (Status.UNDEFINED, None, ("L",))
    assert found.estimate.warnings == (Caution.EMPTY_GROUP,)
    assert (found.z_lower, found.weights, found.cells) == (None, (None, None, None), {})


def test_a_group_without_customers_and_answers_is_no_gap() -> None:
    assert poststratify([10, 3], ["S", "S"], {"S": 5, "M": 0}).empty == ()


def test_margins_that_no_weights_can_match_are_undefined() -> None:
    found = rake(
        [10, 3, 9],
        {"size": ["S", "S", "L"], "side": ["N", "N", "E"]},
        {"size": {"S": 50, "L": 50}, "side": {"N": 20, "E": 80}},
    )
    assert (found.estimate.status, found.estimate.value) == (Status.UNDEFINED, None)


def test_nobody_at_all_is_undefined() -> None:
    assert poststratify([None], ["S"], {"S": 5}).estimate.status == Status.UNDEFINED


@pytest.mark.parametrize(
    ("groups", "population", "words"),
    [
        (["S", "X"], {"S": 5}, "'X', which has no customers"),
        (["S", "M"], {"S": 5, "M": 0}, "'M', which has no customers"),
        (["S"], {"S": 5}, "2 scores and 1 groups"),
        (["S", "M"], {"S": -5, "M": 5}, "negative"),
    ],
)
def test_a_population_that_does_not_fit_is_rejected(
    groups: list[str], population: dict[str, float], words: str
) -> None:
    with pytest.raises(RejectedInput, match=words):
        poststratify([10, 3], groups, population)


def test_margins_of_different_totals_or_names_are_rejected() -> None:
    factors = {"size": ["S", "L"], "side": ["N", "E"]}
    with pytest.raises(RejectedInput, match="different totals"):
        rake([10, 3], factors, {"size": {"S": 1, "L": 1}, "side": {"N": 3, "E": 1}})
    with pytest.raises(RejectedInput, match="needs its margin"):
        rake([10, 3], factors, {"size": {"S": 1, "L": 1}})
