"""A published survey, people to ask, and a real mail server on loopback."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from kuule.contacts.models import Contact
from kuule.contacts.query import ContactFilter
from kuule.contacts.services import add_contact
from kuule.dispatch.models import Invitation, Wave
from kuule.dispatch.rules import INVITED
from kuule.dispatch.services import plan_wave, schedule_wave
from kuule.surveys.models import Survey
from kuule.surveys.selectors import newest_version
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

EVERYBODY = ContactFilter()


@pytest.fixture
def survey(nordlys, now: datetime) -> Survey:
    """The relationship survey of Nordlys, published."""
    made = create_from_starter(workspace=nordlys.workspace, name="How are we doing", actor=SYSTEM, now=now)
    publish_survey(survey=made, actor=SYSTEM, now=now)
    return made


@pytest.fixture
def add_people(nordlys, now: datetime) -> Callable[..., list[Contact]]:
    """Add contacts with an address each: `add_people("Aino", "Berit", language="fi")`."""

    def add(*names: str, workspace: Workspace | None = None, **fields: object) -> list[Contact]:
        return [
            add_contact(
                workspace=workspace or nordlys.workspace,
                actor=SYSTEM,
                now=now,
                name=name,
                **{"email": f"{name.split()[0].lower()}@example.test", **fields},
            )
            for name in names
        ]

    return add


@pytest.fixture
def has_been_asked(nordlys, survey: Survey) -> Callable[[Contact, datetime], Invitation]:
    """Note that a person was asked at a moment."""

    def note(contact: Contact, at: datetime) -> Invitation:
        return Invitation.objects.create(
            workspace=nordlys.workspace,
            version=newest_version(nordlys.workspace, survey=survey),
            contact=contact,
            decision=INVITED,
            decided_at=at,
            asked_at=at,
            language="en",
        )

    return note


@pytest.fixture
def schedule(nordlys, survey: Survey, now: datetime) -> Callable[..., Wave]:
    """Schedule a wave to everybody, due now."""

    def make(**changes: object) -> Wave:
        values = {
            "workspace": nordlys.workspace,
            "survey": survey,
            "name": "November",
            "audience": EVERYBODY,
            "due_at": now,
            "actor": SYSTEM,
            "now": now,
        }
        return schedule_wave(**{**values, **changes})

    return make


@pytest.fixture
def plan(now: datetime) -> Callable[..., Wave]:
    """Plan a wave to its end."""

    def finish(wave: Wave, at: datetime = now, batch: int = 500) -> Wave:
        while plan_wave(wave=wave, now=at, batch=batch):
            pass
        wave.refresh_from_db()
        return wave

    return finish


@dataclass
class Post:
    """A mail server: what it took, and how it behaves to whom."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelope_senders: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    after_data: str = ""
    drops_at: str = ""
    sessions: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def recipients(self) -> list[str]:
        return [str(letter["To"]) for letter in self.letters]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.drops_at == "rcpt":
            self.drops_at = ""
            server.transport.abort()
            return "421 gone"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.after_data:
            return self.after_data
        with self.lock:
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelope_senders.append(envelope.mail_from)
        if self.drops_at == "data":
            self.drops_at = ""
            server.transport.abort()
        return "250 OK"


class PatientController(Controller):
    """Starts the server also on a machine that has much else to do."""

    def _trigger_server(self):
        with socket.create_connection((self.hostname, self.port), timeout=30) as caller:
            caller.recv(1024)


@pytest.fixture
def post(settings) -> Iterator[Post]:
    """A real mail server on loopback, and Kuule set to send through it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    office = Post(port)
    controller = PatientController(office, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 10
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield office
    controller.stop()


@pytest.fixture
def mailbox(settings) -> SimpleNamespace:
    """Kuule without a mail server."""
    settings.EMAIL_BACKEND = "kuule.dispatch.channels.mailbox.MailboxBackend"
    return SimpleNamespace()
