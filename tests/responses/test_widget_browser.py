"""The widget in a real Chromium, on a page of another origin with as strict a policy as there is."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from kuule.dispatch.rules.collectors import WidgetSettings
from kuule.dispatch.services.collectors import open_collector
from kuule.responses.models import Response
from kuule.surveys.models import Survey, SurveyVersion
from kuule.workspaces.rules import SYSTEM
from tests.main_job.installation import wait_for
from tests.responses.test_questions_for_some import QUESTIONS, open_with

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A shop</title></head>
<body><main><h1>A shop</h1></main><script src="{kuule}/widget.js" defer></script>
<kuule-survey key="{key}"></kuule-survey></body></html>"""


@pytest.fixture
def shop() -> Iterator[tuple[str, dict[str, str]]]:
    """A website of somebody else: its origin, and what it says and allows."""
    site: dict[str, str] = {}

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", site["policy"])
            self.end_headers()
            self.wfile.write(site["page"].encode())

        def log_message(self, *_about: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", site
    server.shutdown()


def test_it_asks_on_another_origin_by_keyboard_alone_under_the_strictest_policy(
    survey: Survey, shop, live_server: LiveServer, browser: Browser, axe_finds_nothing
) -> None:
    origin, site = shop
    widget = open_collector(
        workspace=survey.workspace,
        survey=survey,
        kind="widget",
        name="Shop",
        settings=WidgetSettings(origins=[origin], after_seconds=0),
        actor=SYSTEM,
        now=timezone.now(),
    )
    kuule = live_server.url
    site["page"] = PAGE.format(kuule=kuule, key=widget.token)
    site["policy"] = (
        f"default-src 'none'; script-src {kuule}; connect-src {kuule}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=False)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(origin)
    panel = page.get_by_role("region", name="How likely are you to recommend")
    expect(panel).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _step in range(9):
        page.keyboard.press("ArrowRight")
    wait_for("the tap", Response.objects.exists)
    assert (Response.objects.get().score, Response.objects.get().is_finished) == (9, False)
    page.keyboard.press("Tab")
    page.keyboard.type("Quick and friendly")
    while page.evaluate("document.querySelector('kuule-survey').shadowRoot.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", name="Thank you")).to_be_focused()
    given = Response.objects.get()
    assert (given.score, given.verbatim, given.is_finished) == (9, "Quick and friendly", True)
    assert (given.verdict, given.channel, given.collector) == ("person", "widget", widget)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert told == []
    assert context.cookies() == []

    page.reload()
    page.wait_for_timeout(300)
    expect(panel).to_have_count(0)

    # axe itself needs to be let in.
    site["policy"] = f"script-src {kuule} 'unsafe-eval' 'unsafe-inline'; connect-src {kuule}"
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(panel).to_be_visible()
    axe_finds_nothing(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    page.reload()
    page.wait_for_timeout(300)
    expect(panel).to_have_count(0)
    assert Response.objects.count() == 1
    context.close()


def test_it_shows_what_is_for_the_score(
    version: SurveyVersion, shop, live_server: LiveServer, browser: Browser
) -> None:
    origin, site = shop
    version = open_with(version, *QUESTIONS)
    widget = open_collector(
        workspace=version.workspace,
        survey=version.survey,
        kind="widget",
        name="Shop",
        settings=WidgetSettings(origins=[origin], after_seconds=0),
        actor=SYSTEM,
        now=timezone.now(),
    )
    site["page"] = PAGE.format(kuule=live_server.url, key=widget.token)
    site["policy"] = f"script-src {live_server.url}; connect-src {live_server.url}"
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(origin)
    page.get_by_role("radio", name="2", exact=True).check(force=True)
    expect(page.get_by_text("Asked as mend?")).to_be_visible()
    expect(page.get_by_text("Asked as tell?")).to_be_hidden()
    page.get_by_role("radio", name="9", exact=True).check(force=True)
    expect(page.get_by_text("Asked as tell?")).to_be_visible()
    expect(page.get_by_text("Asked as mend?")).to_be_hidden()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("radio", name="yes").check(force=True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Response.objects.get().answers == {"tell": "yes"}
    context.close()
