"""Contracts that overlap count once, whatever their order."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.economics.rules import LOST, RENEWED
from kuule.economics.rules.contracts import Agreement, counted, is_running, last_day, overlapping, running_value

pytestmark = pytest.mark.any_database
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40)


def agreement(number: int, starts: int, length: int | None, *, party: int = 1, product: str = "") -> Agreement:
    starts_on = FIRST + timedelta(days=starts)
    ends_on = None if length is None else starts_on + timedelta(days=length)
    return Agreement(number, 1, party, product, starts_on, ends_on, Decimal(10**number))


@st.composite
def several(draw: st.DrawFn) -> list[Agreement]:
    told = draw(
        st.lists(
            st.tuples(DAYS, st.none() | DAYS, st.integers(1, 2), st.sampled_from(["", "crane"])), min_size=1, max_size=7
        )
    )
    return [
        agreement(number, starts, length, party=party, product=product)
        for number, (starts, length, party, product) in enumerate(told)
    ]


def test_the_newer_of_two_that_overlap_counts() -> None:
    old, new = agreement(1, 0, 30), agreement(2, 20, 30)
    assert running_value([old, new], FIRST + timedelta(days=10)) == 10
    assert running_value([old, new], FIRST + timedelta(days=25)) == 100
    assert running_value([old, new], FIRST + timedelta(days=60)) == 0
    assert overlapping([old, new]) == {1, 2}


def test_another_product_or_party_is_no_overlap() -> None:
    apart = [agreement(1, 0, 30), agreement(2, 0, 30, product="crane"), agreement(3, 0, 30, party=2)]
    assert running_value(apart, FIRST) == 1110
    assert overlapping(apart) == set()
    assert overlapping([agreement(1, 0, 9), agreement(2, 10, 9)]) == set(), "one follows the other"


def test_one_without_an_end_ends_when_it_is_lost() -> None:
    day = FIRST + timedelta(days=5)
    assert last_day(ends_on=None, outcome=LOST, decided_on=day) == day
    assert last_day(ends_on=None, outcome=RENEWED, decided_on=day) is None
    assert last_day(ends_on=FIRST, outcome=LOST, decided_on=day) == FIRST


@given(several(), DAYS, st.integers())
def test_each_party_and_product_counts_once_in_any_order(agreements: list[Agreement], days: int, seed: int) -> None:
    day = FIRST + timedelta(days=days)
    shuffled = Random(seed).sample(agreements, len(agreements))
    found = counted(shuffled, day)
    assert {each.number for each in found} == {each.number for each in counted(agreements, day)}
    assert running_value(shuffled, day) == running_value(agreements, day)
    running = [each for each in agreements if is_running(each, day)]
    assert len(found) == len({(each.party, each.product) for each in running})


@given(several())
def test_those_are_marked_that_share_a_day_with_another(agreements: list[Agreement]) -> None:
    marked = {
        one.number
        for one in agreements
        for other in agreements
        if one is not other
        and (one.party, one.product) == (other.party, other.product)
        and one.starts_on <= (other.ends_on or date.max)
        and other.starts_on <= (one.ends_on or date.max)
    }
    assert overlapping(agreements) == marked
