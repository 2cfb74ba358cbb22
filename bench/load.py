"""Requests from many connections at once, with the time that each took."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
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


def post_all(port: int, requests: Sequence[tuple[str, dict[str, str]]], *, at_once: int) -> Load:
    """POST every (path, form) over `at_once` kept-alive connections; each is sent once."""
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
            status = _post(connection, *request)
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


def _post(connection: http.client.HTTPConnection, path: str, form: dict[str, str]) -> int:
    connection.request("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    return answer.status
