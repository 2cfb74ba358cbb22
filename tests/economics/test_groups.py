"""How several people of one customer become one group."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kuule.economics.rules.groups import (
    DETRACTOR,
    GROUPS,
    PASSIVE,
    PROMOTER,
    Answer,
    AnswerColumns,
    first_standings,
    group_of,
    groups_of,
    standings_on,
)

DAY = date(2026, 1, 10)


def test_the_mean_of_the_people_rounds_to_a_score_and_that_has_a_group() -> None:
    means = [0, 6.4, 6.5, 8.4, 8.5, 10]
    assert [group_of(mean) for mean in means] == [DETRACTOR, DETRACTOR, PASSIVE, PASSIVE, PROMOTER, PROMOTER]
    assert [GROUPS[place] for place in groups_of(np.array(means))] == [group_of(mean) for mean in means]


def columns(answers: list[Answer]) -> AnswerColumns:
    """Return answers as columns; the people are numbered in the order of their names."""
    people = sorted({each.person for each in answers}, key=str)
    rows = [(each.customer, people.index(each.person), each.day.toordinal(), each.score) for each in answers]
    customer, person, day, score = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return AnswerColumns(customer=customer, person=person, day=day, score=score)


def first_of(answers: list[Answer]) -> dict[int, tuple[str, float, date]]:
    """Return the group, the mean and the day of each customer's first standing."""
    found = first_standings(columns(answers))
    places = groups_of(found.mean).tolist()
    rows = zip(found.customer.tolist(), places, found.mean.tolist(), found.day.tolist(), strict=True)
    return {customer: (GROUPS[place], mean, date.fromordinal(day)) for customer, place, mean, day in rows}


def test_the_first_standing_takes_people_together_who_answered_within_a_month() -> None:
    answers = [
        Answer(7, "aino", DAY, 10),
        Answer(7, "ben", DAY + timedelta(days=30), 6),
        Answer(7, "aino", DAY + timedelta(days=31), 0),
        Answer(8, "carl", DAY, 9),
    ]
    assert first_of(answers) == {
        7: (PASSIVE, 8.0, DAY + timedelta(days=30)),  # watched only from the last of them on
        8: (PROMOTER, 9.0, DAY),
    }


def test_today_counts_the_latest_answer_of_each_person_for_a_year() -> None:
    answers = [
        Answer(7, "aino", DAY, 2),
        Answer(7, "aino", DAY + timedelta(days=90), 9),
        Answer(7, "ben", DAY - timedelta(days=400), 0),
        Answer(9, "dora", DAY + timedelta(days=200), 9),
    ]
    found = standings_on(answers, day=DAY + timedelta(days=100))
    assert set(found) == {7}, "an answer that comes later is not known yet"
    assert (found[7].group, found[7].people) == (PROMOTER, 1)


@given(
    st.lists(
        st.builds(Answer, st.integers(1, 4), st.integers(1, 3), st.dates(DAY, date(2027, 1, 1)), st.integers(0, 10)),
        max_size=20,
    )
)
def test_the_order_of_customers_and_strangers_changes_nobody(answers: list[Answer]) -> None:
    found = first_of(answers)
    assert set(found) == {each.customer for each in answers}
    for customer, standing in found.items():
        alone = [each for each in answers if each.customer == customer]
        assert first_of(alone)[customer] == standing
        assert min(each.day for each in alone) <= standing[2]
