"""What a customer had shown by a day: counted a second time, slowly, and never from what came later."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.economics.rules.groups import Answer, standings_on
from kuule.economics.rules.likelihood import COVARIATES, bad_signs, covariates_of, plain_reasons, reasons_of
from kuule.economics.rules.signals import ROLES, Happened, Heard, Signals, signals_on

pytestmark = pytest.mark.any_database
START = date(2025, 1, 1)
A_DAY = START + timedelta(days=500)

days = st.integers(0, 800).map(lambda number: (START + timedelta(days=number)).toordinal())
customers = st.integers(1, 3)
answers = st.lists(
    st.tuples(customers, st.integers(1, 4), days, st.integers(0, 3), st.integers(0, 10)).map(
        # A person belongs to one customer.
        lambda row: (row[0], row[0] * 10 + row[1], *row[2:])
    ),
    max_size=25,
).map(lambda rows: sorted(rows, key=lambda row: row[2]))
happened = st.lists(st.tuples(customers, days), max_size=10)


def seen(
    asked: list[int], day: date, heard: list[tuple[int, ...]], signs: list[tuple[int, int]], bad: list[tuple[int, int]]
) -> Signals:
    """Return the signals of customers on a day."""
    return signals_on(
        np.array(asked, dtype=np.int64),
        np.full(len(asked), day.toordinal(), dtype=np.int64),
        heard=Heard.of(heard),
        signs=Happened.of(signs),
        incidents=Happened.of(bad),
    )


@given(answers, happened, happened)
def test_signals_are_those_of_a_slow_count_by_hand(heard, signs, bad) -> None:
    found = seen([1, 2, 3], A_DAY, heard, signs, bad)
    today = A_DAY.toordinal()
    standings = standings_on(
        [Answer(customer, person, date.fromordinal(day), score) for customer, person, day, _role, score in heard],
        day=A_DAY,
    )
    for place, customer in enumerate((1, 2, 3)):
        standing = standings.get(customer)
        assert np.isnan(found.mean[place]) == (standing is None)
        if standing is not None:
            assert found.mean[place] == pytest.approx(standing.mean)
            assert found.people[place].sum() == standing.people
        current: dict[tuple[int, int], int] = {}
        for whose, person, day, role, score in heard:
            if whose == customer and today - 365 < day <= today:
                current = {key: value for key, value in current.items() if key[0] != person}
                current[person, role] = score
        for role in range(len(ROLES)):
            scores = [score for (_person, its), score in current.items() if its == role]
            assert found.people[place, role] == len(scores)
            assert np.isnan(found.score[place, role]) == (not scores)
            if scores:
                assert found.score[place, role] == pytest.approx(sum(scores) / len(scores))
        alive = [row[2] for row in heard if row[0] == customer] + [day for whose, day in signs if whose == customer]
        last = max((day for day in alive if day <= today), default=None)
        assert np.isnan(found.silence[place]) if last is None else found.silence[place] == today - last
        recent = [day for whose, day in bad if whose == customer and today - 365 < day <= today]
        assert found.incidents[place] == len(recent)


@given(answers, happened, happened, answers, happened, happened)
def test_what_comes_later_changes_nothing(heard, signs, bad, more_heard, more_signs, more_bad) -> None:
    today = A_DAY.toordinal()
    later = [row for row in more_heard if row[2] > today]
    before = seen([1, 2, 3], A_DAY, heard, signs, bad)
    after = seen(
        [1, 2, 3],
        A_DAY,
        sorted([*heard, *later], key=lambda row: row[2]),
        [*signs, *(row for row in more_signs if row[1] > today)],
        [*bad, *(row for row in more_bad if row[1] > today)],
    )
    known = np.array([100, 900, 900])
    np.testing.assert_array_equal(covariates_of(before, known), covariates_of(after, known))
    np.testing.assert_array_equal(before.score, after.score)
    np.testing.assert_array_equal(before.incident_on, after.incident_on)


def test_the_trend_is_against_the_time_before_the_last_month_of_answers() -> None:
    day = A_DAY.toordinal()
    heard = [(1, 11, day - 300, 0, 9), (1, 12, day - 290, 2, 9), (1, 11, day - 40, 0, 5), (1, 12, day - 20, 2, 8)]
    assert seen([1], A_DAY, heard, [], []).trend[0] == pytest.approx(6.5 - 9)
    assert np.isnan(seen([1], A_DAY, heard[2:], [], []).trend[0]), "answered once: no trend"


def test_covariates_say_who_is_what_and_how_long_it_is_silent() -> None:
    day = A_DAY.toordinal()
    heard = [(1, 11, day - 10, 0, 6), (1, 12, day - 100, 2, 9), (1, 13, day - 190, 3, 9)]
    found = seen([1, 2], A_DAY, heard, [], [(1, day - 5), (1, day - 400)])
    first, second = (dict(zip(COVARIATES, row, strict=True)) for row in covariates_of(found, np.array([729, 730])))
    assert {name for name, value in first.items() if value} == {
        "decider_detractor",
        "others_promoter",
        "falling",
        "silence",
        "incidents",
        "first_years",
    }
    assert first["silence"] == pytest.approx(10 / 90)
    assert {name for name, value in second.items() if value} == {"decider_unheard", "others_unheard", "silence"}
    assert second["silence"] == 4, "of whom nothing is known counts as silent for the longest time"
    assert bad_signs(covariates_of(found, np.array([729, 730]))).tolist() == [3, 3]
    assert [reason.name for reason in plain_reasons(list(first.values()))] == [
        "decider_detractor",
        "incidents",
        "falling",
    ]


def test_reasons_are_what_lowers_the_odds_most_and_never_the_absence_of_something_bad() -> None:
    names = ["decider_detractor", "decider_promoter", "incidents", "silence", "falling"]
    weights, usual = [-1.0, 0.5, 2.0, -0.5, -0.05], [0.2, 0.4, 0.5, 1.0, 0.1]
    of_a_detractor = reasons_of(names, weights, usual, [1.0, 0.0, 0.0, 3.0, 1.0])
    assert [reason.name for reason in of_a_detractor] == ["silence", "decider_detractor"]
    assert [reason.weight for reason in of_a_detractor] == pytest.approx([-1.0, -0.8])
    of_a_passive = reasons_of(names, weights, usual, [0.0, 0.0, 0.0, 0.0, 0.0])
    assert [reason.name for reason in of_a_passive] == ["decider_promoter"]
