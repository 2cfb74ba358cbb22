"""Asking the engine from web, worker and commands. Imports no engine: that is the matter of one process."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from kuule.insight.engine import wire
from kuule.insight.engine.shapes import Ask
from kuule.responses.models import Response

# Up to so many answers the database itself counts quickly enough to stand in.
FEW_ENOUGH = 200_000
OFF = "off"
_CONNECT_SECONDS = 1.0
_ANSWER_SECONDS = 600.0
# Of a page whose time is up each further question gets this long: most are counted by then.
_LEAST_PATIENCE = 0.05

Row = tuple[Any, ...]


class EngineAwayError(Exception):
    """Figures cannot be had now: the engine's process is away since a moment, or reads `done` of `total` answers."""

    def __init__(self, *, since: datetime | None = None, done: int = 0, total: int = 0) -> None:
        super().__init__("The analytics engine is away.")
        self.since = since
        self.done = done
        self.total = total


class StillCountingError(Exception):
    """A question takes longer than its page waits. It goes on: look again with `since`, or stop it by its `key`.

    `since` is when its counting began, as the engine's clock says. `progress` is the part that is done, None where the
    engine does not tell.
    """

    def __init__(self, *, key: str, since: float, progress: float | None) -> None:
        super().__init__("The question is still being counted.")
        self.key = key
        self.since = since
        self.progress = progress


@dataclass(frozen=True, slots=True)
class Patience:
    """Until when a page waits for all its questions, and since when its reader does, if they look again."""

    until: float
    since: float | None

    @property
    def seconds(self) -> float:
        """Return how long the next question may take."""
        return max(_LEAST_PATIENCE, self.until - time.monotonic())


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def waiting(seconds: float, *, since: float | None = None) -> Iterator[None]:
    """Let all questions within take so many seconds together, and raise StillCountingError when they take longer.

    Whoever is not within waits as long as it takes.
    """
    before = _patience.set(Patience(time.monotonic() + seconds, since))
    try:
        yield
    finally:
        _patience.reset(before)


def is_off() -> bool:
    """Tell whether the database always counts by itself."""
    return bool(settings.KUULE_ANALYTICS_URL == OFF)


def figures(asks: Sequence[Ask], *, workspace_id: int) -> list[list[Row]] | None:
    """Return the rows of each question, all of the same moment; None where the database itself should count.

    Raises EngineAwayError when the engine is away and there are too many answers for that, and StillCountingError when
    so many answers take longer than their page waits.
    """
    if is_off():
        return None
    try:
        return ask_engine(asks)
    except EngineAwayError:
        if _is_small(workspace_id):
            return None
        raise
    except StillCountingError as counting:
        if not _is_small(workspace_id):
            raise
        # To count few answers never takes long: the engine has just started, or the machine is busy.
        with waiting(_ANSWER_SECONDS, since=counting.since):
            return ask_engine(asks)


def ask_engine(asks: Sequence[Ask]) -> list[list[Row]]:
    """Return the rows of each question. Raises EngineAwayError and StillCountingError."""
    patience = _patience.get()
    limits = {"patience": patience.seconds, "since": patience.since} if patience else {}
    told = _exchange({"asks": [ask.as_json() for ask in asks], **limits})
    if "counting" in told:
        since = patience.since if patience and patience.since else told["since"]
        raise StillCountingError(key=told["counting"], since=since, progress=told["progress"])
    if "found" not in told:
        since = told.get("since")
        raise EngineAwayError(
            since=datetime.fromtimestamp(since, UTC) if since else None,
            done=told.get("done", 0),
            total=told.get("total", 0),
        )
    return [[tuple(row) for row in rows] for rows in told["found"]]


def stop_counting(key: str) -> None:
    """Stop a question that takes long. Raises EngineAwayError."""
    _exchange({"stop": key})


def engine_state() -> dict[str, Any]:
    """Return what the process says of itself. Raises EngineAwayError."""
    state: dict[str, Any] = _exchange({"state": True})
    return state


_local = threading.local()


def _exchange(message: object) -> Any:
    for is_last in (False, True):
        try:
            link = _link()
            wire.send(link, message)
            return wire.receive(link)
        except (OSError, ValueError) as error:
            # A connection that was kept may have lost its process, so a new one is tried once.
            was_kept = _drop()
            if is_last or not was_kept or isinstance(error, TimeoutError):
                raise EngineAwayError(since=_last_seen()) from error
    raise EngineAwayError


def _last_seen() -> datetime | None:
    try:
        return datetime.fromtimestamp(Path(_address(settings.KUULE_HOME)).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _link() -> socket.socket:
    home = settings.KUULE_HOME
    kept: socket.socket | None = getattr(_local, "link", None)
    if kept is not None and _local.home == home:
        return kept
    _drop()
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.settimeout(_CONNECT_SECONDS)
        link.connect(_address(home))
    except OSError:
        link.close()
        raise
    link.settimeout(_ANSWER_SECONDS)
    _local.link, _local.home = link, home
    return link


def _drop() -> bool:
    """Close the connection of this thread; tell whether there was one."""
    link: socket.socket | None = getattr(_local, "link", None)
    _local.link = None
    if link is not None:
        link.close()
    return link is not None


@lru_cache(maxsize=4)
def _address(home: Path) -> str:
    return wire.address(home)


def _is_small(workspace_id: int) -> bool:
    return Response.objects.filter(workspace_id=workspace_id)[: FEW_ENOUGH + 1].count() <= FEW_ENOUGH
