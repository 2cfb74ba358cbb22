"""The whole loop clicked in a real Chromium, and every page of the room looked at by axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kuule.contacts.models import Suppression
from kuule.contacts.services import suppress
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import FAILED, REFUSED, UNCERTAIN
from kuule.dispatch.tasks import drain_deliveries, drain_waves
from kuule.responses.models import Response
from kuule.workspaces.rules import SYSTEM

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def bob_browses(page: Page, live_server, nordlys, sign_in, mailbox, settings) -> Page:
    """Bob's browser, signed in; mails lead to the server of this test."""
    settings.KUULE_BASE_URL = live_server.url
    session = sign_in(nordlys.bob).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    return page


def test_from_sending_a_survey_to_the_answer_and_the_end_of_asking(
    bob_browses: Page, live_server, survey, add_people, axe_finds_nothing: Callable[[Page], None]
):
    page = bob_browses
    add_people("Aino", "Berit", language="fi", role="user")
    add_people("Chidi", role="decision_maker")
    page.goto(f"{live_server.url}/w/nordlys/ask/")
    axe_finds_nothing(page)
    page.get_by_role("main").get_by_role("link", name="Send a survey").first.click()
    forecast = page.locator("#before")
    expect(forecast.locator("dd").first).to_have_text("3")
    page.get_by_label("Role in the account").select_option("decision_maker")
    expect(forecast.locator("dd").first).to_have_text("1")
    page.get_by_role("button", name="Swedish").click()
    expect(page.frame_locator("iframe").locator("html")).to_have_attribute("lang", "sv")
    page.get_by_role("button", name="English").click()
    expect(page.frame_locator("iframe").locator("html")).to_have_attribute("lang", "en")
    axe_finds_nothing(page)
    page.get_by_role("button", name="Send the survey").click()
    expect(page.get_by_role("status").first).to_contain_text("The survey is on its way.")
    assert drain_waves() == drain_deliveries() == 1
    expect(page.get_by_role("heading", name="How it went")).to_be_visible()
    axe_finds_nothing(page)

    page.get_by_role("link", name="Mailbox").click()
    axe_finds_nothing(page)
    page.get_by_role("link", name="How likely are you to recommend Nordlys Energy?").click()
    mail = page.frame_locator("iframe")
    with page.context.expect_page() as opened:
        mail.get_by_role("link", name="8", exact=True).click()
    answer = opened.value
    expect(answer.get_by_role("radio", name="8", exact=True)).to_be_checked()
    answer.get_by_role("button", name="Send answer").click()
    expect(answer.get_by_role("heading", name="Thank you, we’re listening.")).to_be_visible()
    assert Response.objects.get().score == 8
    with page.context.expect_page() as opened:
        mail.get_by_role("link", name="Don’t ask me again").click()
    stop = opened.value
    axe_finds_nothing(stop)
    stop.get_by_role("button", name="Stop surveys").click()
    expect(stop.get_by_role("heading", name="We won’t ask you again.")).to_be_visible()
    assert Suppression.objects.count() == 1


def test_a_wave_with_troubles_on_a_phone_in_the_dark(
    bob_browses: Page, live_server, nordlys, schedule, add_people, now, axe_finds_nothing: Callable[[Page], None]
):
    add_people("Aino", "Berit", "Chidi", "Dao")
    suppress(workspace=nordlys.workspace, address="dao@example.test", reason="bounced", actor=SYSTEM, now=now)
    wave = schedule()
    drain_waves()
    drain_deliveries()
    Delivery.objects.filter(invitation__contact__name="Aino").update(state=FAILED, reason=REFUSED, error="550 Unknown")
    Delivery.objects.filter(invitation__contact__name="Berit").update(state=UNCERTAIN)
    page = bob_browses
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    for path in ("ask/", f"ask/{wave.pk}/", "ask/new/", "mailbox/"):
        page.goto(f"{live_server.url}/w/nordlys/{path}")
        axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_mail_wraps_to_six_and_five_buttons_on_a_phone(bob_browses: Page, live_server, survey):
    page = bob_browses
    for language, direction in {"en": "ltr", "fi": "ltr", "sv": "ltr", "de": "ltr", "vi": "ltr", "ar": "rtl"}.items():
        page.goto(f"{live_server.url}/w/nordlys/ask/mail/{survey.pk}/{language}/")
        assert page.locator("html").get_attribute("dir") == direction
        for width, rows in ((700, [11]), (360, [6, 5])):
            page.set_viewport_size({"width": width, "height": 740})
            tops = [button.bounding_box()["y"] for button in page.locator("td.score").all()]
            assert [tops.count(top) for top in dict.fromkeys(tops)] == rows
            assert page.evaluate("document.documentElement.scrollWidth") <= width
