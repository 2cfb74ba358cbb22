"""The sender's domain, asked at a real name server on loopback: what it says, in words, and a slow start."""

import re
import socket
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dnslib import QTYPE, RCODE, RR, TXT
from dnslib.server import BaseResolver, DNSLogger, DNSServer
from hypothesis import given
from hypothesis import strategies as st

from kuule.dispatch.channels import new_channel
from kuule.dispatch.models import Delivery, SendingDomain
from kuule.dispatch.rules.sending_domains import LAST_DAY, most_while_warming
from kuule.dispatch.services import hand_over, hand_over_some
from kuule.dispatch.services.sending_domains import check_sending_domain, warm_up
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

PAGE = "/w/nordlys/settings/sending/"
KEY = "v=DKIM1; k=rsa; p=MIGfMA0GCSq"


class Zone(BaseResolver):
    """Answers with what it was told, and that there is nothing else."""

    def __init__(self, records: dict[str, list[str]]) -> None:
        self.records = records

    def resolve(self, request: Any, handler: Any) -> Any:
        reply, name = request.reply(), str(request.q.qname).lower().rstrip(".")
        if name not in self.records:
            reply.header.rcode = RCODE.NXDOMAIN
        elif request.q.qtype == QTYPE.TXT:
            for text in self.records[name]:
                reply.add_answer(RR(request.q.qname, QTYPE.TXT, rdata=TXT(text), ttl=1))
        return reply


@pytest.fixture
def names(settings) -> Iterator[dict[str, list[str]]]:
    """A name server on loopback, and what it answers."""
    records: dict[str, list[str]] = {"nordlys.example": []}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = DNSServer(Zone(records), address="127.0.0.1", port=port, logger=DNSLogger(log="", prefix=False))
    server.start_thread()
    settings.KUULE_DNS_SERVER = f"127.0.0.1:{port}"
    yield records
    server.stop()
    server.server.server_close()


@pytest.fixture
def sender(nordlys) -> Workspace:
    Workspace.objects.filter(pk=nordlys.workspace.pk).update(sender_email="hello@nordlys.example")
    nordlys.workspace.refresh_from_db()
    return nordlys.workspace


@pytest.fixture
def look(sender, now) -> Callable[..., dict[str, str]]:
    """Look at the domain; return the code of each record."""

    def at(selector: str = "") -> dict[str, str]:
        known = check_sending_domain(workspace=sender, selector=selector, now=now)
        return {each["about"]: each["code"] for each in known.findings}

    return at


def read(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.content.decode()))


def test_a_domain_in_order_is_said_to_be(names, look, settings) -> None:
    settings.KUULE_EMAIL_PROVIDER = "mailgun"
    names["nordlys.example"] = ["v=spf1 include:mail.nordlys.example -all"]
    names["mail.nordlys.example"] = ["v=spf1 include:mailgun.org -all"]
    names["mailgun.org"] = ["v=spf1 ip4:192.0.2.1 -all"]
    names["s1._domainkey.nordlys.example"] = [KEY]
    names["_dmarc.nordlys.example"] = ["v=DMARC1; p=quarantine"]
    assert look() == {"spf": "fine", "dkim": "fine", "dmarc": "fine"}


@pytest.mark.parametrize(
    ("about", "records", "code"),
    [
        ("spf", {}, "missing"),
        ("spf", {"nordlys.example": ["v=spf1 -all", "v=spf1 ~all"]}, "several"),
        ("spf", {"nordlys.example": ["v=spf1 +all"]}, "open_to_all"),
        ("spf", {"nordlys.example": ["v=spf1 includ:x -all"]}, "broken"),
        ("spf", {"nordlys.example": ["v=spf1 ip4:192.0.2.1 -all"]}, "not_named"),
        ("dkim", {}, "not_known"),
        ("dkim", {"k1._domainkey.nordlys.example": ["v=DKIM1; p="]}, "revoked"),
        ("dmarc", {}, "missing"),
        ("dmarc", {"_dmarc.nordlys.example": ["v=DMARC1; p=none"]}, "watching"),
        ("dmarc", {"_dmarc.nordlys.example": ["v=DMARC1; p=what"]}, "broken"),
    ],
)
def test_what_is_to_be_mended_is_told_apart(names, look, settings, about, records, code) -> None:
    settings.KUULE_EMAIL_PROVIDER = "postmark"
    names.update(records)
    assert look()[about] == code


