"""When the watching of a customer begins and ends, and which of them left."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.economics.rules import LOST, RENEWED
from kuule.economics.rules.lives import (
    GONE_BEFORE,
    NO_MONEY,
    TOO_NEW,
    UNWATCHED,
    Commitment,
    Life,
    Traces,
    life_after,
    lives_after,
)

pytestmark = pytest.mark.any_database

ANSWERED, TODAY = date(2025, 3, 1), date(2026, 11, 20)
BEGUN, ENDED = date(2024, 6, 1), date(2025, 12, 31)
STAYS = Life(ANSWERED, TODAY, has_left=False)


def after(*, silent_days: int = 365, **traces: object) -> Life | str:
    return life_after(ANSWERED, Traces(**traces), day=TODAY, silent_days=silent_days)


def lost(ends_on: date | None = ENDED, decided_on: date | None = None) -> Commitment:
    return Commitment(BEGUN, ends_on, LOST, decided_on)


def test_a_lost_contract_ends_a_customer_only_without_another() -> None:
    assert after(commitments=[lost()]) == Life(ANSWERED, ENDED, has_left=True)
    assert after(commitments=[lost(), Commitment(date(2025, 1, 1))]) == STAYS
    assert after(commitments=[lost(), Commitment(ENDED + timedelta(days=1))]) == STAYS
    assert after(commitments=[lost(), lost()]) == Life(ANSWERED, ENDED, has_left=True), "two that end at once"
    later = lost(ENDED + timedelta(days=90))
    assert after(commitments=[lost(), later]) == Life(ANSWERED, ENDED + timedelta(days=90), has_left=True)
    assert after(commitments=[lost(None, date(2025, 7, 1))]) == Life(ANSWERED, date(2025, 7, 1), has_left=True)


def test_a_loss_to_come_is_none_yet_and_one_before_the_answer_ends_no_life() -> None:
    assert after(commitments=[lost(TODAY + timedelta(days=1))]) == STAYS
    assert after(commitments=[lost(date(2025, 1, 31))]) == GONE_BEFORE
    assert after(commitments=[lost(date(2025, 1, 31)), Commitment(date(2025, 2, 20))]) == STAYS


def test_a_renewed_contract_goes_on_and_one_that_ended_without_a_word_shows_its_customer_until_then() -> None:
    assert after(commitments=[Commitment(BEGUN, ENDED, RENEWED)]) == STAYS
    assert after(commitments=[Commitment(BEGUN, ENDED)]) == Life(ANSWERED, ENDED, has_left=False)
    sold = date(2026, 5, 1)
    assert after(commitments=[Commitment(BEGUN, ENDED)], last_sale=sold) == Life(ANSWERED, sold, has_left=False)


def test_who_says_that_they_leave_has_left_then() -> None:
    said = date(2025, 9, 1)
    assert after(left_on=[said], last_sale=TODAY) == Life(ANSWERED, said, has_left=True)
    assert after(left_on=[said], commitments=[Commitment(BEGUN)]) == Life(ANSWERED, said, has_left=True)
    assert after(left_on=[said], commitments=[lost(date(2025, 5, 1))]) == Life(
        ANSWERED, date(2025, 5, 1), has_left=True
    )
    assert after(left_on=[date(2024, 1, 1)], commitments=[Commitment(BEGUN)]) == STAYS, "they came back before"
    assert after() == after(left_on=[said]) == NO_MONEY


def test_who_had_said_it_before_the_answer_and_did_not_come_back_is_not_watched() -> None:
    said, bought = date(2025, 1, 10), date(2025, 1, 5)
    assert after(left_on=[said], last_sale=bought) == after(left_on=[said], commitments=[Commitment(BEGUN)])
    assert after(left_on=[said], last_sale=bought) == GONE_BEFORE
    assert after(left_on=[said], last_sale=TODAY) == Life(ANSWERED, TODAY - timedelta(days=365), has_left=False)


def test_where_silence_tells_what_is_said_in_the_last_year_does_not_count() -> None:
    # Of those who stayed nobody can know yet; counting only those who said that they leave would make leaving common.
    a_year_ago = TODAY - timedelta(days=365)
    said = after(left_on=[TODAY - timedelta(days=30)], last_sale=TODAY - timedelta(days=40))
    assert said == after(last_sale=TODAY) == Life(ANSWERED, a_year_ago, has_left=False)


def test_where_every_leaving_is_told_who_did_not_leave_is_there() -> None:
    said, silent = TODAY - timedelta(days=30), date(2025, 4, 1)
    assert after(silent_days=0, last_sale=silent) == STAYS
    assert after(silent_days=0, last_sale=silent, left_on=[said]) == Life(ANSWERED, said, has_left=True)
    assert after(silent_days=0, commitments=[Commitment(BEGUN, ENDED)]) == STAYS
    assert after(silent_days=0, commitments=[lost()]) == Life(ANSWERED, ENDED, has_left=True)
    assert after(silent_days=0, left_on=[said]) == NO_MONEY


def test_without_a_contract_silence_tells_a_year_later() -> None:
    sold = date(2025, 6, 1)
    assert after(last_sale=sold) == Life(ANSWERED, sold, has_left=True)
    a_year_ago = TODAY - timedelta(days=365)
    assert after(last_sale=date(2026, 10, 1)) == Life(ANSWERED, a_year_ago, has_left=False)
    assert after(last_sale=date(2025, 1, 5)) == Life(ANSWERED, ANSWERED, has_left=True), "the answer was the last sign"
    assert after(last_sale=date(2023, 1, 1)) == GONE_BEFORE
    young = life_after(date(2026, 3, 1), Traces(last_sale=TODAY), day=TODAY, silent_days=365)
    assert young == TOO_NEW


DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
COMMITMENTS = st.builds(
    lambda start, days, outcome: Commitment(start, None if days is None else start + timedelta(days=days), outcome),
    DAYS,
    st.one_of(st.none(), st.integers(0, 900)),
    st.sampled_from(["", RENEWED, LOST]),
)
TRACES = st.builds(
    Traces,
    commitments=st.lists(COMMITMENTS, max_size=4),
    left_on=st.lists(DAYS, max_size=2),
    last_sale=st.one_of(st.none(), DAYS.filter(lambda day: day <= TODAY)),
)


@given(TRACES, DAYS.filter(lambda day: day <= TODAY))
def test_nobody_is_watched_before_the_answer_or_after_today(traces: Traces, since: date) -> None:
    found = life_after(since, traces, day=TODAY, silent_days=365)
    if isinstance(found, Life):
        assert since == found.since <= found.until <= TODAY
    else:
        assert found in {NO_MONEY, GONE_BEFORE, TOO_NEW}


@given(TRACES, DAYS.filter(lambda day: day <= TODAY))
def test_what_begins_later_changes_nothing_of_today(traces: Traces, since: date) -> None:
    later = Commitment(TODAY + timedelta(days=30))
    more = Traces([*traces.commitments, later], traces.left_on, traces.first_sale, traces.last_sale)
    assert life_after(since, more, day=TODAY, silent_days=365) == life_after(since, traces, day=TODAY, silent_days=365)


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
SOMEBODY = st.tuples(
    DAYS,
    st.none() | st.tuples(DAYS, DAYS),
    st.lists(st.builds(Commitment, DAYS, st.none() | DAYS, st.sampled_from(("", LOST, RENEWED)), st.none() | DAYS)),
    st.lists(DAYS, max_size=2),
)


@given(st.lists(SOMEBODY, max_size=6), st.sampled_from((0, 90, 365)))
def test_many_lives_at_once_are_those_of_each(people: list[tuple], silent_days: int) -> None:
    sold = [sorted(sales) if sales else None for _since, sales, _agreed, _left in people]
    found = lives_after(
        np.arange(len(people)),
        np.array([since.toordinal() for since, *_rest in people], dtype=np.int64),
        first_sale=np.array([days[0].toordinal() if days else 0 for days in sold], dtype=np.int64),
        last_sale=np.array([days[1].toordinal() if days else 0 for days in sold], dtype=np.int64),
        told={place: Traces(each[2], each[3]) for place, each in enumerate(people) if each[2] or each[3]},
        day=TODAY,
        silent_days=silent_days,
    )
    for place, (since, _sales, agreed, left) in enumerate(people):
        first, last = sold[place] or (None, None)
        alone = life_after(since, Traces(agreed, left, first, last), day=TODAY, silent_days=silent_days)
        if isinstance(alone, Life):
            assert found.why_not[place] == -1
            assert (found.until[place], found.has_left[place]) == (alone.until.toordinal(), alone.has_left)
        else:
            assert UNWATCHED[found.why_not[place]] == alone
