"""Checking labels in a real Chromium: by keys without a mouse, and by buttons on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kuule.insight.models import ThemeLabel
from kuule.insight.rules.themes import ADDED, RIGHT, WRONG
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import ThemeSettings, make_theme
from tests.insight.conftest import Programme

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def labels(programme: Programme) -> list[ThemeLabel]:
    """Two comments with one label each, and a second theme."""
    waiting, _invoices = (
        make_theme(settings=ThemeSettings(names={"en": name}), **programme.who) for name in ("Waiting", "Invoices")
    )
    found = []
    for text in ("We waited for weeks", "The queue was long"):
        given = programme.answer(3, verbatim=text)
        found.append(
            ThemeLabel.objects.create(workspace=programme.workspace, response=given, theme=waiting, probability=0.9)
        )
    while read_waiting(now=programme.now):
        pass
    return found


@pytest.fixture
def review(page: Page, live_server, nordlys, sign_in, labels: list[ThemeLabel]) -> Page:
    """Anna at the page where labels are checked."""
    session = sign_in(nordlys.anna).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/w/nordlys/themes/review/")
    return page


def verdicts() -> list[tuple[str, str | None]]:
    labels = ThemeLabel.objects.select_related("theme").order_by("response", "theme")
    return [(str(label.theme), label.verdict) for label in labels]


def test_keys_decide_add_skip_and_take_back(review: Page, axe_finds_nothing: Callable[[Page], None]) -> None:
    said = review.get_by_role("status")
    words = review.locator(".checking-words")
    first = words.inner_text()
    review.keyboard.press("2")
    expect(said).to_have_text("Added: Invoices.")
    expect(words).to_have_text(first)
    review.keyboard.press("y")
    expect(said).to_have_text("Right: Waiting.")
    expect(words).not_to_have_text(first)
    expect(words).to_be_focused()
    review.keyboard.press("n")
    expect(said).to_have_text("Wrong: Waiting.")
    expect(review.get_by_text("You are at the end").or_(review.get_by_text("Nothing to check"))).to_be_visible()
    assert sorted(verdicts()) == [("Invoices", ADDED), ("Waiting", RIGHT), ("Waiting", WRONG)]
    review.keyboard.press("u")
    expect(said).to_have_text("Taken back: Waiting.")
    expect(words).not_to_have_text(first)
    axe_finds_nothing(review)
    review.get_by_label("Keys:").uncheck()
    review.keyboard.press("y")
    review.wait_for_timeout(300)
    assert ("Waiting", None) in verdicts()


def test_buttons_do_the_same_on_a_phone(review: Page) -> None:
    review.set_viewport_size({"width": 360, "height": 740})
    review.get_by_role("button", name="Wrong").click()
    expect(review.get_by_role("status")).to_have_text("Wrong: Waiting.")
    review.get_by_role("button", name="Take back").click()
    expect(review.get_by_role("status")).to_have_text("Taken back: Waiting.")
    assert review.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert [verdict for _theme, verdict in verdicts()] == [None, None]
