"""Handing over to a mail provider's API, also one that refuses, falls silent and hangs up."""

import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_string
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core import mail
from django.test import override_settings

from kuule.config.environment import Environment
from kuule.config.mail import email_settings
from kuule.dispatch.models import Delivery
from kuule.dispatch.rules import (
    CONNECTION_LOST,
    DUE,
    FAILED,
    HANDED_OVER,
    NO_CONNECTION,
    POSTPONED,
    REFUSED,
    UNCERTAIN,
    UNSENDABLE,
)
from kuule.dispatch.selectors import reference_of
from kuule.dispatch.services import hand_over
from kuule.dispatch.tasks import drain_deliveries

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TAKEN = {
    "mailgun": {"id": "<42@mg.example.com>", "message": "Queued. Thank you."},
    "postmark": {"To": "aino@example.test", "MessageID": "42", "ErrorCode": 0, "Message": "OK"},
    "sendgrid": {},
    "amazon-ses": {"MessageId": "42"},
    "resend": {"id": "42"},
    "mailersend": {},
}
KNOWN_AS = {"mailgun": "<42@mg.example.com>", "postmark": "42", "amazon-ses": "42", "resend": "42", "mailersend": "42"}
URLS = {
    "mailgun": "mailgun://KEY@mg.example.com",
    "postmark": "postmark://TOKEN@",
    "sendgrid": "sendgrid://KEY@",
    "amazon-ses": "amazon-ses://KEY:SECRET@eu-north-1",
    "resend": "resend://KEY@",
    "mailersend": "mailersend://TOKEN@",
}


@dataclass
class Api:
    """A provider's API: what it was asked, and how it behaves."""

    port: int = 0
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    status: int = 200
    body: bytes = b"{}"
    hangs_up: str = ""


@pytest.fixture
def api() -> Iterator[Api]:
    office = Api()

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            if office.hangs_up == "before":
                self.close_connection = True
                return
            office.asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            if office.hangs_up == "after":
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            self.send_response(office.status)
            self.send_header("X-Message-ID", "42")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(office.body)))
            self.end_headers()
            self.wfile.write(office.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    office.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield office
    server.shutdown()
    server.server_close()


@pytest.fixture
def through(api: Api) -> Iterator[Callable[..., None]]:
    """Set Kuule to send through a provider whose API is on loopback."""
    chosen = []

    def choose(name: str, port: int = 0) -> None:
        between = "&" if "?" in URLS[name] else "?"
        made = email_settings(Environment(email_url=f"{URLS[name]}{between}api=http://127.0.0.1:{port or api.port}/"))
        made["ANYMAIL"]["REQUESTS_TIMEOUT"] = (2, 2)
        api.body, api.status = json.dumps(TAKEN[name]).encode(), 202 if name == "mailersend" else 200
        chosen.append(override_settings(**made))
        chosen[-1].enable()

    yield choose
    for each in reversed(chosen):
        each.disable()


@pytest.fixture
def one_due(add_people, schedule, plan) -> Delivery:
    add_people("Aino")
    plan(schedule())
    return Delivery.objects.get()


def the_delivery() -> Delivery:
    return Delivery.objects.select_related("invitation").get()


@pytest.mark.parametrize("name", URLS)
def test_a_mail_goes_out_and_is_known_by_the_providers_name(name, api, through, one_due, now):
    through(name)
    assert hand_over(delivery=one_due, now=now) == HANDED_OVER
    delivery = the_delivery()
    assert delivery.state == HANDED_OVER
    assert delivery.provider_id == KNOWN_AS.get(name, delivery.provider_id)
    assert len(api.asked) == 1
    assert b"aino@example.test" in api.asked[0][1] or b"aino%40example.test" in api.asked[0][1]


def test_our_message_id_our_reference_and_the_way_out_travel_along(api, through, one_due, now):
    through("postmark")
    hand_over(delivery=one_due, now=now)
    sent = json.loads(api.asked[0][1])
    headers = {header["Name"]: header["Value"] for header in sent["Headers"]}
    delivery = the_delivery()
    assert headers["Message-ID"] == delivery.message_id
    assert headers["X-PM-KeepID"] == "true"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Metadata"] == {"kuule": reference_of(delivery)}
    assert sent["From"] == "Nordlys Energy <survey@nordlys.example>"


def test_amazon_gets_the_whole_mail(api, through, one_due, now):
    through("amazon-ses")
    hand_over(delivery=one_due, now=now)
    raw = base64.b64decode(json.loads(api.asked[0][1])["Content"]["Raw"]["Data"]).decode()
    assert message_from_string(raw)["Message-ID"] == the_delivery().message_id


def test_sign_in_mails_take_the_same_way_without_our_own_header(api, through):
    through("mailgun")
    mail.EmailMessage("Join", "Hello", to=["new@example.test"], headers={"X-Kuule-Workspace": "7"}).send()
    assert parse_qs(api.asked[0][1].decode())["to"] == ["new@example.test"]
    assert b"Kuule-Workspace" not in api.asked[0][1]


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (400, FAILED, REFUSED),
        (404, FAILED, REFUSED),
        (413, FAILED, REFUSED),
        (401, DUE, POSTPONED),
        (403, DUE, POSTPONED),
        (429, DUE, POSTPONED),
        (500, DUE, POSTPONED),
        (503, DUE, POSTPONED),
        (502, UNCERTAIN, CONNECTION_LOST),
        (504, UNCERTAIN, CONNECTION_LOST),
    ],
)
@pytest.mark.parametrize("name", ["mailgun", "postmark", "amazon-ses"])
def test_what_an_answer_means(name, status, state, reason, api, through, one_due, now):
    through(name)
    api.status, api.body = status, b'{"message": "Not for aino@example.test"}'
    assert hand_over(delivery=one_due, now=now) == state
    delivery = the_delivery()
    assert (delivery.state, delivery.reason) == (state, reason)
    assert "aino@" not in delivery.error
    assert delivery.invitation.asked_at == (now if state == UNCERTAIN else None)
    assert len(api.asked) == 1


