"""Guessing in a real Chromium: one tap in the mail is enough, and nothing is kept before a person is there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kuule.contacts.models import Account
from kuule.insight.auth import guess_link
from kuule.insight.models import Guess
from tests.insight.conftest import Programme

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def accounts(programme: Programme, nordlys) -> list[Account]:
    """Two accounts that Frida looks after."""
    found = [programme.account(name) for name in ("Acme", "Fjord")]
    for account in found:
        programme.contact(account=account)
    Account.objects.update(owner=nordlys.frida)
    return found


@pytest.fixture
def address(live_server, nordlys) -> str:
    """The address in Frida's mail."""
    return f"{live_server.url}/g/{guess_link(nordlys.frida).partition('/g/')[2]}"


def kept() -> list[tuple[str, int]]:
    return list(Guess.objects.order_by("pk").values_list("account__name", "score"))


def test_a_tap_in_the_mail_is_saved_once_a_person_is_there_and_can_be_changed(
    page: Page, address: str, accounts: list[Account], axe_finds_nothing: Callable[[Page], None]
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}?account={accounts[0].pk}&score=7#account_{accounts[0].pk}")
    acme = page.get_by_role("group", name="Acme")
    expect(acme.get_by_label("7")).to_be_checked()
    # What scanners do: they wait, and press keys by script.
    page.evaluate("dispatchEvent(new PointerEvent('pointerdown')); dispatchEvent(new KeyboardEvent('keydown'))")
    page.wait_for_timeout(1500)
    assert kept() == []
    page.mouse.move(20, 20)
    page.mouse.move(40, 60)
    expect(acme.get_by_text("Saved")).to_be_visible()
    assert kept() == [("Acme", 7)]
    expect(page.get_by_role("button", name="Keep my guesses")).to_be_hidden()
    acme.get_by_label("4").check(force=True)
    expect(acme.get_by_text("Saved")).to_be_visible()
    page.get_by_role("group", name="Fjord").get_by_label("10").check(force=True)
    expect(page.get_by_role("group", name="Fjord").get_by_text("Saved")).to_be_visible()
    assert kept() == [("Acme", 7), ("Acme", 4), ("Fjord", 10)]
    axe_finds_nothing(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.reload()
    page.mouse.move(80, 90)
    page.wait_for_timeout(1000)
    assert len(kept()) == 3, "a reload saves nothing over what was chosen after the mail"


def test_a_tap_that_cannot_be_saved_says_so_and_brings_the_button_back(
    page: Page, address: str, accounts: list[Account]
) -> None:
    page.goto(address)
    page.route("**/g/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("group", name="Acme").get_by_label("3").check(force=True)
    expect(page.get_by_text("Not saved. Press the button below.")).to_be_visible()
    page.unroute("**/g/**")
    page.get_by_role("button", name="Keep my guesses").click()
    expect(page.get_by_text("1 guess is kept")).to_be_visible()
    assert kept() == [("Acme", 3)]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_button_saves(page: Page, address: str, accounts: list[Account]) -> None:
    page.goto(f"{address}?account={accounts[1].pk}&score=8")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Keep my guesses").click()
    expect(page.get_by_text("1 guess is kept")).to_be_visible()
    assert kept() == [("Fjord", 8)]


def test_signed_in_a_tap_is_saved_too(page: Page, live_server, nordlys, sign_in, accounts: list[Account]) -> None:
    session = sign_in(nordlys.frida).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/w/nordlys/guesses/")
    page.get_by_role("group", name="Acme").get_by_label("9").check(force=True)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert kept() == [("Acme", 9)]
