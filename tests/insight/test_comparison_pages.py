"""Changes and differences as members see them: what is said, where it leads, and addresses gone wrong."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine

from kuule.insight.models import Theme
from kuule.insight.query import Query, rest_of, segment_of
from kuule.insight.templatetags.insight import address
from tests.insight.reading import count_behind, links, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


def give(programme, scores, at, **contact):
    for score in scores:
        programme.answer(score, contact=programme.contact(**contact) if contact else None, at=at)


@pytest.fixture
def fallen(programme, now):
    """Thirty answers of each 90 days: +67 before, −17 now."""
    give(programme, [10] * 20 + [8] * 10, now - timedelta(days=120))
    give(programme, [10] * 10 + [8] * 5 + [3] * 15, now - timedelta(days=1))
    return programme


def test_the_overview_says_what_changed_and_leads_to_the_comparison(anna, fallen):
    page = anna.get("/w/nordlys/")
    text = words(page)
    assert re.search(r"Down 83 points against the 90 days before, could be −1\d\d to −\d\d", text)
    assert "This range leaves out 0, no change" in text
    compared = words(anna.get(links(page, "/compare/")[0]))
    assert "Down 83 points against the 90 days before" in compared
    assert "fewer than 1 of 100" in compared
    assert "Chance alone would hardly make this difference" in compared


def test_what_chance_could_make_is_steady(anna, programme, now):
    give(programme, [10] * 8 + [8] * 4 + [3] * 3, now - timedelta(days=120))
    give(programme, [10] * 9 + [8] * 3 + [3] * 3, now - timedelta(days=1))
    text = words(anna.get("/w/nordlys/"))
    assert re.search(r"Steady \+7 against the 90 days before, could be −\d\d to \+\d\d", text)
    assert "no proof that nothing changed" in text
    compared = words(anna.get("/w/nordlys/compare/"))
    assert "each side needs about 2,300 answers. Now there are 15 and 15." in compared


def test_less_than_a_point_is_as_good_as_the_same(anna, programme, now):
    give(programme, [10] * 5 + [3] * 5, now - timedelta(days=120))
    give(programme, [10] * 6 + [3] * 6, now - timedelta(days=1))
    text = words(anna.get("/w/nordlys/compare/"))
    assert "Both scores are as good as the same" in text
    assert "50 of 100" in text
    assert "each side needs" not in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("period=all", "This time has no beginning"),
        ("period=30d", "No answers from the 30 days before to compare with."),
        ("since=2026-11-01&until=2026-11-30", "No answers from 1 Oct 2026 to 31 Oct 2026 to compare with."),
        ("group=promoter", "there is no change to look for"),
    ],
)
def test_where_there_is_nothing_to_compare_the_overview_says_why(anna, fallen, asked, said):
    text = words(anna.get(f"/w/nordlys/?{asked}"))
    assert said in text
    assert "Steady" not in text


def test_two_themes_are_not_compared_as_one_comment_can_speak_of_both(anna, fallen):
    programme = fallen
    themes = [
        Theme.objects.create(workspace=programme.workspace, names={"en": name}, origin="own", created_at=programme.now)
        for name in ("Waiting", "Price")
    ]
    page = f"/w/nordlys/compare/?against=segments&by=theme&segment={themes[0].pk}&other="
    assert "One comment can speak of both themes" in words(anna.get(f"{page}{themes[1].pk}"))
    assert "One comment can speak of both themes" not in words(anna.get(f"{page}*"))


def test_the_same_time_a_year_before_and_other_days_can_be_compared(anna, programme, now):
    give(programme, [10] * 12, now - timedelta(days=1))
    give(programme, [3] * 12, now - timedelta(days=366))
    assert "Up 200 points" in words(anna.get("/w/nordlys/compare/?against=year"))
    page = anna.get("/w/nordlys/compare/?against=days&other_since=2025-11-01&other_until=2025-11-30")
    assert "Up 200 points against 1 Nov 2025 to 30 Nov 2025" in words(page)


def test_both_sides_lead_to_exactly_their_answers(anna, programme, define, now):
    define("country")
    give(programme, [10] * 12, now, country="FI")
    give(programme, [3] * 11, now, country="SE")
    give(programme, [8] * 3, now)
    page = anna.get("/w/nordlys/compare/?against=segments&by=p.country&segment=FI&other=*")
    assert re.search(r"\d+ points higher against all others", words(page))
    behind = {
        count_behind(anna, place)
        for place in links(page, "/comments/?")
        if "comment=1" not in place and "order=" not in place
    }
    assert behind == {12, 14}
    other = anna.get("/w/nordlys/compare/?against=segments&by=p.country&segment=SE&other=FI")
    assert "200 points lower against FI" in words(other)
    unknown = anna.get("/w/nordlys/compare/?against=segments&by=p.country&segment=&other=SE")
    assert "against SE" in words(unknown)
    nameless = [place for place in links(unknown, "/comments/?") if re.search(r"p\.country=(&|$)", place)]
    assert {count_behind(anna, place) for place in nameless if "comment=1" not in place} == {3}


@pytest.mark.parametrize("by", ["account", "role", "language", "channel", "survey", "p.country"])
def test_the_rest_can_be_looked_at_like_any_other_answers(anna, programme, define, nordlys, by):
    define("country")
    acme = programme.account("Acme")
    for number in range(12):
        person = programme.contact(
            account=acme if number % 3 else None, role="user" if number % 4 else "", country="FI"
        )
        programme.answer(number % 11, contact=person, language=("en", "fi")[number % 2])
    programme.answer(9)
    query = Query(workspace_id=nordlys.workspace.pk, timezone=nordlys.workspace.timezone)
    key = {"account": acme.pk, "role": "user", "language": "fi", "channel": "link", "survey": programme.survey.pk}
    segment = str(key.get(by, "FI"))
    parts = [
        address("nordlys", "overview", part) for part in (segment_of(query, by, segment), rest_of(query, by, segment))
    ]
    pages = [anna.get(part) for part in parts]
    assert sum(count_behind(anna, part) for part in parts) == 13
    assert "All but" in words(pages[1])
    off = next(each for each in links(pages[1], "/w/nordlys/?") if "rest_of" not in each)
    assert count_behind(anna, off) == 13


def test_segments_that_stand_out_are_marked_in_words_with_how_many_were_compared(anna, programme, define, now):
    define("city")
    give(programme, [2] * 10 + [10] * 2, now, city="Turku")
    for number in range(11):
        give(programme, [10] * 6 + [8] * 2 + [5] * 2, now, city=f"Town {number:02}")
    for page in (anna.get("/w/nordlys/?by=p.city"), anna.get("/w/nordlys/segments/?by=p.city")):
        text = words(page)
        assert "lower, not chance" in text
        assert "higher, not chance" not in text
        assert "12 comparisons." in text
        assert "here about 0.6" in text
        assert "1 of them stands this test and is marked." in text
        rest = next(each for each in links(page, "/compare/?") if "segment=Turku" in each)
        assert re.search(r"\d+ points lower against all others", words(anna.get(rest)))


def test_one_segment_alone_is_compared_with_nothing(anna, programme, now):
    give(programme, [10] * 12, now)
    assert "Against the rest" not in words(anna.get("/w/nordlys/?by=channel"))
    page = anna.get("/w/nordlys/compare/?against=segments&by=channel")
    assert page.status_code == HTTPStatus.OK
    assert "There are not two segments here" in words(page)


def test_the_table_of_the_trend_marks_steps_that_are_no_chance(anna, fallen):
    text = words(anna.get("/w/nordlys/"))
    table = text[text.index("Time NPS") : text.index("Segments By")]
    assert re.search(r"November 2026 −17 \S+ to \S+ 30 (?!\S+, not chance)", table)
    assert "down, not chance" not in table, "the month before had no answers"
    longer = words(anna.get("/w/nordlys/?bucket=quarter&period=12m"))
    assert re.search(r"Quarter 4 of 2026 −17 \S+ to \S+ 30 down, not chance", longer)


def test_people_who_answered_both_times_are_counted_and_explained(anna, programme, now):
    people = [programme.contact() for _ in range(45)]
    for number, person in enumerate(people):
        programme.answer((10, 8, 3)[number % 3], contact=person, at=now - timedelta(days=100))
        programme.answer((10, 9, 3)[number % 3], contact=person, at=now - timedelta(days=1))
    page = words(anna.get("/w/nordlys/compare/"))
    assert "Answered both times 45 people" in page
    assert "The range knows who answered twice" in page
    assert "45 people answered both times; the range knows that." in words(anna.get("/w/nordlys/"))


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("period=all", 200, "Choose a time that has a beginning"),
        ("against=days", 200, "Which other days?"),
        ("against=year&period=24m", 200, "These two times share days"),
        ("against=segments&by=role&segment=user&other=user", 200, "These are the same segment"),
        ("period=30d", 200, "Nobody answered here"),
        ("against=tomorrow", 400, "“tomorrow” is not something that “against” can be."),
        ("against=days&other_since=soon", 400, "“soon” is no day."),
        ("against=segments&by=account&segment=999999", 400, "This workspace has no such account."),
        ("against=segments&by=survey&segment=999999", 400, "This workspace has no such survey."),
        ("against=segments&by=role&segment=<b>", 400, "“<b>” is not something that “segment” can be."),
        ("by=p.shoe&against=segments", 400, "This workspace has no property “shoe”."),
        ("rest_of=account:999999", 400, "This workspace has no such account."),
        ("rest_of=p.shoe:42", 400, "This workspace has no property “shoe”."),
        ("rest_of=nonsense", 400, "“nonsense” is not something that “rest_of” can be."),
    ],
)
def test_what_cannot_be_compared_gets_a_helpful_page_and_no_figure(anna, fallen, asked, status, said):
    response = anna.get(f"/w/nordlys/compare/?{asked}")
    assert response.status_code == status
    assert said in words(response)
    assert "points" not in words(response)
    assert "<b>”" not in response.content.decode()


def test_another_companys_segments_are_unknown(anna, fallen, other_programme):
    theirs = other_programme.account("Secret Ltd")
    for asked in (f"against=segments&by=account&segment={theirs.pk}", f"rest_of=account:{theirs.pk}"):
        page = anna.get(f"/w/nordlys/compare/?{asked}")
        assert page.status_code == HTTPStatus.BAD_REQUEST
        assert "Secret" not in words(page)


def test_choosing_another_time_keeps_what_is_compared(anna, programme, define, now):
    define("country")
    give(programme, [10] * 6, now, country="FI")
    give(programme, [3] * 6, now, country="SE")
    page = anna.get("/w/nordlys/compare/?against=segments&by=p.country&segment=SE&other=FI")
    longer = next(each for each in links(page, "period=12m"))
    assert "200 points lower against FI" in words(anna.get(longer))
    assert not links(page, "/comments/?against")


def test_hostile_segments_are_shown_as_words(anna, programme, define, now):
    define("city")
    hostile = "<script>alert(1)</script>\u202e"
    give(programme, [10] * 3, now, city=hostile)
    give(programme, [3] * 3, now, city="*")
    page = anna.get("/w/nordlys/compare/?against=segments&by=p.city&segment=**&other=*")
    assert re.search(r"Segment .*All others", words(page))
    for place in ("/w/nordlys/?by=p.city", "/w/nordlys/compare/?against=segments&by=p.city"):
        html = anna.get(place).content.decode()
        assert "<script>alert" not in html
        assert "\u202e" not in html
