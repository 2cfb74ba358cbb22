"""What goes with the score, as members see it: from the answers of a survey to a map, a table and files."""

import csv
import io
import random
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import time_machine
from django.test import Client

from kuule.insight.answers.drivers import ALL_ALIKE, BY_SCORE, NO_ANSWERS, NO_RATINGS, drivers
from kuule.insight.models import CommentReading, Theme, ThemeLabel
from kuule.insight.query import Query
from kuule.insight.query.drivers import PROPERTIES_TOO, THEMES, DriverQuery
from kuule.insight.rules.driver_figures import compared
from kuule.insight.rules.drivers import IMPROVE, DriverColumn, fitting
from kuule.insight.selectors.drivers import ratings_asked
from kuule.insight.selectors.matching import surveys_of
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response
from kuule.surveys.models import Survey, SurveyVersion
from tests.insight.reading import links, words

pytestmark = pytest.mark.django_db
PAGE = "/w/nordlys/drivers/"
NEWEST = 200


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        yield


def rating(key: str, scale: str = "1-5", title: str = "") -> dict[str, Any]:
    return {"key": key, "type": "rating", "scale": scale, "optional": True, "texts": {"title": {"en": title or key}}}


@pytest.fixture
def rated(programme, define, now):
    """Two hundred answers of forty accounts: invoices weigh most and are bad; a third of them skips the price."""
    define("plan")
    version = SurveyVersion.objects.get(pk=programme.version.pk)
    version.questions = [*version.questions, rating("invoices", title="Our invoices"), rating("help"), rating("price")]
    version.save()
    accounts = [programme.account(f"Account {number}") for number in range(40)]
    luck = random.Random(1)
    rows = []
    for number in range(NEWEST):
        invoices, help_ = luck.randint(1, 4), luck.randint(2, 5)
        answers = {"invoices": invoices, "help": help_} | ({"price": luck.randint(1, 5)} if number % 3 else {})
        score = min(10, max(0, round(2 * invoices + 0.6 * help_ + luck.gauss(0, 1))))
        rows.append(answer_row(programme, version, score, answers, accounts[number % 40], plan="pq"[number % 2]))
    insert_rows(rows)
    return programme


def answer_row(programme, version, score, answers, account=None, *, at=None, **properties):
    return Response(
        workspace=programme.workspace,
        uid=new_uid(),
        survey=programme.survey,
        version=version,
        account=account,
        channel="email",
        language="en",
        score=score,
        answers=answers,
        properties=properties,
        verdict="person",
        answered_at=at or programme.now,
    )


def compare(programme, **asked):
    also = asked.pop("also", "")
    query = DriverQuery.of(programme.query(**asked), also=also)
    return drivers(query, among=surveys_of(query))


def test_ratings_are_compared_with_accounts_held_together(rated):
    answer = compare(rated)
    found = answer.found
    assert (answer.survey_id, answer.n, found.n, found.left_out, found.clusters) == (rated.survey.pk, 200, 133, 67, 40)
    assert found.drivers[0].key == "q.invoices"
    assert [each.key for each in found.first] == ["q.invoices"]
    assert found.drivers[0].scale == (1, 5)
    assert found.drivers[0].step.lower > 0


def test_the_page_says_what_to_look_at_and_that_nothing_is_proven(anna, rated):
    page = anna.get(PAGE)
    text = words(page)
    assert "Look here first: Our invoices" in text
    assert "133 complete answers" in text
    assert "no proof that they cause them" in text
    assert "It is no promise" in text
    assert "67 of 200 answers lack a rating and are left out" in text
    body = page.content.decode()
    assert body.count('class="point"') == 3
    assert 'aria-label="1 Our invoices: importance' in body
    assert f"/w/nordlys/surveys/{rated.survey.pk}/results/" in body


def test_properties_join_as_one_driver_each_and_lead_to_their_segments(anna, rated):
    found = compare(rated, also=PROPERTIES_TOO).found
    plan = next(each for each in found.drivers if each.key == "p.plan")
    assert (plan.mean, plan.performance, plan.place, plan.direction) == (None, None, "", 0)
    page = anna.get(PAGE, {"also": "properties"})
    assert any("by=p.plan" in link for link in links(page, "/segments/?"))
    assert words(page).count("Plan") >= 1
    assert anna.get(PAGE, {"also": "weather"}).status_code == 400


def test_themes_are_compared_beside_each_other(anna, rated, now):
    answers = list(Response.objects.order_by("pk"))
    late = Theme.objects.create(workspace=rated.workspace, names={"en": "Delay", "fi": "Viive"}, created_at=now)
    good = Theme.objects.create(workspace=rated.workspace, names={"en": "Praise"}, is_praise=True, created_at=now)
    CommentReading.objects.bulk_create(
        CommentReading(workspace=rated.workspace, response=answer, language="en", masked="…", lot=1, read_at=now)
        for answer in answers[:120]
    )
    ThemeLabel.objects.bulk_create(
        ThemeLabel(workspace=rated.workspace, response=answer, theme=theme, probability=0.9)
        for answer in answers[:120]
        for theme in ((late,) if answer.score < 5 else (good,))
    )
    found = compare(rated, also=THEMES)
    assert list(found.columns) == [f"theme.{late.pk}"]
    assert (found.found.n, found.found.left_out, found.found.drivers[0].direction) == (120, 80, -1)
    page = anna.get(PAGE, {"also": "themes"})
    text = words(page)
    assert "Themes that go with the score" in text
    assert "Delay 100 %" in text.replace("\u202f", " ")
    assert "lower scores" in text
    assert "80 of 200 answers have no comment that was read" in text
    assert f"/w/nordlys/themes/{late.pk}/" in page.content.decode()
    Theme.objects.update(is_praise=True)
    assert "No theme is mentioned often enough" in words(anna.get(PAGE, {"also": "themes"}))


