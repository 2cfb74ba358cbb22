"""A real server: killed in the middle it loses no answer it acknowledged, and two forms at once are one answer."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone

from kuule.dispatch.models import Invitation
from kuule.lib.tokens import hash_token, mint_token
from kuule.responses.models import Response, ResponseRevision
from kuule.surveys.models import SurveyVersion
from tests.responses.conftest import FORM, Asked, ask, sealed

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 3
PEOPLE_EACH = 60
THREADS = 4
STARTS_WITHIN_SECONDS = 30


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def web_server() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve the test database as `kuule web` does; whatever is left of the server afterwards is killed."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    options = ["--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "error"]
    process = subprocess.Popen(
        [*command, *options, "tests.responses.server:application"],
        env={**os.environ, "TEST_DATABASE": str(connection.settings_dict["NAME"])},
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    try:
        wait_until_it_answers(process, port)
        yield process, port
    finally:
        kill_everything(process)


def wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            post(port, "/a/nobody", score="1")
            return
        time.sleep(0.05)
    pytest.fail("The server did not start.")


def kill_everything(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def post(port: int, path: str, **fields: str) -> int:
    """Send one answer on a connection of its own; return the status, or raise when the server is gone."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request("POST", path, urlencode(sealed(path, fields)), {"Content-Type": FORM})
        return link.getresponse().status
    finally:
        link.close()


def announce(port: int, path: str, *, size: int) -> int:
    """Say that a form of so many bytes follows, and wait for the word of a server that wants none of them."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.putrequest("POST", path)
        link.putheader("Content-Type", FORM)
        link.putheader("Content-Length", str(size))
        link.endheaders()
        return link.getresponse().status
    finally:
        link.close()


def test_no_acknowledged_answer_is_lost_when_everything_is_killed(version: SurveyVersion) -> None:
    acknowledged: dict[str, int] = {}
    for kill in range(KILLS):
        people = [ask(version, timezone.now()) for _ in range(PEOPLE_EACH)]
        with web_server() as (process, port):
            enough = threading.Event()
            with ThreadPoolExecutor(THREADS) as crowd:
                for part in range(THREADS):
                    crowd.submit(answer_all, port, people[part::THREADS], version, acknowledged, enough, 12 + 9 * kill)
                assert enough.wait(60)
                kill_everything(process)
    assert len(acknowledged) >= KILLS * 12
    kept = dict(Response.objects.filter(token_hash__isnull=False).values_list("token_hash", "score"))
    kept |= {f"invitation {pk}": score for pk, score in Response.objects.values_list("invitation_id", "score") if pk}
    assert {key: kept.get(key) for key in acknowledged} == acknowledged
    answered = Invitation.objects.filter(answered_at__isnull=False).values_list("pk", flat=True)
    assert set(answered) == set(Response.objects.filter(invitation__isnull=False).values_list("invitation", flat=True))


def answer_all(
    port: int,
    people: list[Asked],
    version: SurveyVersion,
    acknowledged: dict[str, int],
    enough: threading.Event,
    wanted: int,
) -> None:
    numbers, before = count(), len(acknowledged)
    for person in people:
        token, score = mint_token(), next(numbers) % 11
        try:
            if post(port, person.path, score=str(score), why="Kill me") == 303:
                acknowledged[f"invitation {person.invitation.pk}"] = score
            if post(port, f"/s/{version.survey.slug}", score=str(score), token=token) == 303:
                acknowledged[hash_token(token)] = score
        except (OSError, http.client.HTTPException):
            return
        if len(acknowledged) - before >= wanted:
            enough.set()


def test_two_forms_at_the_same_moment_are_one_answer(version: SurveyVersion) -> None:
    person, token = ask(version, timezone.now()), mint_token()
    shared = f"/s/{version.survey.slug}"
    with web_server() as (_process, port), ThreadPoolExecutor(8) as crowd:
        personal = [crowd.submit(post, port, person.path, score=str(score)) for score in range(8)]
        anonymous = [crowd.submit(post, port, shared, score=str(score), token=token) for score in range(8)]
        assert {sent.result() for sent in (*personal, *anonymous)} == {303}
        assert announce(port, person.path, size=3_000_000) == 413
    assert Response.objects.count() == 2
    for response in Response.objects.all():
        seen = [response.score, *ResponseRevision.objects.filter(response=response).values_list("score", flat=True)]
        assert sorted(seen) == list(range(8))


def test_sqlite_waits_for_the_disk() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
