"""A whole Kuule as a user starts it: `kuule up` in processes of its own, with a real mail server on loopback."""

import email
import email.policy
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

WITHIN_SECONDS = 90
# An empty database is migrated first, beside other tests.
STARTS_WITHIN_SECONDS = 300


def wait_for(what: str, happened: Callable[[], object], seconds: float = WITHIN_SECONDS) -> object:
    """Return what `happened` returns once that is true; fail when it stays false."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        result = happened()
        if result:
            return result
        time.sleep(0.1)
    raise AssertionError(f"Waited {seconds:.0f} s in vain for {what}.")


@dataclass
class Postbox:
    """What the mail server received, by the address it was for."""

    mails: dict[str, list[EmailMessage]] = field(default_factory=dict)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
        for address in envelope.rcpt_tos:
            self.mails.setdefault(address, []).append(message)
        return "250 Taken"


@dataclass
class Installation:
    """A running Kuule."""

    url: str
    home: Path
    postbox: Postbox
    process: subprocess.Popen[str]
    environment: dict[str, str]

    def kuule(self, *command: str) -> str:
        """Run one more command of this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "kuule", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def installation(home: Path, **settings: str) -> Iterator[Installation]:
    """Start Kuule on a free port, on the kind of database that this run tests, and stop it with Ctrl-C.

    `settings` are further settings by their names, such as `KUULE_LANGUAGE`.
    """
    postbox, port = Postbox(), free_port()
    with database_of_its_own() as database_url, mail_server(postbox) as mail_url:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
        environment = {**kept, "KUULE_HOME": str(home), "KUULE_EMAIL_URL": mail_url, **database_url, **settings}
        command = [sys.executable, "-m", "kuule", "up", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(
                "Kuule to start", lambda: process.poll() is not None or answers(f"{url}/readyz"), STARTS_WITHIN_SECONDS
            )
            yield Installation(url, home, postbox, process, {**environment, "KUULE_BASE_URL": url})
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(40)


@contextmanager
def mail_server(postbox: Postbox) -> Iterator[str]:
    """Run a mail server on loopback; yield the setting that points to it."""
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp+plain://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def database_of_its_own() -> Iterator[dict[str, str]]:
    """Yield the setting of an empty PostgreSQL database when this run tests PostgreSQL, else nothing."""
    server = os.environ.get("KUULE_DATABASE_URL")
    if not server:
        yield {}
        return
    name = f"main_job_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"KUULE_DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Tell whether an address answers with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def survey_links(message: EmailMessage) -> list[str]:
    """Return the links of the score buttons of a survey mail, 0 first."""
    part = message.get_body(("html",))
    assert part is not None
    return re.findall(r'href="([^"]*/a/[^"]*score=\d+)"', part.get_content())
