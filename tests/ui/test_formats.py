"""Figures, times and text by others, as people read them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from kuule.ui import formats
from kuule.ui.clean import visible_text

pytestmark = pytest.mark.any_database
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def shown(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (36, "+36"),
        (-12, "−12"),
        (0, "0"),
        (-0.4, "0"),
        (0.5, "+1"),
        (-0.5, "−1"),
        (35.5, "+36"),
        (36.4999, "+36"),
        (Decimal(-100), "−100"),
        (None, "–"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_a_score_is_signed_with_a_real_minus(value: float | None, written: str) -> None:
    assert formats.signed(value) == written


def test_decimals_follow_the_language() -> None:
    assert formats.signed(4.25, 1) == "+4.3"
    assert formats.percent(0.16) == "16.0\u202f%"
    assert formats.count(1_284_000) == "1,284,000"
    with translation.override("fi"):
        assert formats.signed(4.25, 1) == "+4,3"
        assert formats.percent(0.16) == "16,0\u202f%"
        assert formats.count(1_284_000) == "1\xa0284\xa0000"


@pytest.mark.parametrize(
    ("amount", "in_english", "in_finnish"),
    [
        (Decimal("1234.50"), "€1,234.50", "1 234,50 €"),
        (Decimal("-12.345"), "−\u2060€12.35", "−12,35 €"),
        (0, "€0.00", "0,00 €"),
        (Decimal("-0.001"), "€0.00", "0,00 €"),
        (9_999.995, "€10,000", "10 000 €"),
        (-45_678.5, "−\u2060€45,679", "−45 679 €"),
        (1_234_567, "€1.2M", "1,2 milj. €"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(amount: float | None, in_english: str, in_finnish: str) -> None:
    assert shown("{{ amount|money:'EUR' }}", amount=amount) == in_english
    with translation.override("fi"):
        assert shown("{{ amount|money:'EUR' }}", amount=amount) == in_finnish.replace(" ", "\u202f")


def test_a_line_of_a_ledger_keeps_its_cents_however_much_it_is() -> None:
    assert shown("{{ amount|exact_money:'EUR' }}", amount=Decimal("1234567.80")) == "€1,234,567.80"
    assert shown("{{ amount|exact_money:'JPY' }}", amount=Decimal(500)) == "¥500"
    assert shown("{{ amount|money:'XQZ' }}", amount=5) == "XQZ\u202f5.00"


def test_an_estimate_is_not_known_to_the_cent() -> None:
    assert shown("{{ amount|rough_money:'EUR' }}", amount=1234.5) == "€1,235"
    assert shown("{{ amount|rough_money:'EUR' }}", amount=-2_345_678) == "−\u2060€2.3M"
    assert shown("{{ amount|rough_money:'EUR' }}", amount=None) == "–"


def test_percent_takes_a_share() -> None:
    assert formats.percent(0.12345, 0) == "12\u202f%"
    assert formats.percent(1) == "100.0\u202f%"
    assert formats.percent(None) == "–"


def test_points_are_worded() -> None:
    assert [formats.points(value) for value in (4, 1, -1, 0, None)] == [
        "+4 points",
        "+1 point",
        "−1 point",
        "0 points",
        "–",
    ]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "just now"),
        (12, "12 min ago"),
        (60, "1 h ago"),
        (60 * 25, "1 d ago"),
        (60 * 24 * 30, "21 Oct"),
        (-5, "just now"),
    ],
)
def test_ages_are_short(minutes: int, words: str) -> None:
    assert formats.ago(NOW - timedelta(minutes=minutes), NOW) == words


def test_an_old_age_names_the_year_and_the_exact_time() -> None:
    html = shown("{{ moment|ago:now }}", moment=datetime(2024, 2, 1, 8, 0, tzinfo=UTC), now=NOW)
    assert ">1 Feb 2024</time>" in html
    assert 'datetime="2024-02-01T08:00:00+00:00"' in html
    assert shown("{{ moment|ago }}", moment=None) == ""


@pytest.mark.parametrize(
    ("hours", "state", "words"),
    [
        (-4, "late", "Overdue 4 h"),
        (6, "soon", "Due in 6 h"),
        (20, "soon", "Due tomorrow"),
        (30, "later", "Due tomorrow"),
        (24 * 13, "later", "Due 3 Dec"),
    ],
)
def test_what_is_due_says_when(hours: int, state: str, words: str) -> None:
    due = NOW + timedelta(hours=hours)
    assert (formats.due_state(due, NOW), formats.due_words(due, NOW)) == (state, words)


def test_tomorrow_begins_at_midnight_of_the_readers_zone() -> None:
    with timezone.override("Pacific/Auckland"):
        assert formats.due_words(NOW + timedelta(hours=14), NOW) == "Due tomorrow"
    with timezone.override("America/Los_Angeles"):
        assert formats.due_words(NOW + timedelta(hours=14), NOW) == "Due in 14 h"


def test_text_by_others_is_isolated_escaped_and_cleaned() -> None:
    html = shown("{{ text|bidi }}", text="\u202eevil\x00 <script>\u2066 سلام\u200f ok\r\nline")
    assert html == "<bdi>evil &lt;script&gt; سلام\u200f ok\nline</bdi>"
    assert shown("{{ text|bidi }}", text=None) == "<bdi></bdi>"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_cleaning_is_stable_and_leaves_nothing_unseen(text: str) -> None:
    clean = visible_text(text)
    assert visible_text(clean) == clean
    assert not set(clean) & {"\x00", "\r", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffe"}
    clean.encode()


@pytest.mark.parametrize(
    ("score", "group"),
    [
        (0, "detractor"),
        (6, "detractor"),
        (7, "passive"),
        (8, "passive"),
        (9, "promoter"),
        (10, "promoter"),
        (11, "none"),
        (None, "none"),
    ],
)
def test_a_score_has_its_group(score: int | None, group: str) -> None:
    html = shown('{% include "ui/_score_chip.html" %}', score=score)
    assert f"chip-{group}" in html
    assert (group if group != "none" else "no score") in html


def test_icons_are_drawn_inline_and_hidden_from_screen_readers() -> None:
    html = shown('{% icon "send" %}')
    assert html.startswith("<svg")
    assert 'aria-hidden="true"' in html
    assert shown("{% icon name %}", name="send") == html


def test_initials() -> None:
    def initials(**person: str) -> str:
        return shown("{{ person|initials }}", person=type("Person", (), person))

    assert initials(name="Lê Thị Hồng Nhung") == "LN"
    assert initials(name="", email="aino.korhonen@example.fi") == "AK"
    assert initials(name="\u202e", email="") == ""


def test_an_estimate_has_no_cents_that_nobody_knows() -> None:
    assert shown("{{ amount|rough_money:'EUR' }}", amount=4663.02) == "€4,663"
    assert shown("{{ amount|rough_money:'EUR' }}", amount=-682.4) == "−\u2060€682"
    assert shown("{{ amount|rough_money:'EUR' }}", amount=12.5) == "€12.50"
    assert shown("{{ amount|rough_money:'EUR' }}", amount=20_452.7) == "€20,453"
    assert shown("{{ amount|rough_money:'EUR' }}", amount=None) == "–"
