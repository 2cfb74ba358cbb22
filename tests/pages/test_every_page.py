"""Every page of the demo in a real browser: nothing for axe to find, nothing too wide, nothing on the console.

Set `KUULE_SHOTS` to a folder to keep a picture of each page.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page

from kuule.act.models import Huddle, HuddleItem, HuddlePlan, Pulse
from kuule.contacts.models import Account
from kuule.dispatch.models import Delivery, MailboxMessage, Wave
from kuule.economics.models import Contract, ExchangeRate, Treatment
from kuule.responses.models import Heard, Response, ResponseNote, Review
from kuule.surveys.models import Survey, Touchpoint
from kuule.workspaces.models import Member, Workspace
from tests.conftest import PASSWORD
from tests.workspaces.objects import MAKERS
from tests.workspaces.test_doors import STAFF_DOORS, Door

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

# Parts of an address: what the demo has of it, the telling ones first.
RICH: dict[str, Callable[[Workspace], int]] = {
    "account_id": lambda workspace: _first(Account, workspace, "-contacts"),
    "contact_id": lambda workspace: (
        Response.objects.filter(workspace=workspace, contact__isnull=False).earliest("pk").contact_id
    ),
    "response_id": lambda workspace: (
        Response.objects.filter(workspace=workspace, changed_at__isnull=False).earliest("pk").pk
    ),
    "survey_id": lambda workspace: _first(Survey, workspace, "pk"),
    "wave_id": lambda workspace: _first(Wave, workspace, "-due_at"),
    "touchpoint_id": lambda workspace: _first(Touchpoint, workspace, "-survey"),
    "delivery_id": lambda workspace: _first(Delivery, workspace, "pk"),
    "message_id": lambda workspace: _first(MailboxMessage, workspace, "pk"),
    "heard_id": lambda workspace: _first(Heard, workspace, "pk"),
    "note_id": lambda workspace: _first(ResponseNote, workspace, "pk"),
    "review_id": lambda workspace: _first(Review, workspace, "-pk"),
    "rate_id": lambda workspace: _first(ExchangeRate, workspace, "pk"),
    "treatment_id": lambda workspace: _first(Treatment, workspace, "pk"),
    "plan_id": lambda workspace: _first(HuddlePlan, workspace, "pk"),
    "huddle_id": lambda workspace: _first(Huddle, workspace, "planned_at"),
    "promise_id": lambda workspace: _first(HuddleItem, workspace, "pk"),
    "pulse_id": lambda workspace: _first(Pulse, workspace, "opened_at"),
    "contract_id": lambda workspace: Contract.objects.filter(workspace=workspace, outcome="").earliest("ends_on").pk,
}
# Fragments, downloads and documents inside a page: the page around them is looked at.
NOT_PAGES = {
    "mailbox_body",
    "wave_mail",
    "programme_outlook",
    "survey_preview_mail",
    "survey_preview_page",
    "message_preview",
    "survey_export",
    "import_problems",
    "import_to_mend",
    "import_to_mend_xlsx",
    "export_file",
    "collector_picture",
    "incoming_file",
    "certificate_file",
    "account_names",
    "comment_jobs",
}


def _first(model: type, workspace: Workspace, order: str) -> int:
    return model.objects.filter(workspace=workspace).order_by(order).first().pk


@dataclass(frozen=True)
class Look:
    """How somebody looks at Kuule."""

    name: str
    width: int
    scheme: str
    locale: str


# What people see before they are signed in.
OUTSIDE = (("sign_in", "/account/login/"), ("password_reset", "/account/password/reset/"))
WIDE, PHONE = Look("wide", 1440, "light", "en-GB"), Look("phone", 360, "dark", "fi-FI")


def addresses(workspace: Workspace, client: Client) -> Iterator[tuple[str, str]]:
    """Yield name and address of every page that can be read; what only takes a form is no page."""
    for door in STAFF_DOORS:
        address = _address(door, workspace)
        if door.name not in NOT_PAGES and client.get(address).status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            yield door.name, address
    yield "profile", "/account/me/"
    yield "not_found", f"/w/{workspace.slug}/nothing/"


def _address(door: Door, workspace: Workspace) -> str:
    objects = {part: RICH.get(part, MAKERS.get(part))(workspace) for part in sorted(door.objects)}
    return reverse(door.name, kwargs={"slug": workspace.slug, **door.values, **objects})


@pytest.fixture
def demo(todays_demo: Workspace) -> Member:
    """The demo company, and its owner with a password that this test knows."""
    owner = Member.objects.select_related("user", "workspace").get(workspace=todays_demo, role="owner")
    owner.user.set_password(PASSWORD)
    owner.user.save()
    return owner


def test_every_page_fits(demo: Member, sign_in, live_server, browser: Browser) -> None:
    assert_all_is_well(PHONE, demo, sign_in, live_server, browser, lambda page: None)


@pytest.mark.soak
@pytest.mark.parametrize("look", [PHONE, WIDE], ids=lambda look: look.name)
def test_every_page_is_accessible_and_fits(
    look: Look, demo: Member, sign_in, live_server, browser: Browser, axe_finds_nothing
) -> None:
    assert_all_is_well(look, demo, sign_in, live_server, browser, axe_finds_nothing)


def assert_all_is_well(
    look: Look, demo: Member, sign_in, live_server, browser: Browser, axe_finds_nothing: Callable[[Page], None]
) -> None:
    pages = list(addresses(demo.workspace, sign_in(demo)))
    connection.close()
    found: list[str] = []
    context = browser.new_context(
        viewport={"width": look.width, "height": 900}, color_scheme=look.scheme, locale=look.locale
    )
    page = context.new_page()
    page.on("console", partial(_note_console, found))
    for name, address in OUTSIDE:
        found += told(name, page, live_server.url + address, look, axe_finds_nothing)
    sign_in_here(page, live_server.url, demo.user.email)
    for name, address in pages:
        found += told(name, page, live_server.url + address, look, axe_finds_nothing)
    context.close()
    assert not found, "\n".join(found)


def _note_console(found: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning") and "404" not in message.text:
        found.append(f"console: {message.text}")


def sign_in_here(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], form button[type=submit]").first.click()
    page.wait_for_url("**/w/demo/**")


def told(name: str, page: Page, address: str, look: Look, axe_finds_nothing: Callable[[Page], None]) -> list[str]:
    found = [f"{name}, {look.name}: {problem}" for problem in problems(page, address, look, axe_finds_nothing)]
    keep_picture(page, name, look)
    return found


def problems(page: Page, address: str, look: Look, axe_finds_nothing: Callable[[Page], None]) -> Iterator[str]:
    answer = page.goto(address)
    if answer.status >= 400 and "/nothing/" not in address:
        yield f"answers {answer.status}"
    # What is one click away is read too.
    page.evaluate("document.querySelectorAll('details.data-table').forEach(each => each.open = true)")
    if not page.title() or page.locator("h1").count() != 1:
        yield "has no title or not exactly one main heading"
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > look.width:
        yield f"is {wide} pixels wide"
    try:
        axe_finds_nothing(page)
    except AssertionError as error:
        yield str(error)


def keep_picture(page: Page, name: str, look: Look) -> None:
    folder = os.environ.get("KUULE_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-{look.name}.png", full_page=True)
