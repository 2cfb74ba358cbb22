"""The score over time as members see it: steps, rolling windows, segments beside it, and who answered."""

import re
from collections import Counter
from datetime import timedelta
from http import HTTPStatus
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kuule.insight.answers import mix_changes, rolling
from kuule.insight.query import CHANNEL, LANGUAGE, PROPERTY, Query, TrendQuery
from kuule.insight.query.buckets import MOST_WINDOWS, window_bounds
from kuule.insight.query.periods import day_start
from kuule.insight.services.annotations import Mark, make_annotation
from kuule.workspaces.rules import SYSTEM
from tests.conftest import NOW
from tests.insight.reading import count_behind, links, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def moved(programme, now, define):
    """Mail scores +100, the shared link −100, before and after; most used mail before and the link after."""
    define("country")
    for days, by_mail, by_link in ((50, 30, 10), (5, 10, 30)):
        at = now - timedelta(days=days)
        for number in range(by_mail):
            programme.answer(10, contact=programme.contact(country=["FI", "SE"][number % 2]), at=at)
        for _number in range(by_link):
            programme.answer(2, at=at)
    return programme


def test_marked_days_stand_in_steps_of_time_and_in_rolling_windows(nordlys, anna, moved, now) -> None:
    mark = Mark(day=(now - timedelta(days=20)).date(), name="New prices")
    make_annotation(workspace=nordlys.workspace, mark=mark, actor=SYSTEM, now=now)
    weeks = words(anna.get("/w/nordlys/trend/?bucket=week"))
    assert weeks.count("New prices") == 2  # below the chart and in the table
    assert words(anna.get("/w/nordlys/trend/?window=28")).count("New prices") == 2


@given(
    st.datetimes(NOW.replace(tzinfo=None) - timedelta(days=3000), NOW.replace(tzinfo=None)),
    st.integers(1, 4000),
    st.sampled_from((28, 90)),
)
def test_windows_step_evenly_up_to_the_last_day(start, days: int, window: int) -> None:
    query = Query(workspace_id=1, timezone="Europe/Helsinki")
    since = day_start(start.date(), query.zone)
    until = day_start(start.date() + timedelta(days=days), query.zone)
    bounds, reach = window_bounds(since, until, days=window, zone=query.zone)
    steps = {round((after - before) / timedelta(days=1)) for before, after in pairwise(bounds)}
    assert steps == {window // reach}
    assert bounds[-1] == until
    assert bounds[reach - 1] <= since < bounds[reach]
    assert len(bounds) - reach <= max(MOST_WINDOWS, days // window + 1)


def test_each_window_counts_the_answers_of_its_days(programme, now):
    days = [0, 3, 3, 20, 27, 28, 40, 99]
    for each in days:
        programme.answer(9, at=now - timedelta(days=each))
    query = programme.query(since=now - timedelta(days=30), until=now + timedelta(hours=1))
    points = rolling(query, days=28)
    assert len(points) == 31
    assert points[-1].n == sum(each < 28 for each in days)
    assert points[0].n == sum(30 <= each < 58 for each in days)
    assert rolling(programme.query(), days=28)[-1].n == points[-1].n


def test_the_way_to_draw_stands_in_the_address():
    query = Query(workspace_id=1, timezone="UTC", by=PROPERTY + "plan")
    drawn = TrendQuery.of(query, window=28, lines=("", "*", "pro"))
    assert TrendQuery.read(drawn.to_params(), query) == (drawn, ())


@pytest.mark.parametrize("params", [{"window": "13"}, {"by": "role", "line1": "king"}, {"by": "p.nothing"}])
def test_an_address_gone_wrong_says_so(anna, moved, params):
    response = anna.get("/w/nordlys/trend/", params)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "This address asks for something that Kuule does not know" in words(response)


def test_every_point_and_every_segment_leads_to_its_answers(anna, moved):
    page = anna.get("/w/nordlys/trend/", {"bucket": "month", "by": "p.country"})
    assert page.status_code == HTTPStatus.OK
    text = words(page)
    assert "80 answers" in text
    assert "Finland" in text or "FI" in text
    counted = Counter(count_behind(anna, link) for link in set(links(page, "/comments/")))
    assert counted[40] >= 2
    assert counted[80] == 1
    assert "rolling" in text


def test_rolling_windows_say_that_neighbours_share_answers(anna, moved):
    text = words(anna.get("/w/nordlys/trend/", {"window": "28"}))
    assert "Each dot counts all answers of the 28 days up to its own" in text
    assert "not chance" not in text


def test_the_chosen_segments_are_drawn_and_no_more(anna, moved):
    page = anna.get("/w/nordlys/trend/", {"by": "channel", "line1": "link"})
    drawn = re.findall(r"<h3>.*?</h3>", page.content.decode(), flags=re.DOTALL)
    assert len(drawn) == 1
    assert "Shared link" in drawn[0]


def test_a_change_of_who_answered_is_told_with_the_score_it_would_have_been(anna, moved):
    for address, earlier in (("/w/nordlys/trend/", "22 Aug 2026 to 4 Oct 2026"), ("/w/nordlys/?period=30d", "21 Sep")):
        text = words(anna.get(address))
        assert text.count("Other people answered than before") == 1
        assert re.search(r"Channel “(E-mail|Shared link)”: (25|75) % of the answers, (75|25) % before", text), address
        assert "With the earlier mix the score would be +50 instead of −50" in text
        assert f"Before: {earlier}" in text


def test_the_same_mix_is_no_news(anna, programme, now):
    for days, score in ((50, 10), (5, 2)):
        for _number in range(30):
            programme.answer(score, at=now - timedelta(days=days))
            programme.answer(score, contact=programme.contact(), at=now - timedelta(days=days))
    assert "Other people answered" not in words(anna.get("/w/nordlys/trend/"))


def test_every_look_counts_against_a_finding(moved, now):
    query, middle = moved.query(), now - timedelta(days=20)
    times = (query.between(middle, now), query.between(now - timedelta(days=60), middle))
    one = mix_changes([times], [CHANNEL])
    many = mix_changes([times] * 3, [CHANNEL, LANGUAGE])
    assert one[0].value == pytest.approx(-50)
    assert one[0].standardised == pytest.approx(50)
    assert many[0].corrected_p == pytest.approx(3 * one[0].corrected_p)
    assert mix_changes([(each.asking(group="promoter"), each) for each in times[:1]], [CHANNEL]) == []


def test_nobody_answered_is_no_trend(anna, programme):
    assert "No answers here" in words(anna.get("/w/nordlys/trend/"))
