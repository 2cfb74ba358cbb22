"""Bounces that are fetched from a real IMAP server."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kuule.config.mail import imap_login
from kuule.contacts.selectors import address_hash, suppression_of
from kuule.dispatch.models import Delivery, DeliveryEvent
from kuule.dispatch.rules import HANDED_OVER
from kuule.dispatch.tasks import drain_bounces
from tests.dispatch.test_returned_mail import CORPUS, OURS

CORPUS_MAILS = ("postfix-unknown-user", "vacation", "forged-no-match")
PASSWORD = "p w:ä"


@contextmanager
def signed_in(port: int) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4("127.0.0.1", port, timeout=10) as server:
        server.authenticate("PLAIN", lambda _: f"\0bounce\0{PASSWORD}".encode())
        server.select("INBOX")
        yield server


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    """A real IMAP server with an empty mailbox."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = ("--no-tls", "--no-service", "admin", "--no-service", "managesieve")
    user = ("dict", "--demo-data", "--demo-user", "bounce", "--demo-password", PASSWORD)
    binary = Path(sys.executable).with_name("pymap")
    process = subprocess.Popen([binary, "--host", "127.0.0.1", "--port", str(port), *quiet, *user])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port
    process.terminate()
    process.wait()


@pytest.fixture
def inbox(imap_port: int, settings) -> Callable[[bytes], None]:
    """Put mails into the mailbox that Kuule is set to read."""
    settings.KUULE_BOUNCE_IMAP_LOGIN = imap_login(f"imap+plain://bounce:p%20w%3A%C3%A4@127.0.0.1:{imap_port}/INBOX")

    def put(raw: bytes) -> None:
        with signed_in(imap_port) as server:
            server.append("INBOX", "", None, raw.replace(b"\n", b"\r\n"))

    with signed_in(imap_port) as server:
        server.store("1:*", "+FLAGS", r"(\Deleted)")
        server.expunge()
    return put


def left(port: int) -> list[tuple[bytes, bool]]:
    """Return subject and whether it is read, of every mail that is still there."""
    with signed_in(port) as server:
        names = server.search(None, "ALL")[1][0].split()
        unread = server.search(None, "UNSEEN")[1][0].split()
        heads = [server.fetch(name, "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1][0][1].strip() for name in names]
        return [(head, name not in unread) for head, name in zip(heads, names, strict=True)]


@pytest.mark.django_db
def test_what_came_back_is_written_down_and_removed_and_the_rest_stays(
    inbox, imap_port, add_people, schedule, plan, nordlys
):
    add_people("Aino")
    plan(schedule())
    digest = address_hash(nordlys.workspace, address="aino@example.test")
    Delivery.objects.update(state=HANDED_OVER, message_id=OURS, address_hash=digest)
    for name in CORPUS_MAILS:
        inbox((CORPUS / f"{name}.eml").read_bytes())
    assert drain_bounces() == 3
    assert [event.kind for event in DeliveryEvent.objects.all()] == ["hard_bounce"]
    assert [is_read for _, is_read in left(imap_port)] == [True, True]
    assert drain_bounces() == 0
    assert suppression_of(nordlys.workspace, address="aino@example.test").reason == "bounced"


@pytest.mark.django_db
def test_a_mail_that_cannot_be_read_is_flagged_and_does_not_hold_up_the_others(inbox, imap_port, monkeypatch):
    def fail(*, raw: bytes, now: object) -> tuple[str, None]:
        if b"vacation" in raw:
            raise RecursionError
        return "something_else", None

    monkeypatch.setattr("kuule.dispatch.tasks.note_returned_mail", fail)
    for name in CORPUS_MAILS:
        inbox((CORPUS / f"{name}.eml").read_bytes())
    assert drain_bounces() == 3
    assert len(left(imap_port)) == 3
    with signed_in(imap_port) as server:
        assert len(server.search(None, "FLAGGED")[1][0].split()) == 1
    assert drain_bounces() == 0


def test_a_mailbox_that_is_away_or_closed_is_tried_again_later(settings, imap_port):
    settings.KUULE_BOUNCE_IMAP_LOGIN = imap_login("imap+plain://bounce:x@127.0.0.1:1/INBOX")
    assert drain_bounces() == 0
    settings.KUULE_BOUNCE_IMAP_LOGIN = imap_login(f"imap+plain://bounce:wrong@127.0.0.1:{imap_port}/INBOX")
    assert drain_bounces() == 0
    settings.KUULE_BOUNCE_IMAP_LOGIN = None
    assert drain_bounces() == 0
