"""The pages of people in a real Chromium: filtering, changing, stopping, and what axe says in every state."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kuule.contacts.models import Contact
from kuule.contacts.services import add_contact, define_property, open_account
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import form_team

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bob_browses(page: Page, live_server, nordlys, sign_in, now) -> Page:
    """Bob's browser, signed in, with two accounts, two people and a property."""
    session = sign_in(nordlys.bob).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    who = {"workspace": nordlys.workspace, "actor": SYSTEM, "now": now}
    define_property(key="vip", label="VIP", kind="boolean", of="contact", **who)
    north = form_team(name="North", **who)
    acme = open_account(name="Acme Oy", team=north, owner=nordlys.frida, **who)
    open_account(name="Fjord Drift", **who)
    add_contact(name="Aino Mäkelä", email="aino@acme.example", account=acme, role="user", language="fi", **who)
    add_contact(name="Olav Bjørnsen", email="olav@fjord.example", properties={"vip": True}, **who)
    return page


def test_from_the_list_to_a_person_who_is_not_asked_any_more(
    bob_browses: Page, live_server, axe_finds_nothing: Callable[[Page], None]
):
    page = bob_browses
    main = page.get_by_role("main")
    page.goto(f"{live_server.url}/w/nordlys/contacts/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Role in the account").select_option("user")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Apply").click()
    expect(main.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="Role in the account: User")).to_be_visible()
    axe_finds_nothing(page)
    main.get_by_role("link", name="Aino Mäkelä").click()
    page.get_by_text("Do not ask", exact=True).click()
    axe_finds_nothing(page)
    page.get_by_role("button", name="Do not ask this person").click()
    expect(page.get_by_role("status")).to_contain_text("Aino Mäkelä is not asked any more.")
    expect(page.get_by_text("Taken off the list by hand")).to_be_visible()
    axe_finds_nothing(page)
    page.get_by_role("link", name="Acme Oy").first.click()
    expect(page.get_by_role("heading", name="Decision-maker")).to_be_visible()
    axe_finds_nothing(page)


def test_a_person_is_changed_on_a_phone_in_the_dark(
    bob_browses: Page, live_server, axe_finds_nothing: Callable[[Page], None]
):
    page = bob_browses
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    olav = Contact.objects.get(name__startswith="Olav")
    page.goto(f"{live_server.url}/w/nordlys/contacts/{olav.pk}/edit/")
    account = page.get_by_label("Account (optional)", exact=True)
    account.press_sequentially("fjo")
    offered = page.locator("#account-names option")
    expect(offered).to_have_count(1)
    account.fill("Fjord")
    page.get_by_label("VIP").select_option("No")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No account is called “Fjord”.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    axe_finds_nothing(page)
    page.get_by_label("Account (optional)", exact=True).fill("Fjord Drift")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The changes are saved.")
    olav.refresh_from_db()
    assert (olav.account.name, olav.properties) == ("Fjord Drift", {"vip": False})
    axe_finds_nothing(page)


def test_lists_that_show_nothing(bob_browses: Page, live_server, axe_finds_nothing: Callable[[Page], None]):
    page = bob_browses
    for path in ("contacts/?search=zzz", "contacts/?account=zzz", "accounts/?search=zzz", "contacts/archived/"):
        page.goto(f"{live_server.url}/w/nordlys/{path}")
        axe_finds_nothing(page)
    Contact.objects.all().delete()
    page.goto(f"{live_server.url}/w/nordlys/contacts/")
    expect(page.get_by_role("main").get_by_role("link", name="Import people")).to_have_count(1)
    axe_finds_nothing(page)