def test_the_page_says_what_to_publish_and_where(names, sender, nordlys, sign_in) -> None:
    alice = sign_in(nordlys.alice)
    names["own._domainkey.nordlys.example"] = [KEY]
    page = read(alice.post(PAGE, {"selector": "own"}, follow=True))
    assert "There is none: anybody could be you" in page
    assert "nordlys.example. TXT" in page
    assert "There is a key, own." in page
    assert "_dmarc.nordlys.example. TXT" in page
    assert "letters, digits, dots and -" in read(alice.post(PAGE, {"selector": "a b"}))
    assert sign_in(nordlys.bob).post(PAGE, {}).status_code == 403
    assert "There is a key, own." in read(sign_in(nordlys.bob).get(PAGE))


def test_a_mailbox_at_a_provider_is_no_sender(nordlys, sign_in) -> None:
    alice = sign_in(nordlys.alice)
    Workspace.objects.update(sender_email="")
    assert "No sender address yet" in read(alice.get(PAGE))
    assert "Say in the settings" in read(alice.post(PAGE, {}, follow=True))
    Workspace.objects.update(sender_email="nordlys@gmail.com")
    assert "belongs to a provider of mailboxes" in read(alice.get(PAGE))


def test_a_name_server_that_is_silent_is_told_from_an_empty_domain(sender, look, settings, monkeypatch) -> None:
    monkeypatch.setattr("kuule.dispatch.channels.domain_records.SECONDS", 0.5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        settings.KUULE_DNS_SERVER = f"127.0.0.1:{silent.getsockname()[1]}"
        assert look("own") == {"spf": "no_answer", "dkim": "no_answer", "dmarc": "no_answer"}


def test_a_slow_start_is_begun_and_ended_once(sender, nordlys, sign_in) -> None:
    alice = sign_in(nordlys.alice)
    assert "At most 50 mails today" in read(alice.post(f"{PAGE}warm-up/", {"warm": "on"}, follow=True))
    began = SendingDomain.objects.get().warming_since
    alice.post(f"{PAGE}warm-up/", {"warm": "on"})
    assert SendingDomain.objects.get().warming_since == began
    alice.post(f"{PAGE}warm-up/", {"warm": "off"})
    assert SendingDomain.objects.get().warming_since is None


def test_a_domain_that_begins_slowly_sends_so_many_a_day_and_the_rest_next_day(
    sender, post, add_people, schedule, plan, now, monkeypatch
) -> None:
    monkeypatch.setattr("kuule.dispatch.rules.sending_domains.FIRST_DAY", 2)
    add_people("Aino", "Berit", "Chidi", "Dag", "Eva")
    plan(schedule())
    warm_up(workspace=sender, is_on=True, actor=SYSTEM, now=now)
    days = []
    for day in range(3):
        at = now + timedelta(days=day)
        for delivery in Delivery.objects.filter(state="due", due_at__lte=at):
            hand_over(delivery=delivery, now=at)
        days.append(len(post.letters))
    assert days == [2, 5, 5]


def test_what_waits_for_a_domain_that_begins_slowly_says_so(sender, post, add_people, schedule, plan, now) -> None:
    add_people(*(f"P{number}" for number in range(51)))
    plan(schedule())
    warm_up(workspace=sender, is_on=True, actor=SYSTEM, now=now)
    hand_over_some(deliveries=list(Delivery.objects.all()), channel=new_channel("email"), now=now)
    (waiting,) = Delivery.objects.filter(reason="warm_up")
    assert waiting.due_at.astimezone(ZoneInfo(sender.timezone)).hour == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_each_day_allows_more_until_there_is_no_limit(since: date) -> None:
    days = [most_while_warming(since, since + timedelta(days=number)) for number in range(LAST_DAY + 2)]
    limited = [each for each in days if each is not None]
    assert (limited[0], len(limited), days[-1]) == (50, LAST_DAY, None)
    assert all(before < after for before, after in pairwise(limited))
