"""Memory of all of Kuule at rest, beside one bare Django process on the same server."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import environment, free_port, running

REST_SECONDS = 8


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the proportional set size of `kuule up` and all it started, after a page was shown."""
    port = free_port()
    command = [sys.executable, "-m", "kuule", "up", "--port", str(port)]
    with running(command, port=port, ready="/account/login/", env=environment(folder / "rest")) as kuule_up:
        time.sleep(REST_SECONDS)
        everything = kuule_up.memory_bytes() / 1e6
    bare_port = free_port()
    (folder / "bare-rest").mkdir()
    bare = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(bare_port)),
        *("--log-level", "warning", "bench.bare:application"),
    ]
    with running(bare, port=bare_port, ready="/", env=environment(folder / "bare-rest")) as server:
        time.sleep(1)
        reference = server.memory_bytes() / 1e6
    yield Figure("all of Kuule at rest", everything, "MB", reference, "bare Django server", "under 400 MB")
