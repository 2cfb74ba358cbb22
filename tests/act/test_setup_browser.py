"""The way of a new programme walked in a real Chromium, from an empty workspace to a pilot that was asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kuule.act.models import Letter
from kuule.act.rules.letters import ACCEPTANCE, TRY_OUT
from kuule.contacts.tasks import drain_imports
from kuule.dispatch.models import Invitation, Programme
from kuule.dispatch.rules import INVITED
from kuule.dispatch.rules.programmes import DRAFT, RUNNING
from kuule.dispatch.tasks import drain_waves
from tests.conftest import Company

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = "Name,E-mail,Account,Role\n" + "".join(
    f"Person {number},p{number}@account{number % 5}.example,Account {number % 5},{role}\n"
    for number, role in enumerate(["user", "decision_maker", "influencer"] * 5)
)


def walk(page: Page, step: str) -> None:
    """Open the step that is next, from the page with all of them."""
    current = page.locator("li[aria-current=step]")
    expect(current).to_contain_text(step)
    current.get_by_role("link", name="Do this now").click()


def test_from_nothing_to_a_pilot_and_only_then_to_everybody(
    page: Page, live_server, nordlys: Company, sign_in, tmp_path: Path, axe_finds_nothing: Callable[[Page], None]
) -> None:
    home = f"{live_server.url}/w/nordlys/"
    way = f"{home}setup/"

    def become(member) -> None:
        session = sign_in(member).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])

    become(nordlys.bob)
    page.goto(home)
    axe_finds_nothing(page)
    walk(page, "Say what it is for")
    page.get_by_label("What will you decide with what you hear?").fill("Whom we call first")
    page.get_by_label("First result on").fill("2027-06-01")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Sponsor").select_option("Alice")
    page.get_by_label("Bob").check()
    page.get_by_role("button", name="Ask them to accept").click()
    page.get_by_role("button", name="I stand behind it").click()
    axe_finds_nothing(page)
    assert Letter.objects.filter(purpose=ACCEPTANCE).count() == 2

    page.goto(f"{home}journey/")
    page.get_by_role("button", name="Begin with these").click()
    page.goto(f"{home}journey/")
    page.get_by_role("link", name="New touchpoint").click()
    page.get_by_label("Name").first.fill("Delivery made")
    page.get_by_role("button", name="Save").click()

    page.goto(f"{way}people/")
    page.get_by_role("link", name="Import people").click()
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Import").first.click()
    expect(page.get_by_role("main")).to_contain_text("people.csv")
    drain_imports()
    page.goto(f"{way}people/")
    expect(page.get_by_role("main")).to_contain_text("5 accounts have no owner.")
    axe_finds_nothing(page)

    page.goto(f"{home}surveys/")
    page.locator("main input[name=name]").fill("How are we doing")
    page.get_by_role("button", name="Make the survey").click()
    page.locator("form[action$='/publish/'] button").click()

    page.goto(f"{way}cadence/")
    expect(page.get_by_role("main")).to_contain_text("Calls a week")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Make the programme").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing of this was sent.")
    axe_finds_nothing(page)
    assert Programme.objects.get().state == DRAFT

    page.goto(f"{way}yourself/")
    page.get_by_role("button", name="Send it to me").click()
    expect(page.get_by_role("status").first).to_contain_text("It is on its way to bob@nordlys.example.")
    axe_finds_nothing(page)
    assert Letter.objects.get(purpose=TRY_OUT).member == nordlys.bob

    page.goto(f"{way}roll-out/")
    expect(page.get_by_role("main")).to_contain_text("have to accept first")
    page.goto(f"{way}pilot/")
    for number in range(2):
        page.get_by_label(f"Account {number}, 3 people").check()
    axe_finds_nothing(page)
    page.get_by_role("button", name="Ask these accounts now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pilot")
    drain_waves()
    assert Invitation.objects.filter(decision=INVITED).count() == 6

    page.goto(way)
    walk(page, "Sponsor and owners accept")
    become(nordlys.alice)
    page.reload()
    page.get_by_role("button", name="I stand behind it").click()
    page.goto(way)
    walk(page, "Roll out")
    page.get_by_role("button", name="Roll out").click()
    expect(page.get_by_role("status").first).to_contain_text("The programme runs.")
    assert Programme.objects.get().state == RUNNING
    page.goto(way)
    expect(page.get_by_role("main")).to_contain_text("10 of 10 steps are done.")
    axe_finds_nothing(page)