def test_anonymous_answers_are_never_compared_by_what_their_people_are(anna, rated):
    Survey.objects.filter(pk=rated.survey.pk).update(is_anonymous=True)
    Response.objects.update(answered_at=rated.now - timedelta(days=3))
    page = anna.get(PAGE, {"also": "properties"})
    assert "Look here first: Our invoices" in words(page)
    assert "Ratings and properties" not in words(page)
    assert not [link for link in links(page, "/segments/?") if "by=p.plan" in link]


def test_answers_on_an_earlier_scale_are_no_answers_on_this_one(rated, now):
    earlier = SurveyVersion.objects.get(pk=rated.version.pk)
    later = SurveyVersion.objects.create(
        workspace=rated.workspace, survey=rated.survey, number=earlier.number + 1, published_at=now,
        questions=[*earlier.questions[:-3], rating("invoices", "1-7"), rating("help")], languages=["en"],
    )  # fmt: skip
    insert_rows([answer_row(rated, later, 7, {"invoices": 7, "help": 5})])
    found = compare(rated).found
    invoices = next(each for each in found.drivers if each.key == "q.invoices")
    assert (invoices.n, invoices.mean, invoices.scale) == (1, 7, (1, 7))
    assert next(each for each in found.drivers if each.key == "q.help").n == 201


@pytest.mark.parametrize(
    ("asked", "reason", "told"),
    [
        ({"score": "9"}, BY_SCORE, "All scores are needed here"),
        ({"group": "promoter"}, BY_SCORE, "Show all scores"),
        ({"until": "2020-01-01"}, NO_ANSWERS, "No answers here"),
        ({"p.plan": "r"}, NO_ANSWERS, "No answers here"),
    ],
)
def test_where_nothing_can_be_compared_the_page_says_why(anna, rated, asked, reason, told):
    query, problems = Query.from_params(
        asked, workspace_id=rated.workspace.pk, timezone=rated.workspace.timezone, now=rated.now
    )
    assert not problems
    assert drivers(DriverQuery.of(query), among=surveys_of(query)).reason == reason
    page = anna.get(PAGE, asked)
    assert told in words(page)
    assert "chart-drivers" not in page.content.decode()


def test_a_survey_without_ratings_is_told_how_to_get_some(anna, programme):
    programme.answer(9)
    assert compare(programme).reason == NO_RATINGS
    assert "No survey here asks for ratings" in words(anna.get(PAGE))


def test_few_complete_answers_are_no_picture(anna, rated):
    Response.objects.filter(pk__gte=Response.objects.order_by("pk")[60].pk).delete()
    page = anna.get(PAGE)
    assert "It takes at least 50 complete answers" in words(page)
    assert "40 of 60 answers have every rating" in words(page)
    assert "chart-drivers" not in page.content.decode()


def test_scores_that_never_differ_explain_nothing(anna, rated):
    Response.objects.update(score=9)
    assert compare(rated).reason == ALL_ALIKE
    assert "All these scores are alike" in words(anna.get(PAGE))


@pytest.mark.parametrize("form", ["csv", "xlsx", "png", "svg"])
def test_the_map_and_its_table_can_be_taken_away(anna: Client, rated, form: str) -> None:
    done = anna.post("/w/nordlys/download/drivers/", {"format": form})
    assert done.status_code == 200
    content = done.content
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[1][0] == "Our invoices"
        assert rows[1][-1] == "Look here first"
        assert float(rows[1][1]) > 0.5
    elif form == "svg":
        assert "1: Our invoices" in content.decode()
    else:
        assert len(content) > 1000


def test_a_question_about_drivers_can_be_kept(anna, rated):
    told = {"name": "What matters", "page": "drivers", "question": "period=12m&also=properties"}
    done = anna.post("/w/nordlys/views/save/", told)
    assert done["Location"] == f"{PAGE}?period=12m&also=properties"


def test_no_more_drivers_are_compared_than_can_be(rated):
    columns = [DriverColumn(key=str(place), values=rated_values(place), is_kinds=True) for place in range(9)]
    assert len(fitting(columns)) == 7
    assert len(fitting([DriverColumn(key=str(place), values=rated_values(0)) for place in range(15)])) == 12


def rated_values(place: int):
    return np.arange(60) % (6 + place % 2) * 1.0


def test_a_step_against_the_plain_relation_is_not_said() -> None:
    luck = np.random.default_rng(0)
    help_ = luck.integers(1, 6, 400).astype(float)
    copy = np.clip(np.round(help_ + luck.normal(0, 0.7, 400)), 1, 5)
    score = np.clip(np.round(3 * help_ - 1.2 * copy + luck.normal(0, 1, 400)), 0, 10)
    points = np.where(score >= 9, 100.0, np.where(score >= 7, 0.0, -100.0))
    columns = [DriverColumn(key=name, values=each, scale=(1, 5)) for name, each in (("a", help_), ("b", copy))]
    found = {each.key: each for each in compared(score, points, columns).drivers}
    assert found["a"].step is not None
    assert (found["b"].direction, found["b"].step) == (1, None)
    assert found["a"].place in {IMPROVE, "keep"}


def test_a_rating_that_only_some_are_asked_for_is_no_driver(programme) -> None:
    plain, some = rating("invoices"), {**rating("help"), "shown_to": {"groups": ["promoter"]}}
    programme.version.questions = [*programme.version.questions, plain, some]
    assert list(ratings_asked([programme.version])) == ["invoices"]