@pytest.mark.parametrize("name", ["mailgun", "postmark", "amazon-ses", "resend"])
def test_a_connection_lost_after_the_request_is_uncertain_and_never_sent_again(name, api, through, one_due, now):
    through(name)
    api.hangs_up = "after"
    assert hand_over(delivery=one_due, now=now) == UNCERTAIN
    assert (the_delivery().reason, the_delivery().invitation.asked_at) == (CONNECTION_LOST, now)
    api.hangs_up = ""
    assert drain_deliveries() == 0
    assert len(api.asked) == 1


def test_an_answer_that_nobody_understands_is_uncertain(api, through, one_due, now):
    through("mailgun")
    api.body = b"<html>Welcome</html>"
    assert hand_over(delivery=one_due, now=now) == UNCERTAIN


@pytest.mark.parametrize("name", ["mailgun", "amazon-ses"])
def test_while_the_provider_is_away_mails_wait_without_losing_a_try(name, api, through, one_due, now):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    through(name, port)
    assert drain_deliveries() == 0
    delivery = the_delivery()
    assert (delivery.state, delivery.reason, delivery.attempts) == (DUE, NO_CONNECTION, 0)
    assert delivery.invitation.asked_at is None
    assert delivery.error
    assert api.asked == []


def test_a_refused_address_has_failed(api, through, one_due, now):
    through("postmark")
    words = "Found inactive addresses: aino@example.test. Inactive recipients are ones that bounced."
    api.status, api.body = 422, json.dumps({"ErrorCode": 406, "Message": words}).encode()
    assert hand_over(delivery=one_due, now=now) == FAILED
    assert the_delivery().reason == REFUSED


def test_a_refusal_in_other_words_is_never_taken_for_sent(api, through, one_due, now):
    through("postmark")
    api.status, api.body = 422, b'{"ErrorCode": 406, "Message": "In words that were changed."}'
    assert hand_over(delivery=one_due, now=now) == UNCERTAIN


def test_an_address_that_no_mail_can_go_to_has_failed(api, through, one_due, now):
    through("mailgun")
    contact = one_due.invitation.contact
    type(contact).objects.filter(pk=contact.pk).update(email="not\nan address")
    assert hand_over(delivery=one_due, now=now) == FAILED
    assert the_delivery().reason == UNSENDABLE
    assert api.asked == []
