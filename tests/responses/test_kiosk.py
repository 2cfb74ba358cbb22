"""A screen for whoever comes by: what its address keeps, and the screen itself in a real Chromium without network."""

import json
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from kuule.dispatch.models import Collector
from kuule.dispatch.rules.collectors import KioskSettings
from kuule.dispatch.services.collectors import open_collector, stop_collector
from kuule.responses.auth import seal
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.models import Survey
from kuule.surveys.services import close_survey, reopen_survey
from kuule.workspaces.rules import SYSTEM
from tests.main_job.installation import wait_for
from tests.responses.test_collectors import answer_at
from tests.responses.test_kill import kill_everything, web_server


@pytest.fixture
def screen(survey: Survey) -> Collector:
    cache.clear()
    return open_collector(
        workspace=survey.workspace,
        survey=survey,
        kind="kiosk",
        name="Front door",
        settings=KioskSettings(idle_seconds=10),
        actor=SYSTEM,
        now=timezone.now(),
    )


def answer(screen: Collector, number: int = 1, at: float | None = None, **more: Any) -> dict[str, Any]:
    shown = seal(screen.token, timezone.now() - timedelta(minutes=1))
    about = {"uid": f"{number:032x}", "at": at or timezone.now().timestamp() * 1000, "shown": shown}
    return {**about, "signal": shown[::-1], "language": "en", "version": 1, "values": {"score": "8"}, **more}


def send(screen: Collector, *answers: Any, now: float | None = None) -> HttpResponse:
    there = now or timezone.now().timestamp() * 1000
    return Client(enforce_csrf_checks=True).post(
        f"{screen.path}/answers", json.dumps({"now": there, "answers": answers}), content_type="application/json"
    )


def test_what_a_screen_sends_is_kept_once_however_often_it_comes(screen: Collector) -> None:
    two = [answer(screen, 1, values={"score": "8", "why": "Warm"}), answer(screen, 2, values={"score": "2"})]
    for _again in range(3):
        assert send(screen, *two).json() == {"kept": [each["uid"] for each in two], "refused": {}}
    found = Response.objects.order_by("score").values_list("score", "verbatim", "channel", "collector", "verdict")
    assert list(found) == [(2, "", "kiosk", screen.pk, "person"), (8, "Warm", "kiosk", screen.pk, "person")]
    assert not ResponseRevision.objects.exists()


@pytest.mark.django_db
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(sendings=st.lists(st.lists(st.integers(1, 5), max_size=5), max_size=5))
def test_no_order_of_sending_doubles_or_loses_an_answer(screen: Collector, sendings: list[list[int]]) -> None:
    cache.clear()
    Response.objects.all().delete()
    for numbers in sendings:
        send(screen, *(answer(screen, number) for number in numbers))
    assert Response.objects.count() == len({number for numbers in sendings for number in numbers})


@pytest.mark.parametrize("off", [timedelta(0), timedelta(hours=-3), timedelta(days=400)])
def test_the_moment_is_the_one_of_the_screen_put_right(screen: Collector, off: timedelta) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        there = (timezone.now() + off).timestamp() * 1000
        send(screen, answer(screen, at=there - 7_200_000), now=there)
        given = Response.objects.get()
        assert abs(given.answered_at - (timezone.now() - timedelta(hours=2))) < timedelta(milliseconds=2)


def test_somebody_who_walked_away_left_a_score(screen: Collector) -> None:
    send(screen, answer(screen, values={"score": "3", "why": "I wanted to s"}, first=1))
    given = Response.objects.get()
    assert (given.score, given.verbatim, given.is_finished) == (3, "", False)


def test_what_cannot_be_kept_is_named_one_by_one(screen: Collector) -> None:
    bad = [answer(screen, 1, values={"score": "11"}), answer(screen, 2, values={}), {"uid": "x"}, 7, answer(screen, 3)]
    reply = send(screen, *bad).json()
    assert reply["kept"] == [f"{3:032x}"]
    assert set(reply["refused"].values()) == {"not-valid"}
    for body in ("", "{}", "[]", '{"answers": 1}', json.dumps({"answers": [{}] * 51})):
        assert Client().post(f"{screen.path}/answers", body, content_type="application/json").status_code == 400
    assert Client().post("/k/23456789ab/answers").status_code == 404
    for at in ("soon", -1, 1e300, True, None):
        send(screen, answer(screen, 9, at=1.0) | {"at": at})
    assert Response.objects.count() == 2


