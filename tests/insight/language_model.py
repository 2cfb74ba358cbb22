"""A language model on this machine, as far as a program can tell: it counts who asks, and replies as it is told."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Model:
    """What was asked, with which key; what is replied, with which status and headers.

    While it `is_slow` it says nothing before `released`; `is_packed` sends compressed pieces of unknown length, and
    `is_trickling` a blank every few hundredths of a second.
    """

    reply: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""
    is_slow: bool = False
    is_packed: bool = False
    is_trickling: bool = False
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
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            model.keys.append(self.headers["Authorization"])
            if model.is_slow:
                model.released.wait(10)
            body = json.dumps({"choices": [{"message": {"content": model.reply}}]}).encode()
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked has gone
                self.send_response(model.status)
                if model.is_packed:
                    self._send_pieces(gzip.compress(body))
                else:
                    self._send_whole(body)

        def _send_whole(self, body: bytes) -> None:
            for name, value in {**model.headers, "Content-Length": str(len(body) + 1_000)}.items():
                self.send_header(name, value)
            self.end_headers()
            for _blank in range(200 if model.is_trickling else 0):
                model.released.wait(0.03)
                self.wfile.write(b" ")
            self.wfile.write(body + b" " * 1_000)

        def _send_pieces(self, packed: bytes) -> None:
            self.send_header("Transfer-Encoding", "chunked")
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            for piece in (packed[:20], packed[20:], b""):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

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
