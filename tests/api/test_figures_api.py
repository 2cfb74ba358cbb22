"""Figures by API are those of the pages: the same query, the same answer, with how sure it is."""

from typing import Any

import pytest
from django.http import QueryDict

from kuule.insight.answers import answer, segments
from kuule.insight.query import BEFORE
from kuule.insight.selectors.questions import question_in
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.rules import SYSTEM
from tests.api.conftest import make_key
from tests.api.world import Caller
from tests.conftest import NOW, Company

pytestmark = pytest.mark.any_database

SCORES = [10, 9, 9, 8, 7, 6, 3, 0, 10, 10]
METRICS = ("score", "trend", "segments", "comparison", "pivot", "cohorts", "drivers", "themes")


@pytest.fixture
def survey(nordlys: Company) -> Survey:
    found = create_from_starter(workspace=nordlys.workspace, name="How are we doing", actor=SYSTEM, now=NOW)
    publish_survey(survey=found, actor=SYSTEM, now=NOW)
    return found


@pytest.fixture
def caller(nordlys: Company, survey: Survey) -> Caller:
    """A program that told of twice ten answers: those before the 20th are one point lower where that can be."""
    program = Caller(make_key(nordlys.workspace))
    told = [
        {
            "score": max(score - before, 0),
            "language": "fi" if number % 2 else "en",
            "answered_at": f"2026-{10 - before:02}-{number + 10}T12:00:00Z",
            "person": {"id": f"c{number}", "role": "user" if number % 2 else "influencer"},
            "properties": {"plan": "big" if number < 5 else "small"},
        }
        for before in (0, 1)
        for number, score in enumerate(SCORES)
    ]
    assert program.call("POST", "/responses", {"survey": survey.pk, "responses": told}).json()["created"] == 20
    return program


@pytest.mark.parametrize(
    "address",
    [
        "period=all",
        "since=2026-10-01&until=2026-10-31",
        "period=all&group=detractor",
        "period=all&p.plan=big&language=fi",
    ],
)
def test_the_score_is_that_of_the_page(caller: Caller, nordlys: Company, address: str) -> None:
    told = caller.get(f"/metrics/score?{address}").json()
    query = question_in(QueryDict(address).dict(), workspace=nordlys.workspace, now=NOW).query
    found = answer(query)
    assert found.n > 0
    assert (told["score"]["value"], told["score"]["lower"], told["score"]["n"]) == (found.value, found.lower, found.n)
    assert (told["score"]["histogram"], told["query"]) == (list(found.histogram), query.to_params())
    assert told["score"]["warnings"] == list(found.warnings)


def test_segments_are_those_of_the_page_and_each_can_be_asked_for(caller: Caller, nordlys: Company) -> None:
    told = caller.get("/metrics/segments?period=all&by=p.plan").json()["segments"]
    asked = {"period": "all", "by": "p.plan"}
    found = segments(question_in(asked, workspace=nordlys.workspace, now=NOW).query)
    assert [(each["key"], each["value"], each["n"]) for each in told] == [
        (each.key, each.value, each.n) for each in found
    ]
    for each in told:
        address = "&".join(f"{name}={value}" for name, value in each["query"].items())
        assert caller.get(f"/metrics/score?{address}").json()["score"]["n"] == each["n"]


def test_a_comparison_says_in_words_what_it_is(caller: Caller) -> None:
    days = "since=2026-10-01&until=2026-10-31&against=days&other_since=2026-09-01&other_until=2026-09-30"
    told = caller.get(f"/metrics/comparison?{days}", **{"Accept-Language": "en"}).json()["comparison"]
    assert (told["one"]["n"], told["other"]["n"], told["both"]) == (10, 10, 10)
    assert told["lower"] < told["value"] < told["upper"]
    assert told["verdict"]["direction"] in ("up", "down", "steady")
    assert told["verdict"]["headline"]
    other = caller.get("/metrics/comparison?period=all").json()
    assert (other["comparison"], other["reason"], other["query"]["against"]) == (None, "no_beginning", BEFORE)
    one = caller.get("/metrics/comparison?period=all&against=segments&by=language").json()["comparison"]
    assert one["one"]["n"] + one["other"]["n"] == 20


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_answers_and_refuses_what_it_does_not_know(caller: Caller, metric: str) -> None:
    known = [each["address"].removeprefix("/api/v1") for each in caller.get("/metrics").json()["metrics"]]
    assert f"/metrics/{metric}" in known
    assert len(known) == len(METRICS)
    assert caller.get(f"/metrics/{metric}?period=all").status_code == 200
    refused = caller.get(f"/metrics/{metric}?period=soon&survey=999999999")
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json()["errors"]} == {"period", "survey"}


def test_anonymous_answers_stay_as_hidden_as_on_pages(caller: Caller, survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    Response.objects.filter(score__lt=10).delete()
    told = caller.get("/metrics/score?period=90d").json()
    assert (told["score"], bool(told["hidden"])) == (None, True)
    for path, name in (("/responses", "responses"), ("/verbatims", "verbatims"), ("/invitations", "invitations")):
        assert caller.get(path).json()[name] == []
    answers: dict[str, Any] = {"survey": survey.pk, "responses": [{"score": 9}]}
    assert caller.call("POST", "/responses", answers).status_code == 422