def test_a_stopped_screen_hands_in_what_it_was_told_before(screen: Collector) -> None:
    before = (timezone.now() - timedelta(minutes=1)).timestamp() * 1000
    stop_collector(collector=screen, actor=SYSTEM, now=timezone.now())
    closed = Client().get(screen.path)
    assert (closed.status_code, "This survey is closed." in closed.content.decode()) == (410, True)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        reply = send(screen, answer(screen, 1, at=before), answer(screen, 2)).json()
    assert reply == {"kept": [f"{1:032x}"], "refused": {f"{2:032x}": "closed"}}


def test_while_the_survey_is_closed_the_screen_keeps_its_answers(screen: Collector, survey: Survey) -> None:
    close_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    assert send(screen, answer(screen)).status_code == 409
    assert not Response.objects.exists()
    reopen_survey(survey=survey, actor=SYSTEM, now=timezone.now())
    assert send(screen, answer(screen)).status_code == 200
    assert Response.objects.count() == 1


def test_without_script_there_is_a_plain_form_that_forgets_whose_answer_it_was(screen: Collector) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert f'content="0; url={screen.path}/plain"' in browser.get(screen.path).content.decode()
    reply = answer_at(browser, f"{screen.path}/plain", why="Warm")
    assert (reply.status_code, reply["Location"]) == (303, f"{screen.path}/plain/thanks")
    thanks = browser.get(reply["Location"])
    assert thanks["Refresh"] == f"8; url={screen.path}/plain"
    assert "Change my answer" not in thanks.content.decode()
    assert (Response.objects.get().channel, Response.objects.get().collector) == ("kiosk", screen)
    assert browser.get("/k/nothing").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_killed_in_the_middle_neither_loses_nor_doubles_an_answer(screen: Collector) -> None:
    given = [answer(screen, number, values={"score": str(number % 11)}) for number in range(1, 501)]
    # So many that they are on their way for longer than it takes to kill the server.
    sendings = [given[begin : begin + 50] for begin in range(0, len(given), 50)]
    with web_server() as (process, port), ThreadPoolExecutor(1) as line:
        sending = line.submit(lambda: [send_to(port, screen, some) for some in sendings])
        wait_for("the first of them", Response.objects.exists)
        kill_everything(process)
        assert sending.exception() is not None
    with web_server() as (_process, port):
        kept = [len(json.loads(send_to(port, screen, some))["kept"]) for some in sendings]
    assert kept == [50] * len(sendings)
    assert Counter(Response.objects.values_list("score", flat=True)) == Counter(number % 11 for number in range(1, 501))
    assert not ResponseRevision.objects.exists()


def send_to(port: int, screen: Collector, answers: list[dict[str, Any]]) -> bytes:
    body = json.dumps({"now": timezone.now().timestamp() * 1000, "answers": answers}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{screen.path}/answers", body, timeout=20) as reply:
        return reply.read()


@pytest.mark.any_database
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_works_without_network_even_after_a_restart_and_sends_each_answer_once(
    screen: Collector, live_server: LiveServer, browser: Browser, axe_finds_nothing
) -> None:
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1024, "height": 768}, locale="en-GB")
    page = context.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(screen.path)
    expect(page.locator("html[data-ready]")).to_be_attached()
    axe_finds_nothing(page)
    box = page.get_by_role("button", name="0 – not at all likely").bounding_box()
    assert min(box["width"], box["height"]) >= 64

    context.set_offline(True)
    page.get_by_role("button", name="9", exact=True).click()
    page.get_by_role("textbox").fill("Warm")
    page.get_by_role("button", name="Next").click()
    page.locator("main .o button").first.click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text("Waiting to be sent: 1")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Suomi").click()
    page.get_by_role("button", name="4", exact=True).click()
    page.get_by_role("button", name="Ohita").click()
    page.locator("main .p").click()
    expect(page.get_by_role("heading", name="Kiitos")).to_be_visible()
    expect(page.get_by_text("Odottaa lähettämistä: 2")).to_be_visible()
    assert not Response.objects.exists()

    context.set_offline(False)
    wait_for("both answers", lambda: Response.objects.count() == 2)
    expect(page.locator("footer .w")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="9", exact=True)).to_be_visible()
    found = Response.objects.order_by("-score").values_list("score", "verbatim", "language", "channel", "verdict")
    assert list(found) == [(9, "Warm", "en", "kiosk", "person"), (4, "", "fi", "kiosk", "person")]

    page.get_by_role("button", name="2", exact=True).click()
    wait_for("the score of somebody who walked away", lambda: Response.objects.count() == 3, 15)
    expect(page.get_by_role("button", name="9", exact=True)).to_be_visible()
    assert told == []
    context.close()
