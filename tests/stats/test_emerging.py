"""Themes that come up: exact by another program, calm when nothing happens, awake when something does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from kuule.stats import RejectedInput, emerging_themes


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200), st.integers(0, 200))
def test_one_theme_is_the_exact_test_of_fisher(a: int, b: int, others: int, others_before: int) -> None:
    [rise] = emerging_themes({"x": a}, {"x": b}, comments=a + others, comments_before=b + others_before)
    table = [[a, others], [b, others_before]]
    assert rise.p_value == rise.p_adjusted == pytest.approx(fisher_exact(table, alternative="greater").pvalue)
    assert rise.emerges == (rise.p_value <= 0.05)


def test_the_most_surprising_comes_first_and_many_looks_are_corrected_for() -> None:
    now, before = {"price": 15, "staff": 40, "app": 3}, {"price": 15, "staff": 125, "app": 2, "gone": 30}
    rises = emerging_themes(now, before, comments=150, comments_before=450)
    assert [rise.theme for rise in rises] == ["price", "app", "staff", "gone"]
    assert [rise.emerges for rise in rises] == [True, False, False, False]
    assert (rises[0].share, rises[0].share_before) == (0.1, 15 / 450)
    assert all(rise.p_adjusted >= rise.p_value for rise in rises)


def test_without_comments_nothing_emerges() -> None:
    [rise] = emerging_themes({}, {"price": 3}, comments=0, comments_before=9)
    assert (rise.share, rise.p_value, rise.emerges) == (None, 1.0, False)
    assert emerging_themes({}, {}, comments=5, comments_before=5) == ()


@pytest.mark.parametrize(("mentions", "message"), [(6, "'price' has 6 mentions in 5 comments"), (-1, "from 0 up")])
def test_what_cannot_be_is_refused(mentions: int, message: str) -> None:
    with pytest.raises(RejectedInput, match=message):
        emerging_themes({"price": mentions}, {}, comments=5, comments_before=5)


def found_in_simulated_periods(jump: float, trials: int) -> list[list[str]]:
    """Twenty themes of 1 to 20 %, 150 comments now and 450 before; the first, of 7 %, jumps."""
    dice = np.random.default_rng(11)
    shares = np.array([0.07, *np.linspace(0.01, 0.2, 19)])
    recent = shares * np.array([jump] + [1] * 19)
    return [
        [
            rise.theme
            for rise in emerging_themes(
                {str(place): int(count) for place, count in enumerate(dice.binomial(150, recent))},
                {str(place): int(count) for place, count in enumerate(dice.binomial(450, shares))},
                comments=150,
                comments_before=450,
            )
            if rise.emerges
        ]
        for _trial in range(trials)
    ]


@pytest.mark.soak
def test_calm_periods_raise_a_false_alarm_once_in_twenty_at_most() -> None:
    assert np.mean([bool(found) for found in found_in_simulated_periods(1, 2000)]) <= 0.05


@pytest.mark.soak
def test_a_theme_three_times_as_frequent_is_seldom_missed() -> None:
    assert np.mean(["0" in found for found in found_in_simulated_periods(3, 1000)]) >= 0.85
