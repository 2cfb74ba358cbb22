"""The page's few lines of script in a real Chromium: a real finger is told from a program, and its tap is kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kuule.responses.models import Response
from kuule.surveys.models import Survey
from tests.main_job.installation import wait_for
from tests.responses.conftest import Asked

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_a_tap_is_kept_when_the_page_is_closed_and_completed_when_it_is_sent(page: Page, asked: Asked) -> None:
    page.goto(asked.path)
    page.locator("input[value='7']").click()
    page.goto("about:blank")
    wait_for("the tap", Response.objects.exists)
    assert (Response.objects.get().score, Response.objects.get().is_finished) == (7, False)
    page.goto(asked.path)
    page.get_by_role("textbox").fill("Now I have a minute.")
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    answer = Response.objects.get()
    assert (answer.score, answer.is_finished, answer.verbatim) == (7, True, "Now I have a minute.")
    assert answer.changed_at is None


def test_a_score_from_the_mail_waits_for_a_real_touch(page: Page, asked: Asked) -> None:
    page.goto(f"{asked.path}?score=9")
    page.wait_for_timeout(900)
    page.goto("about:blank")
    assert not Response.objects.exists()
    page.goto(f"{asked.path}?score=9")
    page.get_by_role("textbox").press_sequentially("Go")
    page.goto("about:blank")
    wait_for("the tap", Response.objects.exists)
    assert (Response.objects.get().score, Response.objects.get().verbatim) == (9, "")


def test_a_program_in_a_browser_is_no_person(page: Page, asked: Asked) -> None:
    page.goto(asked.path)
    page.evaluate(
        "document.querySelector('input[value=\"0\"]').click();"
        "document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));"
        "document.querySelector('button').click();"
    )
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Response.objects.get().verdict == "unclear"


def test_reloading_a_shared_page_after_a_tap_makes_no_second_answer(page: Page, survey: Survey) -> None:
    page.goto(f"/s/{survey.slug}")
    page.locator("input[value='7']").click()
    page.wait_for_url("**/a/*")
    page.reload()
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert (Response.objects.get().score, Response.objects.get().is_finished) == (7, True)
