import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.surveys.rules.touchpoints import (
    COMPARISONS,
    LONGEST_KEY,
    MINUTES_OF_UNIT,
    conditions_hold,
    delay_parts,
    touchpoint_key,
)

KNOWN = {"account.plan": "Plus", "amount": 250, "renewal": "2026-12-01", "key_account": True, "empty": ""}


@pytest.mark.parametrize(
    ("asked", "comparison", "value", "holds"),
    [
        ("account.plan", "equal", "plus", True),
        ("account.plan", "other", "Plus", False),
        ("account.plan", "at_least", "Basic", False),
        ("amount", "equal", "250.0", True),
        ("amount", "at_least", "250", True),
        ("amount", "at_most", "99", False),
        ("amount", "at_least", "2026-01-01", False),
        ("renewal", "at_most", "2026-12-31", True),
        ("renewal", "at_least", "2027-01-01", False),
        ("key_account", "equal", "true", True),
        ("key_account", "other", "true", False),
        ("account.plan", "known", "", True),
        ("empty", "known", "", False),
        ("never told", "unknown", "", True),
        ("never told", "equal", "", False),
        ("never told", "other", "Plus", True),
        ("never told", "at_most", "9", False),
    ],
)
def test_a_condition_holds_or_not(asked: str, comparison: str, value: str, holds: bool) -> None:
    assert conditions_hold([{"property": asked, "is": comparison, "value": value}], KNOWN) is holds


def test_all_conditions_must_hold() -> None:
    both = [
        {"property": "amount", "is": "at_least", "value": "100"},
        {"property": "account.plan", "is": "equal", "value": "Start"},
    ]
    assert conditions_hold(both[:1], KNOWN)
    assert not conditions_hold(both, KNOWN)
    assert conditions_hold([], {})


@given(
    comparison=st.sampled_from(COMPARISONS),
    value=st.text(max_size=40),
    found=st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.lists(st.integers()),
)
def test_whatever_another_system_tells_a_condition_answers(comparison: str, value: str, found: object) -> None:
    one = conditions_hold([{"property": "x", "is": comparison, "value": value}], {"x": found})
    assert isinstance(one, bool)
    if comparison in ("equal", "other"):
        opposite = {"equal": "other", "other": "equal"}[comparison]
        assert conditions_hold([{"property": "x", "is": opposite, "value": value}], {"x": found}) is not one


@given(name=st.text(max_size=100), taken=st.sets(st.integers(2, 6)))
def test_a_key_is_new_and_fits(name: str, taken: set[int]) -> None:
    first = touchpoint_key(name, taken=())
    others = {first, *(f"{first[: LONGEST_KEY - 6].rstrip('-')}-{number}" for number in taken)}
    key = touchpoint_key(name, taken=others)
    assert key not in others
    assert 1 <= len(key) <= LONGEST_KEY
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in first + key)


def test_a_key_reads_like_its_name() -> None:
    assert touchpoint_key("Käyttöönotto, päivä 2", taken=()) == "kayttoonotto-paiva-2"
    assert touchpoint_key("تسليم", taken={"touchpoint"}) == "touchpoint-2"


@given(minutes=st.integers(0, 525_600))
def test_a_delay_is_told_exactly(minutes: int) -> None:
    number, unit = delay_parts(minutes)
    assert number * MINUTES_OF_UNIT[unit] == minutes
