"""`kuule up`: one command that prepares everything and keeps web and worker running."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING

from kuule.config.cli.ground import fail, out, safe_environment
from kuule.config.cli.web import refuse_taken_port, server_command
from kuule.config.freshness import is_fresh

if TYPE_CHECKING:
    from kuule.config.environment import Environment

READY_WITHIN_SECONDS = 60.0
STOP_WITHIN_SECONDS = 25.0
QUICK_DEATH_SECONDS = 5.0
QUICK_DEATHS_ALLOWED = 3
# What Kuule can do without is tried again after so long.
TRY_AGAIN_SECONDS = 60.0


@dataclass
class Child:
    """A process that has to keep running; Kuule goes on for a while without one that is not `needed`."""

    name: str
    command: list[str]
    needed: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self, stdout: int | None = None) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only us and we stop it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=stdout, start_new_session=True)  # noqa: S603 - ours

    def has_died(self) -> bool:
        """Tell whether the process has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def revive(self, stop: "Stop") -> bool:
        """Start it again; False when it keeps dying at once and somebody has to look."""
        died_quickly = time.monotonic() - self.started < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if died_quickly else 0
        if self.quick_deaths > QUICK_DEATHS_ALLOWED:
            return not self.needed
        stop.rest(min(0.5 * 2**self.quick_deaths, 5))
        self.start()
        return True

    def may_rest(self) -> bool:
        """Tell whether Kuule goes on without it for now, because it keeps dying at once and is not needed."""
        rested = time.monotonic() - self.started
        return not self.needed and self.quick_deaths > QUICK_DEATHS_ALLOWED and rested < TRY_AGAIN_SECONDS

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)

    def wait_or_kill(self, seconds: float) -> None:
        """Wait until it stopped; after `seconds` end it and all it started."""
        if not self.process:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class StopRequestedError(Exception):
    """Somebody pressed Ctrl-C or sent a signal."""


class Stop:
    """Remembers that somebody asked us to stop, until a moment when no process is half started."""

    def __init__(self) -> None:
        self._asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def rest(self, seconds: float) -> None:
        """Rest a moment; raise StopRequestedError when we were asked to stop."""
        deadline = time.monotonic() + seconds
        while not self._asked and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
        if self._asked:
            raise StopRequestedError


def run_everything(*, demo: bool, host: str, port: int) -> int:
    """Prepare, start web and worker, watch them until told to stop. Returns the exit code."""
    os.environ.setdefault("KUULE_BASE_URL", f"http://{host}:{port}")
    settings = safe_environment()
    if demo and settings.mode == "production":
        fail("The demo has a password that everybody knows; it does not run in production.", "Leave out --demo.")
    preparing = Child("preparation", [sys.executable, "-m", "kuule.config.prepare", *(["--demo"] if demo else [])])
    web = Child("web", server_command(host=host, port=port))
    worker = Child("worker", [sys.executable, "-m", "kuule", "worker"])
    analytics = Child("analytics", [sys.executable, "-m", "kuule", "analytics"], needed=False)
    helping = [worker] if _counts_by_itself(settings) else [worker, analytics]
    refuse_taken_port(host, port)
    stop = Stop()
    try:
        if is_fresh(settings):
            web.start()
        welcome = _prepare(preparing, stop)
        if web.process is None:
            web.start()
        _wait_until_ready(host, port, web, stop)
        for child in helping:
            child.start()
        out.print(f"\n[bold green]Kuule is running.[/bold green]\n\n{welcome}\n")
        return _watch([web, *helping], stop)
    except StopRequestedError:
        return 0
    finally:
        _stop_all([preparing, web, *helping])


def _counts_by_itself(settings: "Environment") -> bool:
    return settings.analytics_url is not None and settings.analytics_url.get_secret_value() == "off"


def _prepare(preparing: Child, stop: Stop) -> str:
    # A process of its own: the memory that Django, the demo and the assets need is given back when it ends.
    preparing.start(stdout=subprocess.PIPE)
    while not preparing.has_died():
        stop.rest(0.05)
    if preparing.process is None or preparing.process.returncode or preparing.process.stdout is None:
        fail("Kuule could not be prepared; the lines above say why.", "`kuule check` may tell how to mend it.")
    return str(json.loads(preparing.process.stdout.read())["welcome"])


def _wait_until_ready(host: str, port: int, web: Child, stop: Stop) -> None:
    url = f"http://{host}:{port}/readyz"
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if web.has_died():
            fail(f"The web server could not start on port {port}.", "The lines above may say why.")
        if _is_ready(url):
            return
        stop.rest(0.05)
    fail("The web server did not answer in time.", f"Look at {url} for the reason.")


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        # Some other host name is allowed only: the server answers, and that is what was asked.
        return error.code == 400
    except (urllib.error.URLError, OSError):
        return False


def _watch(children: list[Child], stop: Stop) -> int:
    while True:
        for child in children:
            if child.has_died() and not child.may_rest() and not child.revive(stop):
                fail(f"The {child.name} process keeps stopping; the lines above say why.", "Mend it and start again.")
        stop.rest(0.5)


def _stop_all(children: list[Child]) -> None:
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        child.stop()
    for child in children:
        child.wait_or_kill(max(0.1, deadline - time.monotonic()))
    out.print("Kuule has stopped.")
