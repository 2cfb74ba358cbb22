"""What a respondent's phone has to fetch, beside the leading open survey tool (949 kB in 30 requests)."""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import environment, free_port, kuule, running

OTHERS_BYTES = 949_000
OTHERS_REQUESTS = 30
FETCHES = re.compile(rb"<(?:script|link|img|iframe)[^>]+(?:src|href)=", re.IGNORECASE)


def measure(folder: Path) -> Iterator[Figure]:
    """Yield bytes on the wire, headers included, and requests of one answer page."""
    home, port = folder / "page", free_port()
    kuule(home, "migrate")
    done = subprocess.run(
        [sys.executable, "-m", "bench.invitations", "1"], env=environment(home), check=True, stdout=subprocess.PIPE
    )
    command = [sys.executable, "-m", "kuule", "web", "--port", str(port)]
    with running(command, port=port, ready="/healthz", env=environment(home)):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/a/{json.loads(done.stdout)[0]}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
            size = len(body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    yield Figure("answer page", size, "bytes", OTHERS_BYTES, "leading open tool", "under 6,000")
    yield Figure(
        "answer page", 1 + len(FETCHES.findall(_plain(body))), "requests", OTHERS_REQUESTS, "leading open tool", "1"
    )


def _plain(body: bytes) -> bytes:
    import gzip

    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
