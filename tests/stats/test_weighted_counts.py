import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.stats import Caution, RejectedInput, Status, weighted_nps
from kuule.stats.weighted_counts import weighted_nps_of_counts

SCORES = (0, 8, 10)
# Detractors, passives, promoters, what each answer weighs, and the account (None: everybody for themselves).
cell = st.tuples(*[st.integers(0, 4)] * 3, st.floats(0.1, 9), st.none() | st.integers(0, 5))
cells = st.lists(cell, min_size=1, max_size=20)
FIGURES = ("value", "se", "lower", "upper", "t_lower", "t_upper", "n_star", "n_effective", "deff", "largest_weight")


def of_counts(found, **options):
    detractors, passives, promoters, weights, accounts = (list(column) for column in zip(*found, strict=True))
    return weighted_nps_of_counts(
        detractors, passives, promoters, clusters=accounts, **({"weights": weights} | options)
    )


def answer_by_answer(found):
    rows = [(s, w, a) for *n, w, a in found for s, times in zip(SCORES, n, strict=True) for _each in range(times)]
    scores, weights, accounts = ([row[place] for row in rows] for place in range(3))
    return weighted_nps(scores, weights, clusters=accounts)


@given(cells)
def test_counts_give_what_the_answers_one_by_one_give(found) -> None:
    counted, listed = of_counts(found), answer_by_answer(found)
    assert (counted.n, counted.n_clusters, counted.df) == (listed.n, listed.n_clusters, listed.df)
    assert (counted.status, counted.warnings) == (listed.status, listed.warnings)
    for name in FIGURES:
        same = getattr(listed, name)
        assert getattr(counted, name) == (None if same is None else pytest.approx(same, rel=1e-7, abs=1e-9)), name


@given(cells, st.integers(0, 50))
def test_the_more_of_all_accounts_were_heard_the_narrower(found, silent: int) -> None:
    endless = of_counts(found)
    if endless.lower is None:
        return
    some = of_counts(found, population=endless.n_clusters + silent)
    more = of_counts(found, population=endless.n_clusters + silent + 1)
    assert endless.lower - 1e-12 <= more.lower <= some.lower + 1e-12 <= some.upper + 2e-12 <= more.upper + 3e-12
    assert more.upper <= endless.upper + 1e-12
    assert Caution.SILENCE_UNRELATED in more.warnings


THREE = ([1, 0, 0], [1, 0, 2], [0, 3, 1])


def test_when_every_member_of_every_account_was_heard_nothing_is_left_to_chance() -> None:
    everybody = weighted_nps_of_counts(*THREE, clusters=["a", "b", "c"], population=3, members=[2, 3, 3])
    assert everybody.lower == everybody.value == everybody.upper
    assert everybody.status == Status.OK
    assert everybody.warnings == ()


def test_silent_members_of_the_accounts_heard_leave_something_to_chance() -> None:
    widths = []
    for members in ([2, 3, 3], [3, 3, 3], [20, 30, 30], None):
        found = weighted_nps_of_counts(*THREE, clusters=["a", "b", "c"], population=3, members=members)
        widths.append((found.upper or 0) - (found.lower or 0))
    assert widths == sorted(widths)
    assert widths[0] == 0 < widths[1] < widths[2]
    endless = weighted_nps_of_counts(*THREE, clusters=["a", "b", "c"])
    assert widths[-1] <= (endless.upper or 0) - (endless.lower or 0)


def test_five_million_answers_are_as_quick_as_their_accounts() -> None:
    accounts = 2_000
    many = np.arange(accounts) % 5 * 1_000
    estimate = weighted_nps_of_counts(many, many, 500 + many, clusters=range(accounts))
    assert estimate.n == int(many.sum()) * 3 + 500 * accounts
    assert 2_000 < (estimate.n_star or 0) < estimate.n


def test_nobody_gives_no_figure_and_one_account_no_range() -> None:
    nobody = weighted_nps_of_counts([0], [0], [0], clusters=["a"])
    assert (nobody.status, nobody.value) == (Status.UNDEFINED, None)
    one = weighted_nps_of_counts([1], [2], [3], clusters=["a"])
    assert (one.value, one.lower, one.warnings) == (pytest.approx(1 / 3), None, (Caution.ONE_CLUSTER,))


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        (([1], [1], [1]), {"clusters": []}, "1 rows and 0 clusters"),
        (([-1], [1], [1]), {"clusters": ["a"]}, "not negative"),
        (([1], [1], [1]), {"clusters": ["a"], "weights": [-2]}, "Weights must be there and not be negative"),
        (([1, 1], [1, 1], [1, 1]), {"clusters": ["a", "b"], "population": 1}, "2 clusters answered, more than the 1"),
        (([1], [1], [1]), {"clusters": ["a"], "population": 2, "members": [0]}, "Members must be 1 or more"),
        (([1], [1], [1]), {"clusters": ["a"], "population": 2, "members": []}, "1 rows and 0 numbers of members"),
    ],
)
def test_what_cannot_be_counted_is_refused(columns, options, said: str) -> None:
    with pytest.raises(RejectedInput, match=said):
        weighted_nps_of_counts(*columns, **options)
