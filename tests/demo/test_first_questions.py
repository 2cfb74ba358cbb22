"""The path of `docs/first-questions.md`, clicked in a real Chromium on the demo as it is told today."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from kuule.demo.rules.calendar import bad_october
from kuule.demo.rules.mood import E_INVOICING_PLAN
from kuule.demo.selectors import demo_sign_in
from kuule.workspaces.models import Workspace
from tests.demo.first_questions import DOCS, pictures, to_click, told, with_any_figures

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reader(page: Page, todays_demo: Workspace, live_server) -> Page:
    """Somebody who has never seen Kuule, signed in as Maija, on the page where one lands."""
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in = demo_sign_in()
    page.goto(live_server.url)
    page.get_by_label("E-mail").fill(sign_in.email)
    page.get_by_label("Password").fill(sign_in.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relationship NPS")
    return page


def click(page: Page, label: str, *, within: str = "main") -> None:
    """Click a link or a button of which the docs speak."""
    assert label in to_click(), f"The docs do not tell anybody to click “{label}”."
    place = page.locator(within)
    named = place.get_by_role("link", name=label, exact=True).or_(place.get_by_role("button", name=label, exact=True))
    named.first.click()


def choose(field: Locator, option: str) -> None:
    """Choose an option of which the docs speak."""
    assert option in to_click(), f"The docs do not tell anybody to choose “{option}”."
    field.select_option(option)


def sees(page: Page, line: str) -> None:
    """Check that the page says what the docs quote, with whatever figures it has today.

    What else they quote holds on the day they tell of, and `test_seed.py` holds them to it: in some weeks too few of
    the plan have been asked for the same verdict on everybody.
    """
    expect(page.locator("main")).to_contain_text(with_any_figures(line))


@pytest.fixture
def october() -> date:
    """The first day of the October that the demo tells of today."""
    return bad_october(timezone.now(), ZoneInfo("Europe/Helsinki"))


def test_a_newcomer_finds_the_four_answers_click_by_click(reader: Page, october: date) -> None:
    what_changed(reader, october)
    for_whom(reader, october)
    is_it_real(reader)
    who_is_called_first(reader)


def what_changed(page: Page, october: date) -> None:
    page.goto(f"{page.url}?period=all")  # in the first days of an October the last one is a year ago
    dot = page.locator(f"svg:visible a[aria-label^='{october:%B %Y}'] circle").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", level=1)).to_have_text("Comments")
    click(page, "Figures")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relationship NPS")
    sees(page, told(1)[0])


def for_whom(page: Page, october: date) -> None:
    segments = page.locator("#segments")
    choose(segments.get_by_label("By", exact=True), "Plan")
    click(page, "Show", within="#segments")
    sees(page, told(2)[0])
    click(page, "Rolling windows and segments over time")
    click(page, "Pivot")
    page.locator("main .choice summary").first.click()
    click(page, "Last 12 months")
    if timezone.now().date() - october > timedelta(days=340):
        page.goto(page.url.replace("period=12m", f"since={october}&until={october.replace(day=31)}"))
    heads = page.locator("table.pivot thead tr > *").all_inner_texts()
    place = next(number for number, head in enumerate(heads) if head.startswith(f"{october:%b}"))
    row = page.locator("table.pivot tbody tr", has_text=E_INVOICING_PLAN)
    row.locator("th, td").nth(place).get_by_role("link").click()


def is_it_real(page: Page) -> None:
    click(page, "Figures")
    expect(page.locator("main")).to_contain_text(f"Plan: {E_INVOICING_PLAN}")
    score = page.locator(".verdict").first.inner_text()
    click(page, "Compare")
    expect(page.locator(".verdict").first).to_have_text(score)
    for line in told(3)[:3]:
        sees(page, line)


def who_is_called_first(page: Page) -> None:
    click(page, "Who to call first")
    sees(page, told(4)[0])
    first = page.locator("main ol.rows > li").first
    expect(first.locator(".reasons .tag").first).to_be_visible()
    company = first.locator("a[href*='/accounts/']")
    name = company.inner_text()
    company.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("main")).to_contain_text("Decision-maker")


def test_every_picture_is_there_and_light() -> None:
    assert pictures()
    for each in pictures():
        assert (DOCS / each).stat().st_size < 200_000
