"""A survey in six languages in a real Chromium: composed, opened, answered in two languages, and its results."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from kuule.responses.models import Response
from tests.conftest import PASSWORD, Company

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, nordlys: Company) -> Iterator[Page]:
    """The browser of Bob, who may change surveys."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(nordlys.bob.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/w/nordlys/**")
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    yield context
    context.close()


def test_from_a_starter_to_results_in_two_languages(
    desk: Page, phone: BrowserContext, axe_finds_nothing: Callable[[Page], None]
) -> None:
    compose(desk, axe_finds_nothing)
    link = open_for_answers(desk)
    answer(phone.new_page(), f"{link}?language=fi", score="2", asked="Mikä meni pieleen?", words="Kesti liian kauan")
    answer(phone.new_page(), f"{link}?language=ar", score="5", asked="ما أكثر ما أنت راضٍ عنه؟", words="خدمة سريعة")
    assert sorted(Response.objects.values_list("score", "language", "scale")) == [(2, "fi", "1-5"), (5, "ar", "1-5")]
    see_results(desk)


def compose(desk: Page, axe_finds_nothing: Callable[[Page], None]) -> None:
    desk.goto("/w/nordlys/surveys/")
    desk.get_by_role("radio", name="Customer satisfaction (CSAT)").check()
    desk.get_by_label("Name").fill("After delivery")
    desk.get_by_role("button", name="Make the survey").click()
    desk.get_by_role("link", name="Change").click()
    desk.get_by_role("navigation", name="Language").get_by_role("link", name="suomi").click()
    desk.locator("#part-why summary").first.click()
    desk.locator("#part-why summary").nth(1).click()
    desk.get_by_label("To detractors").fill("Mikä meni pieleen?")
    desk.get_by_role("button", name="Save the question").locator("visible=true").click()
    expect(desk.locator("#part-why")).to_have_attribute("open", "")
    desk.get_by_label("Type of question").select_option("choice")
    desk.get_by_role("button", name="Add a question").click()
    new = desk.locator("details.edit-part[open]")
    new.get_by_label("Question", exact=True).fill("Tuleeko toimitus ajallaan?")
    for label in ("Kyllä", "En tiedä"):
        new.get_by_label("A new option").fill(label)
        new.get_by_label("A new option").press("Enter")
        expect(new.locator(f"input[value='{label}']")).to_be_visible()
    new.get_by_label("Question", exact=True).fill("Tuliko toimitus ajallaan?")
    new.get_by_role("button", name="Save the question").click()
    expect(desk.get_by_role("navigation", name="Language").get_by_role("link", name="English")).to_contain_text(
        "3 missing"
    )
    preview = desk.frame_locator("iframe.phone-frame")
    expect(preview.get_by_role("radiogroup", name="Tuliko toimitus ajallaan?")).to_be_visible()
    axe_finds_nothing(desk)


def open_for_answers(desk: Page) -> str:
    desk.get_by_role("button", name="Open for answers").click()
    link = desk.get_by_label("Anyone with this link can answer").input_value()
    return re.sub(r"^https?://[^/]+", "", link)


def answer(page: Page, link: str, *, score: str, asked: str, words: str) -> None:
    page.goto(link)
    page.locator("label").filter(has_text=re.compile(f"^{score} – ")).click()
    expect(page.locator("label[for=why]")).to_contain_text(asked)
    page.get_by_role("textbox").fill(words)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/thanks")


def see_results(desk: Page) -> None:
    desk.get_by_role("link", name="Results").click()
    expect(desk.locator(".subtitle")).to_contain_text("2 answers")
    expect(desk.get_by_text("50.0", exact=False).first).to_be_visible()
    desk.get_by_role("link", name="Read what they wrote").click()
    expect(desk.get_by_text("خدمة سريعة")).to_be_visible()
    expect(desk.get_by_text("Kesti liian kauan")).to_be_visible()
