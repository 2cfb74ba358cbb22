"""A storm over the main job: web and worker are killed at random moments while a list comes in, mail goes out and
people answer. At the end every row, every mail and every answer is accounted for.
"""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

import pytest

from tests.main_job.installation import (
    Postbox,
    answers,
    database_of_its_own,
    free_port,
    mail_server,
    survey_links,
    wait_for,
)

pytestmark = pytest.mark.soak

PEOPLE = 3000
KILLS = 40
SEED = 20261122
ROOT = Path(__file__).resolve().parents[2]


class Part:
    """Web or worker: a process that is killed and started again until the storm is over."""

    def __init__(self, environment: dict[str, str], *command: str) -> None:
        self.environment, self.command = environment, command
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kuule", *self.command], env=self.environment, start_new_session=True
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[tuple[dict[str, str], Postbox]]:
    """An installation of its own on the kind of database that this run tests, with a mail server on loopback."""
    postbox = Postbox()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    with database_of_its_own() as database, mail_server(postbox) as mail:
        home = {"KUULE_HOME": str(tmp_path / "home"), "KUULE_EMAIL_URL": mail, "KUULE_LOG_LEVEL": "ERROR"}
        yield {**kept, **home, **database}, postbox


def scene(environment: dict[str, str], *command: str) -> dict[str, object]:
    """Run one act of `scene.py` inside the installation and return what it found."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.scene", *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def killing(parts: list[Part], rest: tuple[float, float]) -> Iterator[list[int]]:
    """Kill one of the parts at random moments, and start it again, as long as the body runs."""
    dice, over, kills = random.Random(SEED), Event(), []

    def storm() -> None:
        while not over.wait(dice.uniform(*rest)) and len(kills) < KILLS:
            part = dice.choice(parts)
            part.kill()
            part.start()
            kills.append(1)

    thread = Thread(target=storm)
    thread.start()
    try:
        yield kills
    finally:
        over.set()
        thread.join()


def answer_until_accepted(link: str, score: int) -> None:
    """Send an answer again until the server acknowledges it, as a person would after an error."""
    address, form = urlsplit(link), urlencode({"score": score, "why": "In the storm."})
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
            connection.request("POST", address.path, form, {"Content-Type": "application/x-www-form-urlencoded"})
            if connection.getresponse().status == 303:
                return
        time.sleep(0.05)
    raise AssertionError("An answer was never accepted.")


def test_nothing_is_lost_or_doubled_in_a_storm(environment: tuple[dict[str, str], Postbox], tmp_path: Path) -> None:
    settings, postbox = environment
    port = free_port()
    settings = {**settings, "KUULE_BASE_URL": f"http://127.0.0.1:{port}"}
    subprocess.run([sys.executable, "-m", "kuule", "migrate"], env=settings, check=True)
    scene(settings, "found")
    web, worker = Part(settings, "web", "--port", str(port)), Part(settings, "worker")
    try:
        with killing([worker], rest=(0.5, 2.5)):
            job = scene(settings, "import", str(PEOPLE))["job"]
            wait_for("the import", lambda: scene(settings, "job", str(job))["state"] == "done", 300)
        people = scene(settings, "people")
        assert people == {"contacts": PEOPLE, "different": PEOPLE, "accounts": 100}

        wave = scene(settings, "wave")["wave"]
        with killing([worker], rest=(1.5, 4.0)) as kills:
            wait_for("the wave", lambda: scene(settings, "rest", str(wave))["due"] == 0 and kills, 300)
        worker.kill()
        states = scene(settings, "deliveries", str(wave))
        arrived = {address: len(mails) for address, mails in postbox.mails.items()}
        assert sum(states.values()) == PEOPLE
        assert set(states) <= {"sent", "uncertain"}
        assert states["sent"] <= len(arrived) <= PEOPLE
        assert max(Counter(arrived).values()) == 1, "Somebody got two mails."

        wait_for("the web server", lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        links = {address: survey_links(mails[0]) for address, mails in postbox.mails.items()}
        scores = {address: number % 11 for number, address in enumerate(sorted(links)[:600])}
        with killing([web], rest=(1.0, 3.0)):
            for address, score in scores.items():
                answer_until_accepted(links[address][score], score)
        assert scene(settings, "answers") == scores
    finally:
        web.kill()
        worker.kill()
