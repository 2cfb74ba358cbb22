"""The one process that owns the engine: it keeps the copy fresh and answers whoever asks over the socket."""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingMixIn, UnixStreamServer
from typing import Any

import structlog
from django.db import close_old_connections, connection

from kuule.insight.engine import wire
from kuule.insight.engine.base import Engine, Row, Watch
from kuule.insight.engine.counting import Counting
from kuule.insight.engine.feed import Feed, throw_entries_away
from kuule.insight.engine.shapes import Ask, ask_from_json

log = structlog.get_logger("kuule.analytics")

REST_SECONDS = 5.0


class Desk:
    """Answers questions; before each, what was accepted since the last one is read."""

    def __init__(self, engine: Engine, feed: Feed | None) -> None:
        self._engine = engine
        self._feed = feed
        self._turn = threading.Lock()
        self._counting = Counting(self._count, at_once=engine.at_once)
        self._since = time.time()
        self._is_ready = feed is None
        self._done = self._total = 0

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to one message."""
        if "state" in message or not self._is_ready:
            return self._state()
        if "stop" in message:
            self._counting.stop(message["stop"])
            return {}
        asks = [ask_from_json(each) for each in message["asks"]]
        question = self._counting.ask(asks, patience=message.get("patience"), since=message.get("since"))
        if question.found is not None:
            return {"found": question.found}
        if question.is_over and not question.watch.is_stopped:
            return {"failed": True}
        return {"counting": question.key, "since": question.asked_at, "progress": question.watch.progress}

    def build(self) -> None:
        """Make the copy whole, if it is not; questions are told meanwhile how far it is."""
        if self._feed is None:
            return
        started = time.monotonic()
        with self._turn:
            self._feed.build(self._tell)
            self._feed.sync()
        self._is_ready = True
        log.info("analytics_ready", seconds=round(time.monotonic() - started, 1), answers=self._total)

    def tick(self) -> None:
        """Read what waits, also while nobody asks, clear the outbox, and stop what nobody waits for."""
        self._counting.sweep()
        with self._turn:
            if self._feed:
                self._feed.sync()
                self._feed.settle()
            else:
                throw_entries_away()

    def _count(self, asks: Sequence[Ask], watch: Watch) -> list[list[Row]]:
        close_old_connections()
        with self._turn:
            if self._feed:
                self._feed.sync()
            if self._engine.at_once == 1:
                return self._engine.answer_all(asks, watch)
        return self._engine.answer_all(asks, watch)

    def _tell(self, done: int, total: int) -> None:
        self._done, self._total = done, total

    def _state(self) -> dict[str, Any]:
        return {"ready": self._is_ready, "since": self._since, "done": self._done, "total": self._total}


class _Handler(BaseRequestHandler):
    request: socket.socket
    server: "_Server"

    def handle(self) -> None:
        try:
            while True:
                wire.send(self.request, self._reply(wire.receive(self.request)))
        except (ConnectionError, ValueError):
            return
        finally:
            connection.close()

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        close_old_connections()
        try:
            return self.server.desk.reply(message)
        except Exception:
            log.exception("question_failed")
            return {"failed": True}


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: str, desk: Desk) -> None:
        self.desk = desk
        super().__init__(path, _Handler)


def serve(desk: Desk, home: Path, stop: threading.Event) -> None:
    """Answer on the socket of a home folder until told to stop. The engine must be ours alone by then."""
    path = Path(wire.address(home))
    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        server = _Server(str(path), desk)
    finally:
        os.umask(before)
    answering = threading.Thread(target=server.serve_forever, name="answering", daemon=True)
    answering.start()
    try:
        _keep(desk.build, stop, once=True)
        _keep(lambda: _seen(path, desk.tick), stop)
    finally:
        path.unlink(missing_ok=True)
        server.shutdown()
        server.server_close()


def _seen(path: Path, act: Callable[[], None]) -> None:
    # When a process is killed its socket stays, and tells until when it was there.
    os.utime(path)
    act()


def _keep(act: Callable[[], None], stop: threading.Event, *, once: bool = False) -> None:
    """Do something again and again, once until it works, whatever state the database is in."""
    while not stop.is_set():
        close_old_connections()
        try:
            act()
            if once:
                return
        except Exception:
            log.exception("analytics_troubled")
        stop.wait(REST_SECONDS)
