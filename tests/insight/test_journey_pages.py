import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from kuule.insight.answers.journey import journey_map
from kuule.surveys.models import JourneyStage, Survey, Touchpoint
from kuule.surveys.selectors import newest_version, stages_of
from kuule.surveys.services import (
    TouchpointSettings,
    add_touchpoint,
    begin_journey,
    create_from_starter,
    publish_survey,
)
from kuule.workspaces.models import Member
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.insight.conftest import Programme
from tests.surveys.test_journey import happen

SignIn = Callable[[Member], Client]
MAP, EDIT, NEW = "/w/nordlys/journey/", "/w/nordlys/journey/edit/", "/w/nordlys/journey/touchpoints/new/"
PLAIN = {
    "name": "Delivery made",
    "owner": "",
    "key": "",
    "survey": "",
    "delay": "2",
    "unit": "days",
    "share": "50",
    "daily_cap": "",
    "expires_days": "14",
    "if_held": "queue",
    "condition-TOTAL_FORMS": "2",
    "condition-INITIAL_FORMS": "0",
}


@pytest.fixture(autouse=True)
def _friday(now: datetime):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def manager(nordlys: Company, sign_in: SignIn) -> Client:
    return sign_in(nordlys.bob)


@pytest.fixture
def buys(nordlys: Company, now: datetime) -> JourneyStage:
    begin_journey(workspace=nordlys.workspace, names=["Buys", "Uses"], actor=SYSTEM, now=now)
    return stages_of(nordlys.workspace)[0]


def lines(*conditions: tuple[str, str, str]) -> dict[str, str]:
    found = {"condition-TOTAL_FORMS": str(len(conditions))}
    for place, (name, comparison, value) in enumerate(conditions):
        found |= {
            f"condition-{place}-property": name,
            f"condition-{place}-comparison": comparison,
            f"condition-{place}-value": value,
        }
    return found


