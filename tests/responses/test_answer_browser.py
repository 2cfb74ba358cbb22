"""The answer page in a real Chromium: without JavaScript, by keyboard, on a phone, in four languages and both modes."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from tests.responses.conftest import Asked, ask

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
MIN_TARGET = (41, 50)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A phone whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, base_url=live_server.url)
    yield context
    context.close()


@pytest.fixture
def asked_in(version: SurveyVersion) -> Callable[[str], Asked]:
    return lambda language: ask(version, timezone.now(), language)


def test_the_keyboard_alone_is_enough(phone: BrowserContext, asked_in: Callable[[str], Asked]) -> None:
    page = phone.new_page()
    page.goto(asked_in("fi").path)
    keys = page.keyboard
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="2", exact=True)).to_be_checked()
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    expect(page.get_by_role("radio", name="10 – erittäin todennäköisesti")).to_be_checked()
    keys.press("Tab")
    keys.type("Hyvää työtä, ễ đúng hạn")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    page.wait_for_timeout(2_000)  # without a script, what is sent quicker than anybody reads does not count
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Kiitos, me kuuntelemme.")).to_be_visible()
    given = Response.objects.get()
    assert (given.score, given.verbatim, given.answers) == (10, "Hyvää työtä, ễ đúng hạn", {"improve": "product"})
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("textbox")).to_have_value("Hyvää työtä, ễ đúng hạn")
    expect(page.get_by_role("button", name="Tallenna muutos")).to_be_visible()


def test_an_error_takes_the_focus_and_names_the_question(
    phone: BrowserContext, asked_in: Callable[[str], Asked]
) -> None:
    page = phone.new_page()
    page.goto(asked_in("en").path)
    page.get_by_role("textbox").fill("Kept")
    page.get_by_role("button").click()
    expect(page).to_have_title(
        "Error: How likely are you to recommend \u2068Nordlys Energy\u2069 to a friend or colleague?"
    )
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("Choose a number from 0 to 10.")
    question = page.get_by_role("radiogroup", name="How likely are you")
    expect(question).to_have_accessible_description("Choose a number from 0 to 10.")
    expect(page.get_by_role("textbox")).to_have_value("Kept")


def test_one_request_and_nothing_left_behind(phone: BrowserContext, asked_in: Callable[[str], Asked]) -> None:
    page, requests, complaints = phone.new_page(), list[str](), list[str]()
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{asked_in('en').path}?score=9")
    page.wait_for_load_state("networkidle")
    assert (len(requests), complaints, phone.cookies()) == (1, [], [])
    expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
    assert not Response.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_targets_are_large_and_lie_in_two_rows(
    phone: BrowserContext, asked_in: Callable[[str], Asked], language: str
) -> None:
    page = phone.new_page()
    page.goto(asked_in(language).path)
    boxes = [box.bounding_box() for box in page.locator(".n input").all()]
    assert all(box["width"] >= MIN_TARGET[0] and box["height"] >= MIN_TARGET[1] for box in boxes)
    assert [box["y"] for box in boxes] == [boxes[0]["y"]] * 6 + [boxes[6]["y"]] * 5
    starts = [box["x"] for box in boxes[:6]]
    assert starts == sorted(starts, reverse=language == "ar")
    page.set_viewport_size({"width": 520, "height": 740})
    assert len({box.bounding_box()["y"] for box in page.locator(".n input").all()}) == 1


@pytest.fixture(params=["light", "dark"])
def scanned(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone that lets axe in: it is a script, which the page's own policy would not load."""
    context = browser.new_context(viewport=PHONE, base_url=live_server.url, color_scheme=request.param, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def check(scanned: Page, axe_finds_nothing: Callable[[Page], None]) -> Callable[[], None]:
    def check() -> None:
        axe_finds_nothing(scanned)
        assert scanned.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    return check


@pytest.mark.parametrize("language", ["en", "fi", "ar", "vi"])
def test_choice_error_and_thanks_are_accessible(
    scanned: Page, check: Callable[[], None], asked_in: Callable[[str], Asked], language: str
) -> None:
    scanned.goto(asked_in(language).path)
    check()
    scanned.get_by_role("button").click()
    expect(scanned.get_by_role("alert")).to_be_visible()
    check()
    scanned.locator("label").nth(8).click()
    scanned.get_by_role("button").click()
    expect(scanned.locator("svg")).to_be_visible()
    check()


def test_the_other_pages_are_accessible(
    scanned: Page, check: Callable[[], None], asked_in: Callable[[str], Asked]
) -> None:
    path = asked_in("de").path
    scanned.goto(f"{path}?score=3")
    scanned.get_by_role("button").click()
    scanned.get_by_role("link", name="Meine Antwort ändern").click()
    check()
    scanned.get_by_role("link", name="So verwenden wir Ihre Antwort").click()
    check()
    scanned.goto("/a/nobody")
    check()
