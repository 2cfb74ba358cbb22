"""The widget as websites and their visitors meet it: through its addresses."""

import gzip
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kuule.contacts.models import Contact
from kuule.contacts.rules import UNSUBSCRIBED
from kuule.contacts.services import add_contact, suppress
from kuule.dispatch.models import AskDecision, AskHold, Collector, Delivery, Invitation
from kuule.dispatch.rules import HANDED_OVER
from kuule.dispatch.rules.collectors import WidgetSettings
from kuule.dispatch.services.collectors import open_collector, stop_collector
from kuule.responses.models import Response
from kuule.surveys.models import Survey
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company

SITE = "https://shop.example"


@pytest.fixture(autouse=True)
def _nobody_in_a_hurry() -> None:
    cache.clear()


@pytest.fixture
def widget(survey: Survey) -> Collector:
    settings = WidgetSettings(origins=[SITE], share=40, after_seconds=5, after_pages=2)
    return open_collector(
        workspace=survey.workspace,
        survey=survey,
        kind="widget",
        name="Shop",
        settings=settings,
        actor=SYSTEM,
        now=timezone.now(),
    )


@pytest.fixture
def kari(nordlys: Company) -> Contact:
    return add_contact(
        workspace=nordlys.workspace, email="kari@fjord.example", external_id="77", actor=SYSTEM, now=timezone.now()
    )


def post(widget: Collector, what: str, origin: str = SITE, **sent: Any) -> HttpResponse:
    return Client(enforce_csrf_checks=True).post(
        f"/widget/{widget.token}/{what}", json.dumps(sent), content_type="text/plain", headers={"origin": origin}
    )


def named(widget: Collector, person: str) -> dict[str, str]:
    return {"person": person, "signature": hmac.new(widget.secret.encode(), person.encode(), "sha256").hexdigest()}


def signed(told: dict[str, Any]) -> dict[str, Any]:
    """What the page's script sends after a real finger."""
    about = {name: told[name] for name in ("token", "shown", "version", "language")}
    return {**about, "signal": told["shown"][::-1]}


def test_the_file_stays_under_four_kilobytes_and_is_for_every_origin(db: None) -> None:
    plain = Client().get("/widget.js")
    packed = Client().get("/widget.js", headers={"accept-encoding": "gzip"})
    assert len(gzip.compress(plain.content, 9)) < 4_000
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 4_000
    assert (packed["Content-Type"], packed["Cross-Origin-Resource-Policy"]) == (
        "text/javascript; charset=utf-8",
        "cross-origin",
    )
    assert Client().get("/widget.js", headers={"if-none-match": plain["ETag"]}).status_code == 304
    assert not plain.cookies


def test_a_visitor_without_a_name_is_told_the_questions_and_answers(widget: Collector) -> None:
    asked = post(widget, "may", language="fi-FI")
    assert asked["Access-Control-Allow-Origin"] == SITE
    told = asked.json()
    assert (told["known"], told["language"], told["share"], told["after"], told["pages"]) == (False, "fi", 40, 5, 2)
    assert told["questions"][0]["title"].startswith("Kuinka todennäköisesti")
    assert not Invitation.objects.exists()
    tap = post(widget, "answers", **signed(told), values={"score": "9"}, first=1)
    assert (tap.json(), Response.objects.get().is_finished) == ({"kept": True}, False)
    for _again in range(2):
        assert post(widget, "answers", **signed(told), values={"score": "9", "why": "Nopea"}).json() == {"kept": True}
    given = Response.objects.get()
    assert (given.channel, given.collector, given.score, given.verbatim) == ("widget", widget, 9, "Nopea")
    assert (given.verdict, given.is_finished, given.language, given.contact) == ("person", True, "fi", None)


def test_a_named_visitor_counts_as_asked_and_is_not_asked_twice(widget: Collector, kari: Contact) -> None:
    told = post(widget, "may", **named(widget, "77")).json()
    assert told["known"] is True
    invitation = Invitation.objects.get()
    assert (invitation.contact, invitation.asked_at is not None) == (kari, True)
    assert [(each.channel, each.state) for each in Delivery.objects.all()] == [("widget", HANDED_OVER)]
    for _page in range(3):
        assert post(widget, "may", **named(widget, "kari@fjord.example")).json() == {"ask": False}
    decided = AskDecision.objects.order_by("pk").values_list("verdict", "rule", "collector")
    assert list(decided) == [("allow", "", widget.pk), ("hold", "recently_asked", widget.pk)]
    assert post(widget, "answers", **signed(told), values={"score": "3"}).json() == {"kept": True}
    given = Response.objects.get()
    assert (given.contact, given.invitation, given.collector) == (kari, invitation, widget)
    invitation.refresh_from_db()
    assert invitation.answered_at is not None


