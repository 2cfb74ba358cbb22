"""Answers cut by the team of the account and by the touchpoint, as members see them, and what an address may ask."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kuule.insight.answers import answer, segments
from kuule.insight.query import NONE, Query
from kuule.surveys.models import Survey, Touchpoint
from kuule.surveys.rules import EMPLOYEE
from kuule.workspaces.models import Team
from tests.insight.conftest import Programme
from tests.insight.reading import count_behind, links, words
from tests.insight.test_anonymity import pulse, question, say

W = "/w/nordlys/"


@pytest.fixture(autouse=True)
def _today(now: datetime):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def answered(programme: Programme) -> Programme:
    """Twelve answers about a delivery from accounts of North, eleven about nothing in particular from elsewhere."""
    north = Team.objects.create(workspace=programme.workspace, name="North")
    fjord = programme.account("Fjord")
    fjord.team = north
    fjord.save()
    after = programme.beside("After a delivery")
    for name in ("Delivery", "Pick-up"):
        after.touchpoint(name)
    for _number in range(12):
        after.answer(10, contact=programme.contact(account=fjord))
    for _number in range(11):
        programme.answer(2, contact=programme.contact(account=programme.account("Skog") if _number < 1 else None))
    return programme


@pytest.mark.parametrize(
    ("by", "some", "nothing"), [("team", "North", "No team"), ("touchpoint", "Delivery, Pick-up", "No touchpoint")]
)
def test_each_line_leads_to_its_answers(anna: Client, answered: Programme, by: str, some: str, nothing: str) -> None:
    page = anna.get(f"{W}segments/", {"by": by})
    text = words(page)
    assert some in text
    assert nothing in text
    found = [place for place in links(page, "/comments/?") if f"&{by}=" in place]
    assert [count_behind(anna, place) for place in dict.fromkeys(found)] == [12, 11]
    assert nothing in words(anna.get(f"{W}comments/", {by: NONE}))
    beside = [words(anna.get(place)) for place in links(page, "/compare/") if "segment=" in place]
    assert all("All others" in text and "Nothing to compare" not in text for text in beside)
    assert len(beside) == 2


def test_a_pivot_cuts_by_both_and_every_cell_leads_to_its_answers(anna: Client, answered: Programme) -> None:
    page = anna.get(f"{W}pivot/", {"by": "team", "columns": "touchpoint"})
    text = words(page)
    assert "Delivery, Pick-up No touchpoint All" in text
    assert {count_behind(anna, place) for place in links(page, "/comments/?")} == {23, 12, 11}


def test_a_trend_and_the_benchmarks_are_cut_as_well(anna: Client, answered: Programme) -> None:
    for page in ("trend", "benchmarks"):
        text = words(anna.get(f"{W}{page}/", {"by": "team"}))
        assert "North" in text
        assert "No team" in text


def test_both_are_offered_only_where_there_are_some(anna: Client, programme: Programme) -> None:
    programme.answer(9)
    assert 'value="team"' not in anna.get(f"{W}segments/").content.decode()
    Team.objects.create(workspace=programme.workspace, name="North")
    programme.touchpoint("Delivery")
    page = anna.get(f"{W}segments/").content.decode()
    assert '<option value="team"' in page
    assert '<option value="touchpoint"' in page


@pytest.mark.parametrize("param", ["team", "touchpoint"])
def test_an_address_that_asks_for_none_of_ours_is_told(
    anna: Client, answered: Programme, other_programme: Programme, param: str
) -> None:
    theirs = other_programme.touchpoint("Delivery").pk
    for value in ("999999", "x", str(theirs)):
        page = anna.get(f"{W}segments/", {param: value})
        assert page.status_code == 400, value
        assert param in words(page)


def test_a_touchpoint_that_shares_its_survey_stands_under_the_first(anna: Client, answered: Programme) -> None:
    first, second = Touchpoint.objects.order_by("pk")
    assert anna.get(f"{W}comments/", {"touchpoint": second.pk}).status_code == 400
    Touchpoint.objects.filter(pk=first.pk).update(archived_at=timezone.now())
    assert [each.name for each in segments(answered.query(by="touchpoint"))] == ["Pick-up", ""]
    Touchpoint.objects.filter(pk=second.pk).update(archived_at=timezone.now())
    # Of those that ask no more, both are meant.
    assert [each.name for each in segments(answered.query(by="touchpoint"))] == ["Delivery, Pick-up", ""]


def test_of_a_touchpoint_with_an_anonymous_survey_as_much_is_shown_as_of_the_survey(nordlys) -> None:
    survey, small = pulse(nordlys), pulse(nordlys, "Our lunch")
    own = Programme(nordlys.workspace, small, None, datetime(2026, 2, 1, tzinfo=UTC))  # type: ignore[arg-type]
    lunch = own.touchpoint("Lunch")
    for _number in range(9):
        say(survey, 9)
    for _number in range(2):
        say(small, 0)

    def shown(**fields: object) -> Query:
        return question(nordlys, **fields)

    assert segments(shown(by="touchpoint")) == []
    assert answer(shown(touchpoint_id=lunch.pk)).n == 0
    assert answer(shown(rest_of=("touchpoint", str(lunch.pk)))).n == 0
    for _number in range(7):
        say(small, 0)
    assert {each.name: each.n for each in segments(shown(by="touchpoint"))} == {"Lunch": 9, "": 9}
    assert [each.n for each in segments(shown(by="team"))] == [18]
    assert Survey.objects.filter(family=EMPLOYEE).count() == 2
