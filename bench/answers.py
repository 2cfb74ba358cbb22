"""Answers accepted per second over HTTP, beside a bare view that inserts one row; and none of them lost."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import Figure
from bench.load import Load, Request, form, post_all
from bench.servers import environment, free_port, kuule, running

ANSWERS = 3000
WARM_UP = 300
AT_ONCE = 8
KUULE = "kuule.config.wsgi:application"
COMMENT = "The invoices still arrive with the wrong VAT line, and nobody called back."


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of answers; raise when an acknowledged answer is missing."""
    home = folder / "answers"
    kuule(home, "migrate")
    links = _invite(home)
    load, cpu = serve(home, KUULE, answer_page(links))
    bare, bare_cpu = serve(
        folder / "bare", "bench.bare:application", [form(f"/{token}", _form(i)) for i, (token, _) in enumerate(links)]
    )
    _none_lost(home, load)
    yield Figure("answers accepted", load.rate, "a second", bare.rate, "bare view inserting one row", "at least half")
    yield Figure("answer, 99 % within", load.quantile(0.99) * 1000, "ms", bare.quantile(0.99) * 1000, "bare view")
    yield Figure("answer, server CPU", cpu * 1000, "ms", bare_cpu * 1000, "bare view", "under 2.5 ms")


def answer_page(links: Sequence[tuple[str, str]]) -> list[Request]:
    """Return what the page of each of these invitations sends: a token, and the seal of when it was shown."""
    return [form(f"/a/{token}", _form(i) | _seen(shown)) for i, (token, shown) in enumerate(links)]


def _form(number: int) -> dict[str, str]:
    return {"recommend": str(number % 11), "why": COMMENT, "score": str(number % 11), "comment": COMMENT}


def _seen(shown: str) -> dict[str, str]:
    # What the page of somebody with a browser sends along.
    return {"language": "en", "shown": shown, "signal": shown[::-1]}


def _invite(home: Path) -> list[tuple[str, str]]:
    command = [sys.executable, "-m", "bench.invitations", str(ANSWERS + WARM_UP)]
    done = subprocess.run(command, env=environment(home), check=True, stdout=subprocess.PIPE)
    return list(json.loads(done.stdout))


def serve(home: Path, application: str, requests: Sequence[Request], **more: str) -> tuple[Load, float]:
    """Post all of it to a server of one process, the first `WARM_UP` unmeasured; return also its CPU seconds each."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning", application),
    ]
    ready = "/healthz" if application == KUULE else "/"
    with running(command, port=port, ready=ready, env=environment(home, **more)) as server:
        post_all(port, requests[:WARM_UP], at_once=AT_ONCE)
        before = server.cpu_seconds()
        load = post_all(port, requests[WARM_UP:], at_once=AT_ONCE)
        cpu = (server.cpu_seconds() - before) / len(load.times)
        os.killpg(server.process.pid, 9)
    return load, cpu


def _none_lost(home: Path, load: Load) -> None:
    accepted = sum(status in (200, 303) for status in load.statuses)
    if accepted != ANSWERS:
        raise RuntimeError(f"Only {accepted} of {ANSWERS} answers were accepted: {set(load.statuses)}.")
    counting = [sys.executable, "-m", "bench.invitations", "count"]
    done = subprocess.run(counting, env=environment(home), check=True, stdout=subprocess.PIPE)
    if int(done.stdout) != ANSWERS + WARM_UP:
        raise RuntimeError(f"After kill -9 only {int(done.stdout)} answers are left of {ANSWERS + WARM_UP}.")
