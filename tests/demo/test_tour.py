"""The five-minute tour of `docs/tour.md`, clicked in a real Chromium: at a desk, and again on a phone."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from kuule.contacts.tasks import drain_imports
from kuule.demo.rules.calendar import bad_october
from kuule.demo.selectors import demo_sign_in
from kuule.dispatch.tasks import drain_deliveries, drain_waves
from kuule.workspaces.models import Workspace

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
CUSTOMERS = Path(__file__).parents[2] / "docs" / "customers.csv"


@pytest.fixture
def demo_address(todays_demo: Workspace, live_server, settings) -> str:
    """Where the demo runs, with the Mailbox instead of a mail server."""
    settings.KUULE_BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.mailbox.MailboxBackend"
    return live_server.url


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(address)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(demo_sign_in().password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relationship NPS")


def go_to(page: Page, place: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def see_what_happened_in_october(page: Page) -> None:
    page.goto(f"{page.url}?period=all")  # in the first days of an October the last one is a year ago
    october = bad_october(timezone.now(), ZoneInfo("Europe/Helsinki"))
    dot = page.locator(f"svg:visible a[aria-label^='{october:%B %Y}'] circle").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("lasku")
    go_to(page, "Overview")
    page.get_by_label("By", exact=True).select_option("Plan")
    page.locator("#segments").get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Plus e-invoicing").first.click()
    expect(page.get_by_role("main")).to_contain_text("Plan: Plus e-invoicing")
    page.get_by_role("link", name="Clear all").click()
    go_to(page, "Themes")
    page.goto(f"{page.url}?period=all")
    expect(page.locator("main table").first.get_by_role("rowheader").first).to_have_text("Invoices and payment")
    go_to(page, "Overview")


def read_one_customer(page: Page) -> None:
    go_to(page, "Comments")
    page.get_by_role("combobox", name="Who").select_option("Detractors")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("group=detractor"))
    page.locator("main a[href*='/responses/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Answer of")
    page.locator("main a[href*='/accounts/']").first.click()
    expect(page.get_by_role("main")).to_contain_text("Decision-maker")


def bring_in_customers(page: Page, outcome: str) -> None:
    go_to(page, "People")
    page.get_by_role("link", name="Import people").click()
    page.locator("input[type=file]").set_input_files(CUSTOMERS)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Import", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/imports/\d+/$"))
    assert drain_imports()
    # The page asks how far the import is and shows by itself that it has ended.
    lines = page.get_by_role("main")
    expect(lines.locator("div", has=page.get_by_text(outcome, exact=True)).last).to_contain_text("7", timeout=15_000)
    expect(lines).to_contain_text("dirk.ahrens(at)hellbach.example")


def ask_them(page: Page, language: str) -> None:
    go_to(page, "Ask")
    page.get_by_role("main").get_by_role("link", name="Send a survey").click()
    with page.expect_response(re.compile(r"/ask/new/")):
        page.get_by_label("Language", exact=True).select_option(language)
    expect(page.locator("#before")).to_contain_text("Asked within the last 90 days")
    page.get_by_role("button", name="Send the survey").click()
    expect(page.get_by_role("main")).to_contain_text("The survey is on its way.")
    assert drain_waves()
    assert drain_deliveries()
    expect(page.get_by_role("heading", name="How it went")).to_be_visible()


def answer_a_mail(page: Page, subject: str, send: str) -> None:
    go_to(page, "Mailbox")
    page.get_by_role("link", name=subject).first.click()
    nine = page.frame_locator("iframe").get_by_role("link", name="9", exact=True)
    nine.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # Chromium needs a moment until clicks find a sandboxed frame that was scrolled
    with page.context.expect_page() as opened:
        nine.click()
    answer = opened.value
    answer.set_viewport_size(page.viewport_size)
    expect(answer.get_by_role("radio", name="9", exact=True)).to_be_checked()
    answer.locator("textarea").fill("Thank you for asking")
    answer.get_by_role("button", name=send).click()
    expect(answer).to_have_url(re.compile("/thanks$"))
    answer.close()
    go_to(page, "Overview")
    expect(page.get_by_role("main")).to_contain_text("Thank you for asking")


def look_as_somebody_else(page: Page, address: str) -> None:
    page.context.clear_cookies()
    sign_in(page, address, "helena@kellokaari.example")
    menu = page.get_by_role("navigation")
    expect(menu.get_by_role("link", name="Overview")).to_be_visible()
    expect(menu.get_by_role("link", name="Mailbox")).to_have_count(0)
    page.context.clear_cookies()


def test_the_tour_can_be_followed_click_by_click(page: Page, demo_address: str) -> None:
    rounds = [
        (DESK, "Added", "English", "How likely are you to recommend Kellokaari?", "Send answer"),
        (PHONE, "Unchanged", "Finnish", "Kuinka todennäköisesti suosittelisit", "Lähetä"),
    ]
    for size, outcome, language, subject, send in rounds:
        page.set_viewport_size(size)
        sign_in(page, demo_address, demo_sign_in().email)
        see_what_happened_in_october(page)
        read_one_customer(page)
        bring_in_customers(page, outcome)
        ask_them(page, language)
        answer_a_mail(page, subject, send)
        look_as_somebody_else(page, demo_address)
