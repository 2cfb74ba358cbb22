"""Every component and chart in a real Chromium: wide, narrow, light, dark, accessible, under the strict policy."""

import mimetypes
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from kuule.ui import assets
from tests.ui.board import board_html

pytestmark = [pytest.mark.any_database, pytest.mark.browser]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'"
ADDRESS = "http://board.test/"


@pytest.fixture(scope="module")
def chromium(browser: Browser) -> Browser:
    assets.build_assets()
    return browser


def open_board(chromium: Browser, width: int, scheme: str) -> tuple[Page, list[str]]:
    html, complaints = board_html(), list[str]()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )
            return
        found = finders.find(path.removeprefix("/static/"))
        assert found, path
        route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0] or "font/woff2")

    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto(ADDRESS, wait_until="networkidle")
    return page, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 360])
def test_the_board_is_accessible_and_fits(chromium: Browser, width: int, scheme: str) -> None:
    page, complaints = open_board(chromium, width, scheme)
    violations = [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in Axe().run(page).response["violations"]
    ]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert violations == []
    assert complaints == []
    assert overflow == 0


def test_letters_of_charts_keep_their_size_and_labels_do_not_collide(chromium: Browser) -> None:
    for width, shown in ((360, 6), (1440, 12)):
        page, _complaints = open_board(chromium, width, "light")
        labels = page.locator(".chart-trend").first.locator("> text[y='100%'][dy='20'] >> visible=true")
        boxes = [box for place in range(labels.count()) if (box := labels.nth(place).bounding_box())]
        size = labels.first.evaluate("element => getComputedStyle(element).fontSize")
        page.close()
        assert (len(boxes), size) == (shown, "12px")
        assert all(one["x"] + one["width"] < two["x"] for one, two in pairwise(boxes))


def test_a_point_shows_its_figures_to_pointer_and_keyboard(chromium: Browser) -> None:
    page, _complaints = open_board(chromium, 1440, "light")
    point = page.locator(".chart-trend .point").nth(4)
    visible = "tip => getComputedStyle(tip).opacity"
    assert point.locator(".tip").evaluate(visible) == "0"
    point.focus()
    assert point.locator(".tip").evaluate(visible) == "1"
    other = page.locator(".chart-trend .point").nth(8)
    other.hover()
    assert other.locator(".tip").evaluate(visible) == "1"
    assert point.get_attribute("aria-label") == "Apr 2026: +39, between +1 and +77, 12 answers"
    page.close()


def test_menus_close_on_escape_and_beside(chromium: Browser) -> None:
    page, _complaints = open_board(chromium, 360, "light")
    summary, panel = page.locator(".member > summary"), page.locator(".member .menu-panel")
    summary.click()
    assert panel.is_visible()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert summary.evaluate("element => element === document.activeElement")
    summary.click()
    page.mouse.click(8, 600)
    assert not panel.is_visible()
    page.close()
