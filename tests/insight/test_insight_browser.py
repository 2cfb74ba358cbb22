"""The pages in a real Chromium: choosing without a script, reading with axe, light and dark, wide and on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def anna_browses(page: Page, live_server, nordlys, sign_in) -> Page:
    """Anna's browser, signed in."""
    session = sign_in(nordlys.anna).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    return page


@pytest.fixture
def a_year(programme, define):
    """A year of answers in three languages from two accounts, and from somebody nobody knows."""
    define("country")
    accounts = [programme.account("Acme"), programme.account("Fjord")]
    for number in range(40):
        person = programme.contact(account=accounts[number % 7 == 0], role="user", country=["FI", "SE"][number % 2])
        programme.answer(
            (10, 9, 8, 3)[number % 4],
            contact=person,
            at=timezone.now() - timedelta(days=9 * number, hours=1),
            verbatim=("", "Hyvä", "الفاتورة خاطئة")[number % 3],
            language=("en", "fi", "ar")[number % 3],
        )
    return programme.answer(2, verbatim="Slow", at=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize(("scheme", "size"), [("light", None), ("dark", PHONE)])
def test_axe_finds_nothing_and_nothing_sticks_out(
    anna_browses: Page, live_server, a_year, axe_finds_nothing: Callable[[Page], None], scheme, size
):
    page = anna_browses
    page.emulate_media(color_scheme=scheme)
    if size:
        page.set_viewport_size(size)
    # What the walk through every page does not meet: little, nothing, and nonsense.
    places = ("?account=none", "?score=x", "?score=0", "compare/?against=days",
              "compare/?against=segments&by=p.country&segment=FI&other=*", f"responses/{a_year.pk}/")  # fmt: skip
    for place in places:
        page.goto(f"{live_server.url}/w/nordlys/{place}")
        page.evaluate("document.querySelectorAll('details.data-table').forEach(each => each.open = true)")
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, place


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_from_the_score_to_an_answer_and_back_without_a_script(anna_browses: Page, live_server, a_year):
    page = anna_browses
    page.goto(f"{live_server.url}/w/nordlys/")
    page.get_by_text("Last 90 days").nth(1).click()
    page.get_by_role("link", name="All time").click()
    expect(page.get_by_role("link", name="41 answers")).to_be_visible()
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Account", exact=True).select_option("Acme")
    page.get_by_label("Property").select_option("Country")
    page.get_by_label("is exactly").fill("SE")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="17 answers")).to_be_visible()
    expect(page).to_have_url(re.compile("period=all.*account="))
    page.get_by_role("link", name="Account: Acme").click()
    expect(page.get_by_role("link", name="20 answers")).to_be_visible()
    page.get_by_label("By", exact=True).select_option("Account")
    page.get_by_role("button", name="Show", exact=True).click()
    page.locator("#segments").get_by_role("row", name="Fjord").get_by_role("link", name="3").first.click()
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()
    page.get_by_role("main").get_by_text("Hyvä").first.click()
    expect(page.get_by_role("heading", name="Answer of")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_two_times_and_two_segments_are_compared_without_a_script(anna_browses: Page, live_server, a_year):
    page = anna_browses
    page.goto(f"{live_server.url}/w/nordlys/?by=p.country")
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.get_by_role("heading", name="Is it a change?")).to_be_visible()
    expect(page.get_by_label("First day").last).to_be_hidden()
    page.get_by_label("Compared with").select_option("The same time a year before")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Nobody answered here")).to_be_visible()
    page.get_by_role("link", name="Two segments").click()
    page.get_by_label("By", exact=True).select_option("Country")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_label("Segment", exact=True).select_option("SE")
    page.get_by_label("Compared with").select_option("All others")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(r"against=segments.*segment=SE.*other="))
    expect(page.locator("h2.verdict-big")).to_have_text(re.compile("No clear difference|points (higher|lower)"))
    page.get_by_role("row", name="SE").get_by_role("link", name="5", exact=True).click()
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()