def read(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def test_the_usual_journey_begins_once(manager: Client, nordlys: Company) -> None:
    assert "No journey yet" in read(manager.get(MAP))
    assert "These are the usual stages." in read(manager.post(f"{MAP}begin/", follow=True))
    assert "Somebody has begun the journey meanwhile." in read(manager.post(f"{MAP}begin/", follow=True))
    assert [stage.name for stage in stages_of(nordlys.workspace)][::3] == ["Discovers", "Starts", "Renews or leaves"]


def test_stages_are_named_moved_and_removed_by_plain_forms(
    manager: Client, nordlys: Company, buys: JourneyStage
) -> None:
    manager.post(f"{MAP}stages/", {"name": " Leaves\u202e "})
    manager.post(f"{MAP}stages/{buys.pk}/name/", {"name": "Orders"})
    moved = manager.post(f"{MAP}stages/{buys.pk}/move/", {"do": "later"})
    assert moved["Location"].endswith(f"#stage-{buys.pk}")
    assert [stage.name for stage in stages_of(nordlys.workspace)] == ["Uses", "Orders", "Leaves"]
    assert "has a stage with this name" in read(manager.post(f"{MAP}stages/", {"name": "uses"}, follow=True))
    assert "letters that can be seen" in read(manager.post(f"{MAP}stages/", {"name": "\u202e"}, follow=True))
    manager.post(f"{MAP}stages/{buys.pk}/remove/")
    assert stages_of(nordlys.workspace).count() == 2


def test_a_touchpoint_is_kept_as_it_was_filled_in(
    manager: Client, nordlys: Company, programme: Programme, buys: JourneyStage, define
) -> None:
    define("plan", of="account")
    define("seats", of="account", kind="number")
    asked = lines(("plan (Account)", "equal", "Plus"), ("account.seats", "at_least", "1 250,5"), ("sum", "known", ""))
    filled = {
        **PLAIN,
        **asked,
        "stage": buys.pk,
        "owner": nordlys.vera.pk,
        "survey": programme.survey.pk,
        "is_on": "on",
    }
    manager.post(NEW, filled)
    touchpoint = Touchpoint.objects.get()
    assert (touchpoint.key, touchpoint.owner, touchpoint.delay_minutes) == ("delivery-made", nordlys.vera, 2880)
    assert (touchpoint.share, touchpoint.daily_cap, touchpoint.is_on) == (50, None, True)
    assert touchpoint.conditions == [
        {"property": "account.plan", "is": "equal", "value": "Plus"},
        {"property": "account.seats", "is": "at_least", "value": "1250.5"},
        {"property": "sum", "is": "known", "value": ""},
    ]
    shown = manager.get(f"{MAP}touchpoints/{touchpoint.pk}/").content.decode()
    for value in ('value="Plan (account)"', 'value="1250.5"', 'value="sum"', 'value="2"'):
        assert value in shown
    manager.post(f"{MAP}touchpoints/{touchpoint.pk}/", {**filled, **lines(("", "equal", "")), "key": "delivery"})
    touchpoint.refresh_from_db()
    assert (touchpoint.key, touchpoint.conditions) == ("delivery", [])


def test_a_touchpoint_can_go_by_a_date_that_is_known(manager: Client, buys: JourneyStage, define) -> None:
    define("contract_ends", of="account", kind="date")
    define("plan", of="account")
    dated = {"date_property": "account.contract_ends", "date_days": "90", "date_side": "before"}
    manager.post(NEW, {**PLAIN, "stage": buys.pk, **dated})
    touchpoint = Touchpoint.objects.get()
    assert (touchpoint.date_property, touchpoint.date_days) == ("account.contract_ends", -90)
    Touchpoint.objects.update(dates_seen_to="2026-11-20")
    page = f"{MAP}touchpoints/{touchpoint.pk}/"
    assert 'value="90"' in manager.get(page).content.decode()
    manager.post(page, {**PLAIN, "stage": buys.pk, **dated})
    assert Touchpoint.objects.filter(dates_seen_to="2026-11-20").exists()
    manager.post(page, {**PLAIN, "stage": buys.pk, **dated, "date_side": "after"})
    assert Touchpoint.objects.values_list("date_days", "dates_seen_to").get() == (90, None)
    refused = manager.post(NEW, {**PLAIN, "stage": buys.pk, "date_property": "account.plan"})
    assert "Select a valid choice" in read(refused)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"is_on": "on"}, "Choose the survey to ask with"),
        ({"delay": "14"}, "over before anybody is asked"),
        ({"delay": "500"}, "A year at most"),
        ({"share": "0"}, "greater than or equal to 1"),
        ({"key": "två ord"}, "no spaces"),
        ({"stage": "999999"}, "Select a valid choice"),
        (lines(("Seats (account)", "equal", "many")), "is a number, such as 250"),
        (lines(("Plan (account)", "at_least", "Plus")), "Only numbers and dates"),
        (lines(("amount", "at_least", "much")), "Write a number such as 250"),
        (lines(("Plan (account)", "equal", "")), "Say with what it is compared"),
        (lines(("", "equal", "Plus")), "Say which property"),
        ({"condition-TOTAL_FORMS": "many"}, "Nothing is saved yet"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed_and_nothing_is_lost(
    manager: Client, buys: JourneyStage, define, change: dict[str, str], words: str
) -> None:
    define("plan", of="account")
    define("seats", of="account", kind="number")
    page = manager.post(NEW, {**PLAIN, "stage": buys.pk, "daily_cap": "77", **change})
    assert page.status_code == 422
    assert words in read(page)
    assert 'value="77"' in page.content.decode()
    assert not Touchpoint.objects.exists()


def test_what_is_archived_leaves_the_map_and_comes_back_switched_off(
    manager: Client, programme: Programme, buys: JourneyStage
) -> None:
    touchpoint = moment(programme, buys, "Delivery made", survey=programme.survey, is_on=True)
    assert "No answers in the last 90 days." in read(manager.get(MAP))
    assert "is archived" in read(manager.post(f"{MAP}touchpoints/{touchpoint.pk}/archive/", follow=True))
    assert "Delivery made" not in read(manager.get(MAP))
    assert "is back" in read(manager.post(f"{MAP}touchpoints/{touchpoint.pk}/bring-back/", follow=True))
    assert "Not measured: asking is off" in read(manager.get(MAP))
    touchpoint.refresh_from_db()
    assert not touchpoint.is_on


def moment(programme: Programme, stage: JourneyStage, name: str, **settings: Any) -> Touchpoint:
    return add_touchpoint(settings=TouchpointSettings(stage=stage, name=name, **settings), **programme.who)


def asked_after(programme: Programme, stage: JourneyStage, name: str, scores: list[int], **fields: Any) -> Touchpoint:
    """Make a touchpoint with a transactional survey of its own, and answers to it in the last days."""
    survey = create_from_starter(name=name, starter=fields.pop("starter", "transactional_nps"), **programme.who)
    publish_survey(survey=survey, actor=SYSTEM, now=programme.now)
    own = Programme(programme.workspace, survey, newest_version(programme.workspace, survey=survey), programme.now)
    own.numbers = programme.numbers
    for score in scores:
        own.answer(score, at=programme.now - timedelta(days=3))
    return moment(programme, stage, name, survey=survey, is_on=True, **fields)


def test_weak_and_strong_moments_stand_out_only_beyond_chance(
    manager: Client, nordlys: Company, programme: Programme, buys: JourneyStage, now: datetime
) -> None:
    asked_after(programme, buys, "Offer", [10] * 40 + [6] * 10, owner=nordlys.vera)
    asked_after(programme, buys, "Order", [9] * 38 + [5] * 12, owner=nordlys.vera)
    asked_after(programme, buys, "Invoice", [2] * 40 + [9] * 10, owner=nordlys.vera)
    asked_after(programme, buys, "Visit", [0, 3, 10], owner=nordlys.vera)
    asked_after(programme, buys, "Support", [1] * 60, starter="ces", owner=nordlys.vera)
    found = {each.touchpoint.name: each for each in journey_map(nordlys.workspace, now=now).moments}
    assert [name for name, each in found.items() if each.is_weak] == ["Invoice"]
    assert "Order" in [name for name, each in found.items() if each.is_strong]
    assert found["Support"].difference is None
    assert found["Invoice"].figure.value == pytest.approx(-60)
    page = manager.get(MAP)
    assert "lower, not chance" in read(page)
    assert page.content.decode().count('<span class="dot dot-detractor">') == 2
    assert "net score, not NPS" in read(page)
    assert "Weak: mend these first Lower than the other moments, by more than chance. Invoice" in read(page)


def test_answers_older_than_ninety_days_and_of_machines_say_nothing(
    nordlys: Company, programme: Programme, buys: JourneyStage, now: datetime
) -> None:
    moment(programme, buys, "Order", survey=programme.survey, is_on=True)
    programme.answer(3, at=now - timedelta(days=120))
    assert journey_map(nordlys.workspace, now=now).moments[0].figure.n == 0
    programme.answer(9, at=now - timedelta(days=10))
    only = journey_map(nordlys.workspace, now=now).moments[0]
    assert (only.figure.n, only.difference) == (1, None)


def test_what_nobody_measures_or_owns_is_said_in_words(
    manager: Client, nordlys: Company, programme: Programme, buys: JourneyStage, now: datetime
) -> None:
    moment(programme, buys, "Offer")
    moment(programme, buys, "Order", survey=programme.survey, owner=nordlys.vera)
    nordlys.frida.user.is_active = False
    nordlys.frida.user.save()
    third = moment(programme, buys, "Delivery", survey=programme.survey, is_on=True, owner=nordlys.frida)
    happen(third, now - timedelta(days=1))
    found = {each.touchpoint.name: each for each in journey_map(nordlys.workspace, now=now).moments}
    assert {name: each.unmeasured for name, each in found.items()} == {
        "Offer": "no_survey",
        "Order": "switched_off",
        "Delivery": "",
    }
    assert [name for name, each in found.items() if not each.has_owner] == ["Offer", "Delivery"]
    assert found["Order"].shared_with == ("Delivery",)
    assert found["Delivery"].happened == 1
    Survey.objects.update(state="closed")
    page = manager.get(MAP)
    assert f"/touchpoints/{third.pk}/occurrences/" in page.content.decode()
    text = read(page)
    for words in (
        "Nobody measures this: no survey",
        "Not measured: its survey takes no answers",
        "Nobody owns this",
        "Happened 1 time, asked about 0",
        "Stages without a moment Customers live through them all the same. Uses",
        "The same survey asks about Delivery : its score is of all of them.",
    ):
        assert words in text, words


def test_an_anonymous_survey_shows_no_score_on_the_map(
    manager: Client, nordlys: Company, programme: Programme, buys: JourneyStage
) -> None:
    survey = create_from_starter(name="Staff", starter="enps", **programme.who)
    publish_survey(survey=survey, actor=SYSTEM, now=programme.now)
    moment(programme, buys, "Joins", survey=survey, is_on=True)
    assert "Its survey is anonymous" in read(manager.get(MAP))


def test_the_map_asks_for_a_review_after_six_months(
    nordlys: Company, sign_in: SignIn, programme: Programme, buys: JourneyStage, now: datetime
) -> None:
    moment(programme, buys, "Offer")
    assert "It is time to look" not in read(sign_in(nordlys.bob).get(MAP))
    with time_machine.travel(now + timedelta(days=184), tick=False):
        manager = sign_in(nordlys.bob)
        assert "Nobody has reviewed it for six months." in read(manager.get(MAP))
        manager.post(f"{MAP}reviewed/")
        assert "It is time to look" not in read(manager.get(MAP))


def test_the_whole_journey_is_in_the_hands_of_one_person(
    manager: Client, nordlys: Company, programme: Programme, buys: JourneyStage
) -> None:
    moment(programme, buys, "Offer")
    assert "Nobody owns the whole journey yet." in read(manager.get(MAP))
    given = manager.post(f"{MAP}owner/", {"owner": nordlys.anna.pk}, follow=True)
    assert "The journey is in the hands of Anna." in read(given)
    assert "Owner of the whole journey: Anna" in read(manager.get(MAP))
    assert "Choose somebody who can sign in" in read(manager.post(f"{MAP}owner/", {"owner": "0"}, follow=True))
    nordlys.anna.user.is_active = False
    nordlys.anna.user.save()
    assert "Nobody owns the whole journey yet." in read(manager.get(MAP))


def test_whoever_may_not_change_it_reads_it(
    nordlys: Company, sign_in: SignIn, programme: Programme, buys: JourneyStage
) -> None:
    moment(programme, buys, "Offer")
    viewer = sign_in(nordlys.vera)
    page = viewer.get(MAP).content.decode()
    assert "Offer" in page
    assert "/journey/edit/" not in page
    assert "touchpoints/" not in page
    assert viewer.get(EDIT).status_code == 403


def test_the_map_takes_few_queries_however_many_moments(
    manager: Client, programme: Programme, buys: JourneyStage, django_assert_max_num_queries
) -> None:
    for number in range(6):
        asked_after(programme, buys, f"Moment {number}", [9, 10])
    with django_assert_max_num_queries(20):
        manager.get(MAP)
