"""Real processes on loopback, and what they use: CPU seconds and memory."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

READY_WITHIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and all its children."""

    port: int
    process: psutil.Process

    def family(self) -> list[psutil.Process]:
        """Return the process and everything it started."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Return the CPU time that all of them have used so far, user and system."""
        return sum(sum(process.cpu_times()[:2]) for process in self.family())

    def memory_bytes(self) -> int:
        """Return their proportional set size: shared pages are counted once."""
        return sum(process.memory_full_info().pss for process in self.family())


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a Kuule process with its own home folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    return {**kept, "KUULE_HOME": str(home), "KUULE_LOG_LEVEL": "WARNING", **more}


@contextmanager
def running(command: list[str], *, port: int, ready: str, env: dict[str, str]) -> Iterator[Server]:
    """Start a server, wait until it answers on `ready`, and stop it at the end."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", process)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer.")


def kuule(home: Path, *command: str, **more: str) -> None:
    """Run one `kuule` command to its end."""
    subprocess.run([sys.executable, "-m", "kuule", *command], env=environment(home, **more), check=True, stdout=2)