def test_the_limits_hold_and_the_record_says_why(widget: Collector, kari: Contact, nordlys: Company, sign_in) -> None:
    suppress(
        workspace=nordlys.workspace,
        address=kari.email,
        reason=UNSUBSCRIBED,
        actor=SYSTEM,
        now=timezone.now(),
        contact=kari,
    )
    assert post(widget, "may", **named(widget, "77")).json() == {"ask": False}
    assert not Invitation.objects.exists()
    page = sign_in(nordlys.anna).get(f"/w/nordlys/contacts/{kari.pk}/asking/").content.decode()
    assert "Does not want to be asked" in page
    assert "Shop" in page


def test_not_now_is_remembered_for_a_month(widget: Collector, kari: Contact, nordlys: Company) -> None:
    nordlys.workspace.quarantine_days = 0
    nordlys.workspace.save()
    told = post(widget, "may", **named(widget, "77")).json()
    assert post(widget, "not-now", token=told["token"]).status_code == 204
    hold = AskHold.objects.get()
    assert (hold.contact, hold.reason) == (kari, "not_now")
    assert post(widget, "may", **named(widget, "77")).json() == {"ask": False}
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert post(widget, "may", **named(widget, "77")).json()["ask"] is True


@pytest.mark.parametrize("signature", ["", "0" * 64, "ä", hashlib.sha256(b"77").hexdigest()])
def test_a_name_without_its_signature_is_refused(widget: Collector, kari: Contact, signature: str) -> None:
    refused = post(widget, "may", person="77", signature=signature)
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:kuule:problem:bad-signature")
    assert "Sign their id or e-mail" in refused.json()["detail"]
    assert not AskDecision.objects.exists()


@pytest.mark.parametrize("origin", ["", "null", "https://other.example", "http://shop.example", f"{SITE}:8443"])
def test_another_website_is_refused_by_name(widget: Collector, origin: str) -> None:
    for what in ("may", "answers", "not-now"):
        refused = post(widget, what, origin=origin)
        assert refused.status_code == 403
        assert "Access-Control-Allow-Origin" not in refused
    assert "Add it to the widget’s websites" in refused.json()["detail"]


def test_what_is_wrong_is_said_and_nothing_is_kept(widget: Collector) -> None:
    told = post(widget, "may").json()
    wrong = post(widget, "answers", **signed(told), values={"score": "11"})
    assert (wrong.status_code, wrong.json()["fields"]) == (422, {"score": "Choose a number from 0 to 10."})
    too_long = post(widget, "answers", **signed(told), values={"score": "9", "why": "a" * 20_000})
    assert "characters" in too_long.json()["fields"]["why"]
    for body in ("", "[1]", "{", "a" * 200_000):
        reply = Client().post(
            f"/widget/{widget.token}/answers", body, content_type="text/plain", headers={"origin": SITE}
        )
        assert reply.status_code == 400
    assert post(widget, "answers", **{**signed(told), "token": "guess"}, values={"score": "9"}).status_code == 422
    assert not Response.objects.exists()


def test_a_program_that_leaves_no_signal_is_not_counted(widget: Collector) -> None:
    told = post(widget, "may").json()
    post(widget, "answers", token=told["token"], values={"score": "9"})
    assert Response.objects.get().verdict == "unclear"


def test_a_stopped_widget_asks_nobody_and_takes_nothing(widget: Collector, kari: Contact) -> None:
    told = post(widget, "may").json()
    stop_collector(collector=widget, actor=SYSTEM, now=timezone.now())
    assert post(widget, "may").json() == {"ask": False}
    assert post(widget, "answers", **signed(told), values={"score": "9"}).status_code == 410
    assert Client().post("/widget/23456789ab/may").status_code == 404


def test_a_flood_from_one_place_is_slowed_down(widget: Collector) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        codes = [post(widget, "may").status_code for _each in range(62)]
    assert codes == [200] * 60 + [429] * 2


def test_the_page_refuses_what_is_no_website(nordlys: Company, survey: Survey, sign_in) -> None:
    bob = sign_in(nordlys.bob)
    sent = {"name": "Shop", "share": 50, "after_seconds": 0, "after_pages": 1}
    new = f"/w/nordlys/surveys/{survey.pk}/ways/widget/"
    wrong = bob.post(new, {**sent, "origins": "https://*.example"})
    assert "is no address of a website" in wrong.content.decode()
    page = bob.post(new, {**sent, "origins": "https://WWW.shop.example/de/\nhttps://shop.example:443"}, follow=True)
    made = Collector.objects.get()
    assert made.settings["origins"] == ["https://www.shop.example", "https://shop.example"]
    assert f'key="{made.token}"' in page.content.decode().replace("&quot;", '"')
    assert made.secret in page.content.decode()
    assert made.secret not in sign_in(nordlys.anna).get(f"/w/nordlys/ways/{made.pk}/").content.decode()
