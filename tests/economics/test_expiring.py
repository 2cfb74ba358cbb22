"""What a customer has at stake: each once, undecided, and by what was known on the day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.economics.rules import LOST, RENEWED
from kuule.economics.rules.expiring import LEAD, Term, decisions, expiring

pytestmark = pytest.mark.any_database
DAY = date(2026, 11, 20)
START, END = date(2026, 3, 1), date(2027, 2, 28)


def term(number: int = 1, **changed: object) -> Term:
    """Return a contract of a year that runs."""
    values = {
        "number": number,
        "customer": 7,
        "party": 7,
        "product": "Service",
        "starts_on": START,
        "ends_on": END,
        "value": Decimal(1200),
        "outcome": "",
        "decided_on": None,
        "told_on": START,
        **changed,
    }
    return Term(**values)  # type: ignore[arg-type]


def numbers(*terms: Term, day: date = DAY) -> list[tuple[int, ...]]:
    """Return the contracts at stake, customer by customer."""
    return [each.contracts for each in expiring(terms, day=day)]


def test_contracts_of_a_customer_are_one_renewal_that_the_earliest_end_leads() -> None:
    first = term(1, product="Training", ends_on=date(2027, 1, 31), value=Decimal(300))
    (found,) = expiring([term(2), first, term(3, product="Parts", value=None)], day=DAY)
    assert (found.contracts, found.leading, found.ends_on) == ((1, 2, 3), 1, date(2027, 1, 31))
    assert (found.value, found.unvalued) == (Decimal(1500), 1)
    assert numbers(term(1), term(2, customer=8, party=8)) == [(1,), (2,)]


def test_what_runs_on_is_decided_or_ends_too_late_is_not_at_stake() -> None:
    assert numbers(term(ends_on=None)) == []
    assert numbers(term(ends_on=DAY)) == [], "it ended today"
    assert numbers(term(ends_on=DAY + timedelta(days=1))) == [(1,)]
    assert numbers(term(ends_on=DAY + timedelta(days=366))) == []
    assert numbers(term(outcome=RENEWED, decided_on=DAY)) == []
    assert numbers(term(outcome=LOST, decided_on=None, told_on=DAY)) == [], "known since it was told"


def test_what_became_known_later_was_at_stake_before() -> None:
    decided = term(outcome=LOST, decided_on=DAY, told_on=DAY)
    assert numbers(decided, day=DAY - timedelta(days=1)) == [(1,)]


def test_a_newer_contract_takes_the_place_of_the_older() -> None:
    agreed = term(2, starts_on=END + timedelta(days=1), ends_on=END + timedelta(days=365), told_on=DAY)
    assert numbers(term(1), agreed) == []
    assert numbers(term(1), agreed, day=DAY - timedelta(days=1)) == [(1,)], "nobody knew of it the day before"
    running = term(3, starts_on=DAY - timedelta(days=9), ends_on=END + timedelta(days=60))
    assert numbers(term(1), running) == [(3,)], "of two that overlap the newer counts"
    assert numbers(term(1), term(4, product="Parts", starts_on=END + timedelta(days=1), ends_on=None)) == [(1,)]


def test_decisions_of_one_day_are_one_and_lost_if_most_of_the_value_was() -> None:
    past = {"starts_on": START - timedelta(days=365), "ends_on": START - timedelta(days=1)}
    kept, gone = term(1, outcome=RENEWED, **past), term(2, product="Parts", outcome=LOST, value=Decimal(1300), **past)
    (found,) = decisions([kept, gone], day=DAY)
    assert found.is_lost
    assert found.years == pytest.approx(1, abs=0.01)
    assert not decisions([kept, term(2, product="Parts", outcome=LOST, value=Decimal(1100), **past)], day=DAY)[
        0
    ].is_lost
    assert decisions([term(outcome="", **past)], day=DAY) == []


def test_what_may_be_learnt_from_was_known_well_before_the_end_and_before_anybody_said_it() -> None:
    past = {"starts_on": START - timedelta(days=365), "ends_on": START, "outcome": LOST}
    (late,) = decisions([term(decided_on=START, **past)], day=DAY)
    (early,) = decisions([term(decided_on=START - timedelta(days=200), **past)], day=DAY)
    assert late.seen_on == START - LEAD
    assert early.seen_on == START - timedelta(days=201)


dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
terms = st.lists(
    st.builds(
        Term,
        number=st.integers(1, 10**6),
        customer=st.integers(1, 3),
        party=st.just(1),
        product=st.sampled_from(["Service", "Parts"]),
        starts_on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        ends_on=st.none() | dates,
        value=st.none() | st.integers(0, 10**6).map(Decimal),
        outcome=st.sampled_from(["", RENEWED, LOST]),
        decided_on=st.none() | dates,
        told_on=dates,
    ),
    max_size=12,
    unique_by=lambda each: each.number,
)


@given(terms)
def test_each_customer_and_each_contract_is_there_once_and_no_value_twice(known: list[Term]) -> None:
    found = expiring(known, day=DAY)
    assert len({each.customer for each in found}) == len(found)
    shown = [number for each in found for number in each.contracts]
    assert len(set(shown)) == len(shown)
    by_number = {each.number: each for each in known}
    for each in found:
        products = [(by_number[number].party, by_number[number].product) for number in each.contracts]
        assert len(set(products)) == len(products), "of one thing one contract counts"
        assert each.ends_on == min(by_number[number].ends_on for number in each.contracts)  # type: ignore[type-var]
