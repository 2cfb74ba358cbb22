"""Who should be called first, as a rule: for any answers at all."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.insight.rules import GROUPS
from kuule.insight.rules.calling import (
    DECIDES,
    FRESH,
    FRESH_FOR,
    KEY_ACCOUNT,
    KEY_PERSON,
    PARTS,
    VERY_LOW,
    VERY_LOW_UP_TO,
    WORTH_MOST,
    Answered,
    call_order,
    reasons_to_call,
    worth_bar,
)
from tests.conftest import NOW

pytestmark = pytest.mark.any_database

WORTHS = st.none() | st.floats(min_value=0, max_value=1e9)
ANSWERS = st.lists(
    st.builds(
        Answered,
        response_id=st.integers(1, 10**6),
        score=st.integers(0, 10),
        answered_at=st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
        worth=WORTHS,
        is_key_account=st.booleans(),
        is_key_person=st.booleans(),
        decides=st.booleans(),
        has_note=st.booleans(),
        later_score=st.none() | st.integers(0, 10),
    ),
    unique_by=lambda answer: answer.response_id,
    max_size=20,
)
BARS = st.none() | st.floats(min_value=0, max_value=1e9)


def group(score: int) -> int:
    return next(place for place, scores in enumerate(GROUPS.values()) if score in scores)


@given(ANSWERS, BARS, st.integers())
def test_order_does_not_depend_on_how_the_answers_came(answers, bar, seed) -> None:
    shuffled = random.Random(seed).sample(answers, len(answers))
    assert call_order(shuffled, bar=bar, now=NOW) == call_order(answers, bar=bar, now=NOW)


@given(ANSWERS, BARS)
def test_nobody_stands_behind_somebody_whom_less_speaks_for(answers, bar) -> None:
    order = call_order(answers, bar=bar, now=NOW)
    assert {call.answer for call in order} == set(answers)
    for first, second in pairwise(order):
        one, other = first.answer, second.answer
        places = (group(one.score), one.is_taken_up), (group(other.score), other.is_taken_up)
        assert places[0] <= places[1]
        if places[0] == places[1]:
            assert len(first.reasons) >= len(second.reasons)
            if len(first.reasons) == len(second.reasons):
                assert other.worth is None or (one.worth is not None and one.worth >= other.worth)


@given(ANSWERS.filter(bool), BARS)
def test_every_reason_is_true_and_none_is_kept_back(answers, bar) -> None:
    for answer in answers:
        is_true = {
            KEY_ACCOUNT: answer.is_key_account,
            WORTH_MOST: bar is not None and (answer.worth or 0) > bar,
            DECIDES: answer.decides,
            KEY_PERSON: answer.is_key_person,
            VERY_LOW: answer.score <= VERY_LOW_UP_TO,
            FRESH: answer.answered_at >= NOW - FRESH_FOR,
        }
        assert reasons_to_call(answer, bar=bar, now=NOW) == [reason for reason, holds in is_true.items() if holds]


@given(st.lists(WORTHS, max_size=40))
def test_never_more_than_a_quarter_of_the_accounts_is_worth_most(worths) -> None:
    bar, known = worth_bar(worths), [worth for worth in worths if worth is not None]
    above = [worth for worth in known if bar is not None and worth > bar]
    assert len(above) <= len(known) // PARTS
    if len(set(known)) == len(known):
        assert len(above) == len(known) // PARTS
