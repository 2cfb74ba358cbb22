"""ClickHouse's own engine in this process, also behind the HTTP interface that its ordinary client speaks."""

import tempfile
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import clickhouse_connect
from chdb.session import Session


@cache
def _home() -> str:
    # The engine has one folder for as long as a process lives.
    return tempfile.mkdtemp(prefix="kuule-clickhouse-")


def in_process() -> Any:
    """A client that runs the engine itself."""
    return clickhouse_connect.get_client(interface="chdb", path=_home())


def over_http(folder: Path) -> Any:
    """The ordinary HTTP client, of a server that hands what it says to the same engine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Spoken)
    server.session = Session(_home())  # type: ignore[attr-defined]
    server.inbox = folder  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = clickhouse_connect.get_client(host="127.0.0.1", port=server.server_address[1], compress=False)
    close = client.close

    def close_both() -> None:
        close()
        server.shutdown()
        server.server_close()
        server.session.close()  # type: ignore[attr-defined]

    client.close = close_both
    return client


class _Spoken(BaseHTTPRequestHandler):
    """As much of ClickHouse's HTTP interface as its client uses. The engine takes one statement at a time."""

    protocol_version = "HTTP/1.1"
    turn = threading.Lock()

    def do_POST(self) -> None:
        asked = {
            name: values[0] for name, values in parse_qs(urlsplit(self.path).query, keep_blank_values=True).items()
        }
        body = self._body()
        # What is inserted follows its statement.
        told_by, mark, payload = body.partition(b"FORMAT Native\n")
        sql = asked.get("query", "") + (told_by + mark if payload else body).decode()
        with self.turn:
            status, told = self._run(sql.strip(), payload, asked)
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.send_header("X-ClickHouse-Format", "Native")
        self.end_headers()
        self.wfile.write(told)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = b""
        while size := int(self.rfile.readline(), 16):
            parts += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return parts

    def _run(self, sql: str, payload: bytes, asked: dict[str, str]) -> tuple[int, bytes]:
        bound = {name.removeprefix("param_"): value for name, value in asked.items() if name.startswith("param_")}
        settings = [f"{name} = {asked[name]}" for name in ("join_use_nulls",) if name in asked]
        form = "Native"
        if payload:
            sent = self.server.inbox / "sent.native"  # type: ignore[attr-defined]
            sent.write_bytes(payload)
            sql = sql.replace("FORMAT Native", f"FROM INFILE '{sent}' FORMAT Native")
        else:
            form = "Native" if sql.endswith("FORMAT Native") else "TabSeparated"
            sql = sql.removesuffix("FORMAT Native")
            sql += f" SETTINGS {', '.join(settings)}" if settings and sql.upper().startswith("SELECT") else ""
        try:
            return 200, self.server.session.query(sql, form, params=bound).bytes()  # type: ignore[attr-defined]
        except Exception as error:  # noqa: BLE001 - its client shall hear of it
            return 500, str(error).encode()

    def log_message(self, *args: object) -> None:
        """Say nothing."""
