"""Reasons, languages, waits and links."""

import pytest

from kuule.contacts.rules import SUPPRESSION_REASONS
from kuule.dispatch.rules import (
    BOUNCED,
    BY_HAND,
    COMPLAINED,
    HOLD_REASONS,
    RETRY_DELAYS,
    UNSUBSCRIBED,
    answer_path,
    language_for,
    retry_delay,
    stop_path,
)

pytestmark = pytest.mark.any_database


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
