"""Sending to addresses that users wrote down, and nowhere else."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme

from kuule.lib import outbound
from kuule.lib.outbound import NotSentError, is_open_to_all, is_sendable, networks_of, post

LOOPBACK = networks_of(["127.0.0.0/8"])
Handle = Callable[[BaseHTTPRequestHandler], None]


def quiet(handle: Handle) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            handle(self)

        def log_message(self, *said: object) -> None:
            pass

    return Handler


@contextmanager
def server(handle: Handle, secure: Callable[[HTTPServer], None] = lambda _server: None) -> Iterator[int]:
    running = HTTPServer(("127.0.0.1", 0), quiet(handle))
    secure(running)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield running.server_port
    finally:
        running.shutdown()
        running.server_close()


def reason(url: str, **options: object) -> str:
    with pytest.raises(NotSentError) as caught:
        post(url, body=b"{}", headers={}, **options)
    return caught.value.reason


def test_a_body_arrives_as_it_is() -> None:
    heard: list[tuple[str, str | None, str | None, bytes]] = []

    def handle(request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        heard.append((request.path, request.headers["Host"], request.headers["X-Proof"], body))
        request.send_response(202)
        request.end_headers()
        request.wfile.write(b"taken")

    with server(handle) as port:
        url = f"http://localhost:{port}/hooks/ä b?x=1&y=%20#part".replace(" ", "%20")
        answered = post(url, body="{ö}".encode(), headers={"X-Proof": "1"}, allowed=networks_of(["127.0.0.1", "::1"]))
    assert (answered.status, answered.body) == (202, b"taken")
    assert heard == [("/hooks/%C3%A4%20b?x=1&y=%20", f"localhost:{port}", "1", "{ö}".encode())]


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "255.255.255.255", "224.0.0.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "2130706433", "0x7f.1"),
    ],
)
def test_no_internal_address_is_reached(host: str) -> None:
    assert reason(f"http://{host}:9/") == outbound.INTERNAL


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_open(address: str) -> None:
    assert is_open_to_all(ipaddress.ip_address(address))


def test_a_network_that_is_named_and_no_other_may_be_reached() -> None:
    assert reason("http://127.0.0.1:9/", allowed=networks_of(["10.0.0.0/8"])) == outbound.INTERNAL
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert reason(f"http://127.0.0.1:{port}/", allowed=LOOPBACK) == outbound.UNREACHABLE


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def rebound(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        # Public at the first look, internal from the second on.
        asked.append(host)
        address = "127.0.0.9" if len(asked) > 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()

    with server(handle) as port:
        # The connection itself may not look again either.
        monkeypatch.setattr(socket, "create_connection", _direct)
        monkeypatch.setattr(socket, "getaddrinfo", rebound)
        allowed = networks_of(["127.0.0.1"])
        assert post(f"http://rebinding.example:{port}/", body=b"", headers={}, allowed=allowed).status == 200
    assert asked == ["rebinding.example"]


def _direct(place: tuple[str, int], timeout: float) -> socket.socket:
    line = socket.socket()
    line.settimeout(timeout)
    line.connect(place)
    return line


def test_one_internal_address_among_others_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: both)
    assert reason("http://both.example/") == outbound.INTERNAL


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.com", "ftp://example.com/", "file:///etc/passwd", "http://", "http://user:secret@example.com/"),
        *("http://example.com:0/", "http://example.com:99999/", "http://exa mple.com/", "http://example.com/\r\nX: 1"),
        *("http://[::1", "https://" + "a" * 2_000 + ".example", "javascript:alert(1)"),
    ],
)
def test_what_is_no_address_is_not_sent_to(url: str) -> None:
    assert not is_sendable(url)
    assert reason(url) == outbound.BAD_ADDRESS


def test_a_host_that_nobody_knows() -> None:
    assert reason("http://nobody.invalid/") == outbound.UNKNOWN_HOST


def test_redirects_are_not_followed() -> None:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "http://127.0.0.1:1/elsewhere")
        request.end_headers()

    with server(handle) as port:
        assert post(f"http://127.0.0.1:{port}/", body=b"", headers={}, allowed=LOOPBACK).status == 302


def test_nobody_is_held_up_by_a_trickle_or_flooded() -> None:
    def trickle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        with suppress(OSError):
            for _ in range(200):
                request.wfile.write(b"X: 1\r\n")
                request.wfile.flush()
                time.sleep(0.05)

    def flood(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(b"x" * 300_000)

    with server(trickle) as port:
        began = time.monotonic()
        assert reason(f"http://127.0.0.1:{port}/", allowed=LOOPBACK, seconds=0.5) == outbound.TIMEOUT
        assert time.monotonic() - began < 5
    with server(flood) as port:
        assert (
            len(post(f"http://127.0.0.1:{port}/", body=b"", headers={}, allowed=LOOPBACK).body) == outbound.MOST_BYTES
        )


def test_the_other_side_has_to_prove_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    known = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(known)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    def secure(running: HTTPServer) -> None:
        running.socket = context.wrap_socket(running.socket, server_side=True)

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()

    allowed = networks_of(["127.0.0.1", "::1"])
    with server(handle, secure) as port:
        assert reason(f"https://localhost:{port}/", allowed=allowed) == outbound.NOT_SECURE
        outbound._context.cache_clear()
        monkeypatch.setenv("SSL_CERT_FILE", str(known))
        try:
            assert post(f"https://localhost:{port}/", body=b"", headers={}, allowed=allowed).status == 200
            # The name counts, not only who signed.
            assert reason(f"https://127.0.0.1:{port}/", allowed=allowed) == outbound.NOT_SECURE
        finally:
            outbound._context.cache_clear()


def test_silence_is_a_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        for scheme in ("http", "https"):
            assert reason(f"{scheme}://127.0.0.1:{port}/", allowed=LOOPBACK, seconds=0.4) == outbound.TIMEOUT
