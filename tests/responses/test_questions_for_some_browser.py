"""Questions for some groups follow the score in a real Chromium: page without JavaScript, and screen."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from kuule.dispatch.rules.collectors import KioskSettings
from kuule.dispatch.services.collectors import open_collector
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.rules import SYSTEM
from tests.main_job.installation import wait_for
from tests.responses.conftest import ask
from tests.responses.test_questions_for_some import QUESTIONS, open_with

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def version(version: SurveyVersion) -> SurveyVersion:
    cache.clear()
    return open_with(version, *QUESTIONS)


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, base_url=live_server.url)
    yield context
    context.close()


def test_without_a_script_the_page_shows_what_is_for_the_score(plain: BrowserContext, version: SurveyVersion) -> None:
    page = plain.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(ask(version, timezone.now()).path)
    tell, mend = (page.get_by_text(f"Asked as {key}?") for key in ("tell", "mend"))
    expect(tell).to_be_hidden()
    expect(mend).to_be_hidden()
    page.get_by_role("radio", name="9", exact=True).check(force=True)
    expect(tell).to_be_visible()
    expect(page.get_by_text("Asked as norway?")).to_be_visible()
    expect(mend).to_be_hidden()
    page.get_by_role("radio", name="yes").first.check(force=True)
    page.get_by_role("radio", name="3", exact=True).check(force=True)
    expect(mend).to_be_visible()
    expect(tell).to_be_hidden()
    page.get_by_role("radio", name="10 – extremely likely").check(force=True)
    expect(page.get_by_role("radio", name="yes").first).to_be_checked()
    assert len(requests) == 1
    page.wait_for_timeout(2_000)  # without a script, what is sent quicker than anybody reads does not count
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert (Response.objects.get().answers, Response.objects.get().verdict) == ({"tell": "yes"}, "person")


def test_a_screen_goes_from_question_to_question_of_the_group(
    version: SurveyVersion, live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    screen = open_collector(
        workspace=version.workspace,
        survey=version.survey,
        kind="kiosk",
        name="Door",
        settings=KioskSettings(idle_seconds=30),
        actor=SYSTEM,
        now=timezone.now(),
    )
    page.goto(screen.path)
    page.get_by_role("button", name="3", exact=True).click()
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("heading", name="Asked as mend?")).to_be_visible()
    for _step in range(3):
        page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="10 – extremely likely").click()
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("heading", name="Asked as tell?")).to_be_visible()
    page.get_by_role("button", name="no", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    wait_for("the answer", Response.objects.exists)
    given = Response.objects.get()
    assert (given.score, given.answers) == (10, {"tell": "no"})
    assert told == []
    context.close()
