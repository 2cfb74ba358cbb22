import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status
from kuule.stats.words import log_odds, pooled_prior

sides = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 500), max_size=8)


def test_one_token_by_hand() -> None:
    result = log_odds({"slow": 12, "the": 100}, {"slow": 2, "the": 130}, {"slow": 1.5, "the": 20})
    delta = math.log(13.5 / 120) - math.log(3.5 / 150)
    assert result.delta == pytest.approx({"slow": delta, "the": -delta})
    assert result.z is not None
    assert result.z["slow"] == pytest.approx(delta / math.sqrt(1 / 13.5 + 1 / 3.5))
    assert (result.n_a, result.n_b) == (112, 132)


@given(sides, sides, st.floats(0.1, 1000))
def test_swapping_sides_flips_signs(a: dict[str, int], b: dict[str, int], strength: float) -> None:
    prior = pooled_prior(a, b, strength=strength)
    here, there = log_odds(a, b, prior), log_odds(b, a, prior)
    assert here.status == there.status
    if here.z is not None and there.z is not None:
        assert there.z == pytest.approx({token: -z for token, z in here.z.items()})


@given(sides, sides, st.floats(0.1, 1000))
def test_the_pooled_prior_has_its_strength_and_the_mix_of_both_sides(
    a: dict[str, int], b: dict[str, int], strength: float
) -> None:
    prior = pooled_prior(a, b, strength=strength)
    pooled = {token: a.get(token, 0) + b.get(token, 0) for token in {*a, *b}}
    assert set(prior) == {token for token, count in pooled.items() if count}
    if prior:
        assert sum(prior.values()) == pytest.approx(strength)
        total = sum(pooled.values())
        assert prior == pytest.approx({token: strength * pooled[token] / total for token in prior})


def test_more_prior_pulls_rare_words_to_no_difference() -> None:
    a, b = {"slow": 3, "the": 100}, {"slow": 0, "the": 100}
    deltas = [(log_odds(a, b, pooled_prior(a, b, strength=s)).delta or {})["slow"] for s in (1, 20, 400)]
    assert deltas == sorted(deltas, reverse=True)
    assert deltas[-1] > 0


def test_a_flat_prior_hides_what_one_side_alone_says_and_the_pooled_one_shows_it() -> None:
    a, b = {"refund": 30, "the": 400}, {"refund": 0, "the": 400}
    flat = log_odds(a, b, {"refund": 0.01, "the": 0.01})
    pooled = log_odds(a, b, pooled_prior(a, b, strength=83))
    assert (flat.z or {})["refund"] < 1
    assert (pooled.z or {})["refund"] > 2.5


@pytest.mark.parametrize(("a", "b"), [({}, {}), ({"a": 0}, {"b": 0}), ({"a": 3}, {"a": 4})])
def test_without_words_or_with_a_single_one_there_is_no_answer(a: dict[str, int], b: dict[str, int]) -> None:
    prior = {"a": 1.0} if a == {"a": 3} else {"a": 1.0, "b": 1.0}
    result = log_odds(a, b, prior)
    assert (result.delta, result.z, result.status) == (None, None, Status.UNDEFINED)


def test_a_silent_side_is_computed_and_said() -> None:
    result = log_odds({"a": 5, "b": 1}, {}, {"a": 1, "b": 1, "c": 1})
    assert result.status is Status.OK
    assert result.warnings == (Caution.NO_TOKENS_ON_ONE_SIDE,)
    assert set(result.delta or {}) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("a", "prior", "message"),
    [
        ({"a": 1}, {"b": 1}, "token 'a' of a has no prior"),
        ({"a": 1}, {"a": 0}, "prior of 'a' must be more than 0"),
        ({"a": 1}, {"a": -2}, "The prior must hold numbers from 0 up; 'a' has -2"),
        ({"a": -1}, {"a": 1}, "a must hold numbers from 0 up; 'a' has -1"),
        ({"a": float("nan")}, {"a": 1}, "from 0 up"),
        ({"a": "3"}, {"a": 1}, "'a' has '3'"),
        (["a"], {"a": 1}, "counts per token"),
    ],
)
def test_what_is_no_count_is_refused(a: object, prior: dict[str, float], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        log_odds(a, {}, prior)  # type: ignore[arg-type]


@pytest.mark.parametrize("strength", [0, -1, float("inf")])
def test_a_strength_is_a_positive_number(strength: float) -> None:
    with pytest.raises(RejectedInput, match="strength"):
        pooled_prior({"a": 1}, {}, strength=strength)
