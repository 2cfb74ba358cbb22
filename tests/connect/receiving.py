"""A server that takes webhooks, and remembers what it was sent."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Receiver:
    """Answers with `status` and `answer`; what comes is in `heard`, its headers in `headers`."""

    def __init__(self) -> None:
        self.status, self.answer = 200, b""
        self.heard, self.headers, self.bodies = list[dict[str, Any]](), list[dict[str, str]](), list[bytes]()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.bodies.append(body)
                receiver.heard.append(json.loads(body))
                receiver.headers.append(dict(self.headers))
                self.send_response(receiver.status)
                self.end_headers()
                self.wfile.write(receiver.answer)

            def log_message(self, *said: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    @property
    def types(self) -> list[str]:
        return [each.get("event_type") or each["type"] for each in self.heard]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
