"""How long after an accepted answer its case is there, with the worker running."""

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from bench.figures import Figure
from bench.load import Load
from bench.servers import environment, free_port, kuule, running

ANSWERS = 300
SECONDS_BETWEEN = 0.2
LOOKS_EVERY_SECONDS = 0.02
PATIENCE_SECONDS = 60
# The worker looks once a second where nothing is due: nothing can be faster on average than half of that.
TICK_MS = 1000.0


def measure(folder: Path) -> Iterator[Figure]:
    """Yield how long after its acknowledgement 99 of 100 unhappy answers have a case; raise when one has none."""
    home = folder / "cases"
    kuule(home, "migrate")
    done = subprocess.run(
        [sys.executable, "-m", "bench.invitations", str(ANSWERS)],
        env=environment(home),
        check=True,
        stdout=subprocess.PIPE,
    )
    links = list(json.loads(done.stdout))
    worker = subprocess.Popen([sys.executable, "-m", "kuule", "worker"], env=environment(home))
    try:
        waits = _answer_and_wait(home, links)
    finally:
        worker.kill()
        worker.wait()
    found = Load(sum(waits), waits, [])
    yield Figure(
        "answer → case, 99 % within", found.quantile(0.99) * 1000, "ms", TICK_MS, "the worker’s tick", "under 5 s"
    )
    yield Figure("answer → case, half within", found.quantile(0.5) * 1000, "ms", TICK_MS, "the worker’s tick")


def _answer_and_wait(home: Path, links: list[tuple[str, str]]) -> list[float]:
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "kuule.config.wsgi:application"),
    ]
    with running(command, port=port, ready="/healthz", env=environment(home)) as server:
        seen: dict[int, float] = {}
        stop = threading.Event()
        watching = threading.Thread(target=_watch, args=(home, seen, stop))
        watching.start()
        accepted = [_post(port, token, shown) for token, shown in links]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(seen) < len(accepted) and time.monotonic() < deadline:
            time.sleep(LOOKS_EVERY_SECONDS)
        stop.set()
        watching.join()
        os.killpg(server.process.pid, 9)
    if len(seen) != len(accepted):
        raise RuntimeError(f"Only {len(seen)} of {len(accepted)} unhappy answers have a case.")
    # Answers are numbered in the order in which they were accepted.
    return [seen[number] - at for number, at in zip(sorted(seen), accepted, strict=True)]


def _post(port: int, token: str, shown: str) -> float:
    time.sleep(SECONDS_BETWEEN)
    form = {"recommend": "2", "score": "2", "language": "en", "shown": shown, "signal": shown[::-1]}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/a/{token}", urlencode(form), headers)
    status = connection.getresponse().status
    connection.close()
    if status not in (200, 303):
        raise RuntimeError(f"An answer was not accepted: {status}.")
    return time.monotonic()


def _watch(home: Path, seen: dict[int, float], stop: threading.Event) -> None:
    with closing(sqlite3.connect(f"file:{home / 'kuule.sqlite3'}?mode=ro", uri=True)) as database:
        while not stop.is_set():
            for (number,) in database.execute("SELECT response_id FROM act_case WHERE response_id IS NOT NULL"):
                seen.setdefault(number, time.monotonic())
            time.sleep(LOOKS_EVERY_SECONDS)
