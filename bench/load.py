"""Requests from many connections at once, with the time that each took."""

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: seconds in all, and the seconds and status of each request."""

    seconds: float
    times: list[float]
    statuses: list[int]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        """Return the time within which this share of requests was answered, in seconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted: where to, the body and its headers."""

    path: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def form(path: str, fields: Mapping[str, str]) -> Request:
    """Return a form as a browser sends it."""
    return Request(path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})


def post_all(port: int, requests: Sequence[Request], *, at_once: int) -> Load:
    """POST every request over `at_once` kept-alive connections; each is sent once."""
    waiting = iter(requests)
    lock = threading.Lock()
    times: list[float] = []
    statuses: list[int] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                request = next(waiting, None)
            if request is None:
                break
            started = time.perf_counter()
            status = _post(connection, request)
            with lock:
                times.append(time.perf_counter() - started)
                statuses.append(status)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(time.perf_counter() - started, times, statuses)


def _post(connection: http.client.HTTPConnection, request: Request) -> int:
    connection.request("POST", request.path, request.body, dict(request.headers))
    answer = connection.getresponse()
    answer.read()
    return answer.status
