import pytest
from scipy.stats import chi2_contingency, fisher_exact

from kuule.stats import Caution, RejectedInput, Status, message_effects

COUNTS = {
    "promoter": {"plain": (30, 120), "warm": (52, 118)},
    "passive": {"plain": (18, 90), "warm": (21, 95)},
    "detractor": {"plain": (2, 14), "warm": (5, 13)},
}


def test_each_group_is_tested_apart_and_holm_keeps_the_promise_over_all() -> None:
    found = message_effects(COUNTS).groups
    for group in ("promoter", "passive"):
        table = [[hits, n - hits] for hits, n in COUNTS[group].values()]
        assert found[group].p_value == pytest.approx(chi2_contingency(table, correction=False).pvalue)
    assert found["promoter"].p_adjusted == pytest.approx(3 * (found["promoter"].p_value or 0))


def test_few_people_are_dealt_out_anew() -> None:
    found = message_effects(COUNTS).groups["detractor"]
    assert found.method == "permutation"
    assert found.p_value == pytest.approx(fisher_exact([[2, 12], [5, 8]]).pvalue, abs=0.02)


def test_three_messages_are_compared_with_the_first() -> None:
    found = message_effects({"all": {"a": (10, 100), "b": (10, 100), "c": (19, 100)}}).groups["all"]
    assert found.messages["a"].difference is None
    same, better = found.messages["b"], found.messages["c"]
    assert (same.difference and same.difference.value, same.more_needed) == (0, None)
    assert better.difference is not None
    assert (better.difference.lower or 0) < 0.09 < (better.difference.upper or 0)
    # 7.849 = (1.95996 + 0.84162)^2, the variances are 0.09 and 0.1539.
    assert better.more_needed == 237 - 100


def test_a_difference_that_shows_needs_no_more_people() -> None:
    found = message_effects({"all": {"a": (100, 1000), "b": (200, 1000)}}).groups["all"]
    assert found.messages["b"].more_needed == 0


@pytest.mark.parametrize("shown", [{}, {"a": (3, 9)}, {"a": (0, 9), "b": (0, 8)}, {"a": (3, 9), "b": (0, 0)}])
def test_nothing_to_compare_has_no_p_value(shown: dict[str, tuple[int, int]]) -> None:
    found = message_effects({"all": shown}).groups["all"]
    assert (found.p_value, found.p_adjusted, found.status) == (None, None, Status.UNDEFINED)
    assert found.warnings == (Caution.NOT_ESTIMABLE,)


@pytest.mark.parametrize(("pair", "message"), [((5, 3), "Hits must not exceed shown"), ((1, 2, 3), "needs two counts")])
def test_counts_that_cannot_be_are_rejected(pair: tuple[int, ...], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        message_effects({"all": {"a": pair}})
