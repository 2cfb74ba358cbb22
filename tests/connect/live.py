"""A Kuule as a user starts it, with a key for a program that was written for Delighted."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import requests

from tests.main_job.installation import Installation

PASSWORD = "kettle-lantern-42"
NODE_PACKAGE = Path(__file__).parent / "node"


@dataclass(frozen=True)
class Heard:
    """What a receiver of webhooks was sent."""

    headers: dict[str, str]
    body: bytes


def found_workspace(kuule: Installation) -> str:
    """Make the first workspace by the page that a new installation shows, and return a key for it."""
    page = kuule.kuule("setup-link").strip()
    with requests.Session() as browser:
        shown = browser.get(page, timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)
        assert token is not None
        form = {
            "csrfmiddlewaretoken": token[1],
            "company": "Skies United",
            "slug": "skies",
            "timezone": "Europe/Helsinki",
            "language": "en",
            "name": "Leena Lead",
            "email": "leena@skies.example",
            "password": PASSWORD,
            "password_again": PASSWORD,
        }
        made = browser.post(page, form, headers={"Referer": page}, timeout=30)
        assert "/w/skies/" in made.url, made.text[:2_000]
    return kuule.kuule("apikey", "create", "--workspace", "skies", "--name", "Old shop").splitlines()[-1]


@contextmanager
def receiver() -> Iterator[tuple[str, list[Heard]]]:
    """Run a receiver of webhooks on loopback; yield its address and what it hears."""
    heard: list[Heard] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(Heard(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hooks", heard
    finally:
        server.shutdown()


def node_client(folder: Path) -> Path:
    """Return a folder with the vendor's client for Node: the one that set-up made, else a new one."""
    ready = Path(sys.prefix) / "node"
    if (ready / "node_modules").is_dir():
        return ready
    for name in ("package.json", "package-lock.json"):
        shutil.copy(NODE_PACKAGE / name, folder)
    npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or shutil.which("npm")
    assert npm, "Node is missing: make setup"
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True
    )
    return folder
