"""A language model on this machine, as far as a program can tell: it counts who asks, and replies as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Model:
    """What was asked, with its headers; what is replied next, with which status, or nothing until `release`."""

    reply: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""
    is_slow: bool = False
    released: Event = field(default_factory=Event)

    def says(self, **told: object) -> None:
        """Reply with JSON from now on."""
        self.reply = json.dumps(told)

    def told(self) -> list[dict[str, Any]]:
        """Return what each question said about its group."""
        return [json.loads(each["messages"][-1]["content"]) for each in self.asked]


@contextmanager
def running_model() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            model.keys.append(self.headers["Authorization"])
            if model.is_slow:
                model.released.wait(10)
            body = json.dumps({"choices": [{"message": {"content": model.reply}}]}).encode()
            self.send_response(model.status)
            for name, value in {**model.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            with suppress(BrokenPipeError):  # who asked has gone
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()
