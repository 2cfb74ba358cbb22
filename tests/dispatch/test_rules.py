"""Who is asked and who is held back: properties that hold for everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.contacts.rules import SUPPRESSION_REASONS
from kuule.dispatch.rules import (
    ARCHIVED,
    BOUNCED,
    BY_HAND,
    COMPLAINED,
    HELD_BACK,
    HOLD_REASONS,
    INVITED,
    NO_ADDRESS,
    RECENTLY_ASKED,
    RETRY_DELAYS,
    UNSUBSCRIBED,
    Decision,
    Person,
    answer_path,
    decision_about,
    language_for,
    retry_delay,
    stop_path,
)

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
people = st.builds(
    Person,
    email=st.sampled_from(["", "aino@example.test"]),
    is_archived=st.booleans(),
    suppression=st.sampled_from(["", *SUPPRESSION_REASONS]),
    last_asked_at=st.none() | moments,
)
days = st.integers(0, 1000)


@given(people, days, moments)
def test_only_the_reachable_and_rested_are_asked_and_everyone_else_has_a_reason(person, quarantine, now):
    result = decision_about(person, quarantine_days=quarantine, now=now)
    is_rested = person.last_asked_at is None or person.last_asked_at <= now - timedelta(days=quarantine)
    is_asked = bool(person.email) and not person.is_archived and not person.suppression and is_rested
    assert (result.decision == INVITED) == is_asked
    assert result.reason == "" if is_asked else result.reason in HOLD_REASONS


@given(people, days, moments, st.integers(0, 1000))
def test_a_longer_pause_never_asks_more_people(person, quarantine, now, more):
    shorter = decision_about(person, quarantine_days=quarantine, now=now)
    longer = decision_about(person, quarantine_days=quarantine + more, now=now)
    assert not (shorter.decision == HELD_BACK and longer.decision == INVITED)


@given(people, days, moments, st.timedeltas(timedelta(0), timedelta(days=3000)))
def test_who_may_be_asked_now_may_be_asked_later(person, quarantine, now, later):
    if decision_about(person, quarantine_days=quarantine, now=now).decision == INVITED:
        assert decision_about(person, quarantine_days=quarantine, now=now + later).decision == INVITED


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person("a@x.test", is_archived=True, suppression=BOUNCED), ARCHIVED),
        (Person("", last_asked_at=NOW), NO_ADDRESS),
        *[(Person("a@x.test", suppression=why, last_asked_at=NOW), why) for why in SUPPRESSION_REASONS],
        (Person("a@x.test", last_asked_at=NOW - timedelta(days=90) + timedelta(seconds=1)), RECENTLY_ASKED),
    ],
)
def test_the_reason_on_record_is_the_one_that_lasts_longest(person, reason):
    assert decision_about(person, quarantine_days=90, now=NOW) == Decision(HELD_BACK, reason)


def test_the_pause_ends_to_the_second():
    rested = Person("a@x.test", last_asked_at=NOW - timedelta(days=90))
    assert decision_about(rested, quarantine_days=90, now=NOW) == Decision(INVITED)


def test_no_pause_lets_everybody_be_asked_again_at_once():
    assert decision_about(Person("a@x.test", last_asked_at=NOW), quarantine_days=0, now=NOW) == Decision(INVITED)


def test_suppression_reasons_are_reasons_to_hold_back():
    assert {UNSUBSCRIBED, BOUNCED, COMPLAINED, BY_HAND} == set(SUPPRESSION_REASONS) <= set(HOLD_REASONS)


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        ("fi", ["en", "fi"], "fi"),
        ("pt-br", ["en", "pt"], "pt"),
        ("", ["en", "sv"], "sv"),
        ("ja", ["en", "sv"], "sv"),
        ("ja", ["de", "en"], "de"),
        ("ja", [], "sv"),
    ],
)
def test_people_are_asked_in_a_language_the_survey_has(wanted, offered, expected):
    assert language_for(wanted, offered=offered, fallback="sv") == expected


def test_waits_grow_and_end():
    waits = [retry_delay(attempt) for attempt in range(1, len(RETRY_DELAYS) + 2)]
    assert waits[:-1] == sorted(waits[:-1])
    assert waits[-1] is None


def test_links_carry_the_token_and_the_score():
    assert answer_path("abc") == "/a/abc"
    assert answer_path("abc", 0) == "/a/abc?score=0"
    assert stop_path("abc") == "/u/abc"
