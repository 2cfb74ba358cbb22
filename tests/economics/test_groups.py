"""How several people of one customer become one group."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kuule.economics.rules.groups import (
    DETRACTOR,
    PASSIVE,
    PROMOTER,
    Answer,
    first_standings,
    group_of,
    standings_on,
)

DAY = date(2026, 1, 10)


def test_the_mean_of_the_people_rounds_to_a_score_and_that_has_a_group() -> None:
    means = [0, 6.4, 6.5, 8.4, 8.5, 10]
    assert [group_of(mean) for mean in means] == [DETRACTOR, DETRACTOR, PASSIVE, PASSIVE, PROMOTER, PROMOTER]


def test_the_first_standing_takes_people_together_who_answered_within_a_month() -> None:
    answers = [
        Answer(7, "aino", DAY, 10),
        Answer(7, "ben", DAY + timedelta(days=30), 6),
        Answer(7, "aino", DAY + timedelta(days=31), 0),
        Answer(8, "carl", DAY, 9),
    ]
    found = first_standings(answers)
    assert (found[7].group, found[7].mean, found[7].people) == (PASSIVE, 8, 2)
    assert found[7].day == DAY + timedelta(days=30), "watched only from the last of them on"
    assert (found[8].group, found[8].day) == (PROMOTER, DAY)


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
    found = first_standings(answers)
    assert set(found) == {each.customer for each in answers}
    for customer, standing in found.items():
        alone = [each for each in answers if each.customer == customer]
        assert first_standings(alone)[customer] == standing
        assert min(each.day for each in alone) <= standing.day
