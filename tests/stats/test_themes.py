"""The effect of a theme: by hand, as a difference of scores, whatever the order, and as often right as it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Shares, Status, nps_summary, theme_effect, theme_effect_of_answers

group = st.builds(Shares, *[st.integers(0, 80)] * 3)
Answer = tuple[int, bool, int]
answer = st.tuples(st.integers(0, 10), st.booleans(), st.integers(0, 5))
CROWDS = {
    "usual": ((0.5, 0.25, 0.25), (0.2, 0.3, 0.5)),
    "alike": ((0.2, 0.3, 0.5), (0.2, 0.3, 0.5)),
    "loved": ((0.1, 0.2, 0.7), (0.02, 0.05, 0.93)),
    "praise": ((0.02, 0.1, 0.88), (0.3, 0.3, 0.4)),
}


def test_by_hand() -> None:
    # 40 of 100 mention it and score -50, the other 60 score +30: all -2, without them +30.
    found = theme_effect(Shares(25, 10, 5), Shares(12, 18, 30))
    assert (found.share, found.nps_theme, found.nps_rest) == (0.4, -0.5, 0.3)
    assert found.value == pytest.approx(0.4 * (-0.5 - 0.3))
    assert found.se is not None
    assert found.lower is not None
    assert found.lower < -0.32 < (found.upper or 0) < 0
    assert found.warnings == (Caution.ASSOCIATION_ONLY,)


@given(group, group)
def test_it_is_the_score_minus_the_score_without_those_who_mention_it(mentioned: Shares, rest: Shares) -> None:
    found = theme_effect(mentioned, rest)
    if min(mentioned.n, rest.n) < 5:
        assert (found.value, found.se, found.lower, found.upper) == (None,) * 4
        assert (found.status, found.warnings) == (Status.UNDEFINED, (Caution.FEW_MENTIONS,))
        return
    everybody, others = nps_summary(mentioned + rest).nps, nps_summary(rest).nps
    assert found.value == everybody - others  # type: ignore[operator]
    assert found.value == pytest.approx(found.share * (found.nps_theme - found.nps_rest))  # type: ignore[operator]
    assert found.lower < found.value < found.upper  # type: ignore[operator]


@given(group, group)
def test_turning_the_scale_round_turns_the_effect_round(mentioned: Shares, rest: Shares) -> None:
    def turned(shares: Shares) -> Shares:
        return Shares(shares.promoters, shares.passives, shares.detractors)

    here, there = theme_effect(mentioned, rest), theme_effect(turned(mentioned), turned(rest))
    if here.value is not None:
        assert there.value == pytest.approx(-here.value)
        assert (there.lower, there.upper) == pytest.approx((-here.upper, -here.lower))  # type: ignore[operator]


@given(
    st.lists(st.tuples(st.integers(0, 10), st.booleans(), st.integers(0, 5)), min_size=10, max_size=60), st.randoms()
)
def test_the_order_of_answers_and_the_names_of_accounts_do_not_matter(
    rows: list[tuple[int, bool, int]], dice: object
) -> None:
    def found(rows: list[tuple[int, bool, int]], names: str) -> tuple[object, ...]:
        scores, mentions, accounts = zip(*rows, strict=True)
        effect = theme_effect_of_answers(scores, mentions, [names[each] for each in accounts])
        return effect.mentions, effect.value, effect.se, effect.lower, effect.upper, effect.status

    shuffled = list(rows)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(shuffled, "zyxwvu") == pytest.approx(found(rows, "abcdef"), nan_ok=True)


def test_answers_of_their_own_are_as_sure_as_counts_and_copies_are_not_surer() -> None:
    scores, mentions = [3] * 12 + [10] * 4 + [10] * 30 + [2] * 10 + [8] * 20, [1] * 16 + [0] * 60
    counted = theme_effect(Shares(12, 0, 4), Shares(10, 20, 30))
    alone = theme_effect_of_answers(scores, mentions, range(76))
    assert (alone.value, alone.clusters) == (counted.value, 76)
    assert alone.se == pytest.approx(counted.se, rel=0.01)
    thrice = theme_effect_of_answers(scores * 3, mentions * 3, [*range(76)] * 3)
    assert thrice.se == pytest.approx(counted.se, rel=0.05)
    assert theme_effect(Shares(36, 0, 12), Shares(30, 60, 90)).se == pytest.approx((counted.se or 0) / 3**0.5, rel=0.1)


def test_one_account_says_nothing_about_others() -> None:
    found = theme_effect_of_answers([0] * 6 + [10] * 6, [1] * 6 + [0] * 6, ["a"] * 12)
    assert (found.value, found.lower, found.status) == (-1.0, None, Status.DEGENERATE)
    assert Caution.ONE_CLUSTER in found.warnings


def test_few_accounts_are_told_and_missing_scores_left_out() -> None:
    found = theme_effect_of_answers(
        [0] * 6 + [10] * 6 + [None, 11], [1] * 6 + [0] * 6 + [1, 1], [*"abcabcabcabc", "d", "e"]
    )
    assert (found.n, found.clusters) == (12, 3)
    assert Caution.FEW_CLUSTERS in found.warnings


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(([1, 2], [0], ["a", "b"]), "equally long"), (([1], [2], ["a"]), "0 and 1"), (([1], [1], "a"), "list of labels")],
)
def test_what_cannot_be_is_refused(arguments: tuple[list[int], list[int], list[str]], message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        theme_effect_of_answers(*arguments)
    with pytest.raises(RejectedInput, match="Confidence"):
        theme_effect(Shares(9, 9, 9), Shares(9, 9, 9), confidence=95)


@pytest.mark.soak
@pytest.mark.parametrize("crowd", CROWDS)
@pytest.mark.parametrize(("n", "share"), [(150, 0.1), (300, 0.05), (300, 0.2), (1000, 0.05), (1000, 0.2)])
def test_the_interval_holds_the_truth_as_often_as_it_says(crowd: str, n: int, share: float) -> None:
    mentioned, rest = (np.array(shares) for shares in CROWDS[crowd])
    truth = share * float((mentioned - rest) @ [-1, 0, 1])
    drawn = np.random.default_rng(7).multinomial(n, [*mentioned * share, *rest * (1 - share)], 2000).tolist()
    effects = [theme_effect(Shares(*counts[:3]), Shares(*counts[3:])) for counts in drawn]
    held = [each.lower <= truth <= (each.upper or 0) for each in effects if each.lower is not None]
    assert 0.93 <= np.mean(held) <= 0.975


@pytest.mark.soak
@pytest.mark.parametrize(("accounts", "alike"), [(20, 2.0), (40, 2.0), (40, 6.0), (80, 2.0)])
def test_answers_of_one_account_do_not_make_it_too_bold(accounts: int, alike: float) -> None:
    dice, size = np.random.default_rng(8), 6

    def drawn(accounts: int) -> tuple[list[int], list[bool], list[int]]:
        mixes = np.repeat(dice.dirichlet(np.array([0.25, 0.3, 0.45]) * alike, accounts), size, axis=0)
        said = dice.random(len(mixes)) < np.repeat(dice.beta(2, 6, accounts), size)
        worse = np.where(said[:, None], [0.3, 0, -0.3] * mixes[:, [2, 1, 2]], 0)
        luck = dice.random(len(mixes))[:, None] < np.cumsum(mixes + worse, axis=1)
        return [*np.select(luck.T[:2], [3, 8], 10)], [*said], [*np.repeat(np.arange(accounts), size)]

    scores, said, _accounts = (np.array(column) for column in drawn(200_000))
    signs = (scores == 10).astype(int) - (scores == 3)
    truth = signs.mean() - signs[~said].mean()
    effects = [theme_effect_of_answers(*drawn(accounts)) for _ in range(1000)]
    held = [each.lower <= truth <= (each.upper or 0) for each in effects if each.lower is not None]
    assert 0.93 <= np.mean(held) <= 0.98
