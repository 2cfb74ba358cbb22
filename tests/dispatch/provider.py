"""A server that poses as a provider of messages, behind a proxy that leads every name to it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import trustme


@dataclass
class Provider:
    """A provider behind a proxy that leads every name to it: what it was given, and how it answers."""

    listener: socket.socket
    context: ssl.SSLContext
    answer: tuple[int, str] = (200, "ok")
    hangs_up: bool = False
    bodies: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[dict[str, str]]:
        return [{key: value[0] for key, value in parse_qs(body).items()} for body in self.bodies]

    def serve(self) -> None:
        while True:
            try:
                caller, _address = self.listener.accept()
            except OSError:
                return
            self._one(caller)

    def _one(self, caller: socket.socket) -> None:
        caller.settimeout(10)
        while not caller.recv(4096).endswith(b"\r\n\r\n"):
            pass
        caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with self.context.wrap_socket(caller, server_side=True) as secure:
            head, _, body = secure.recv(65_536).partition(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")
            )
            while len(body) < length:
                body += secure.recv(65_536)
            self.bodies.append(body.decode())
            if not self.hangs_up:
                status, words = self.answer
                reply = f"HTTP/1.1 {status} So\r\nContent-Length: {len(words)}\r\nConnection: close\r\n\r\n{words}"
                secure.sendall(reply.encode())


@contextmanager
def posing_as(host: str, *, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Run one for a host, and lead everything that this process sends to it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    listener = socket.create_server(("127.0.0.1", 0))
    posing = Provider(listener, context)
    threading.Thread(target=posing.serve, daemon=True).start()
    patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listener.getsockname()[1]}")
    patch.setenv("REQUESTS_CA_BUNDLE", str(folder / "ca.pem"))
    patch.delenv("NO_PROXY", raising=False)
    patch.delenv("no_proxy", raising=False)
    yield posing
    listener.close()
