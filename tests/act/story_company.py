"""What the company of the story does at its desks before anybody is unhappy, and between the acts."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.act.story import KARI, OTTO, link_in, mail_to, write_people
from tests.main_job.conftest import PASSWORD
from tests.main_job.installation import Installation

INVOICES, PHONE = "Invoices", "Phone"


def prepare(kuule: Installation, leena: Page, folder: Path) -> None:
    """Leena brings customers, decides what happens with the unhappy ones, and publishes a survey."""
    home = f"{kuule.url}/w/skies"
    leena.goto(f"{home}/imports/")
    leena.locator("input[type=file]").set_input_files(write_people(folder / "people.csv"))
    press(leena, "Upload and look")
    leena.get_by_role("button", name="Import").first.click()
    expect(leena.get_by_role("link", name="See the people")).to_be_visible(timeout=60_000)
    _decide_about_cases(home, leena)
    leena.goto(f"{home}/surveys/")
    leena.locator("main input[name=name]").fill("How are we doing")
    press(leena, "Make the survey")
    leena.locator("form[action$='/publish/'] button").click()
    expect(leena.locator("main")).to_contain_text("The survey is open.")


def _decide_about_cases(home: str, leena: Page) -> None:
    """Causes to choose from, letters that go by themselves, and a note that has to be written when a case is closed."""
    for cause in (INVOICES, PHONE):
        leena.goto(f"{home}/cases/causes/")
        leena.get_by_label("Name").fill(cause)
        press(leena, "Add it")
    leena.goto(f"{home}/cases/letters/")
    leena.get_by_label("Relationship").check()
    leena.get_by_label("ask the customer whether it is solved").check()
    press(leena, "Save")
    leena.goto(f"{home}/cases/rules/")
    leena.get_by_role("link", name="Unhappy customers").first.click()
    leena.get_by_role("link", name="Change").click()
    leena.get_by_label("When it is closed").check()
    press(leena, "Save")


def otto_joins(kuule: Installation, leena: Page, otto: Page) -> None:
    """Leena invites Otto by mail and lets Fjord Shipping be his."""
    leena.goto(f"{kuule.url}/w/skies/settings/members/invite/")
    leena.get_by_label("E-mail").fill(OTTO)
    leena.get_by_label("Frontline:").check()
    press(leena, "Send the invitation")
    otto.goto(link_in(mail_to(kuule, OTTO, "Skies United"), "/join/[^\\s>]+"))
    otto.get_by_label("Your name").fill("Otto Owner")
    for field in otto.locator("input[type=password]").all():
        field.fill(PASSWORD)
    press(otto, "Join")
    leena.goto(f"{kuule.url}/w/skies/accounts/?search=Fjord")
    leena.get_by_role("link", name=KARI.account).first.click()
    leena.get_by_role("link", name="Change").first.click()
    leena.get_by_label("Owner").select_option("Otto Owner")
    press(leena, "Save")


def send_survey(kuule: Installation, leena: Page) -> None:
    """Leena asks everybody who may be asked."""
    leena.goto(f"{kuule.url}/w/skies/ask/new/")
    press(leena, "Send the survey")
    leena.wait_for_url(re.compile(r"/ask/\d+/"))


def sign_in(kuule: Installation, page: Page, email: str) -> None:
    """Sign in after months, in which one was signed out."""
    page.goto(f"{kuule.url}/account/login/")
    fill_in_sign_in(page, email)


def fill_in_sign_in(page: Page, email: str) -> None:
    """Fill in the page to sign in, and wait for what was wanted."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/w/skies/**")


def press(page: Page, name: str) -> None:
    """Press the button of this name, and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
