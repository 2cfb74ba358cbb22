"""The API: answers that it takes a second beside the answer page, and pages of answers anywhere in a very long list."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.answers import ANSWERS, COMMENT, KUULE, WARM_UP, answer_page, serve
from bench.figures import Figure
from bench.load import Load, Request
from bench.servers import environment, kuule

MANY, FEW = int(os.environ.get("KUULE_BENCH_LISTED", "1000000")), 1_000
AT_A_TIME = 100


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of taking answers, then those of listing them."""
    yield from _taking(folder / "api")
    yield from _listing(folder / "api-lists")


def _taking(home: Path) -> Iterator[Figure]:
    kuule(home, "migrate")
    made = _run(home, "bench.told", str(ANSWERS + WARM_UP))
    page, page_cpu = serve(home, KUULE, answer_page(made["links"]))
    told, told_cpu = _told(home, made, at_a_time=1)
    many, many_cpu = _told(home, made, at_a_time=AT_A_TIME)
    beside = "answer page"
    yield Figure("answers accepted by API", told.rate, "a second", page.rate, beside)
    yield Figure("answer by API, 99 % within", told.quantile(0.99) * 1000, "ms", page.quantile(0.99) * 1000, beside)
    yield Figure("answer by API, server CPU", told_cpu * 1000, "ms", page_cpu * 1000, beside)
    yield Figure(f"answers by API, {AT_A_TIME} a request", many.rate * AT_A_TIME, "a second", page.rate, beside)
    yield Figure(
        f"answer by API, {AT_A_TIME} a request, CPU", many_cpu / AT_A_TIME * 1000, "ms", page_cpu * 1000, beside
    )


def _told(home: Path, made: dict[str, Any], *, at_a_time: int) -> tuple[Load, float]:
    """Tell of as many answers as the page took; raise when one is refused."""
    count = ANSWERS // at_a_time + WARM_UP
    load, cpu = serve(home, KUULE, [_request(made, i, at_a_time) for i in range(count)], KUULE_API_PER_MINUTE="0")
    if set(load.statuses) != {200}:
        raise RuntimeError(f"The API answers {set(load.statuses)}.")
    return load, cpu


def _request(made: dict[str, Any], number: int, at_a_time: int) -> Request:
    first = number * at_a_time
    answers = [
        {
            "id": f"{at_a_time}-{i}",
            "score": i % 11,
            "comment": COMMENT,
            "person": {"email": f"p{i % (ANSWERS + WARM_UP)}@bench.example"},
        }
        for i in range(first, first + at_a_time)
    ]
    headers = {"Authorization": f"Bearer {made['key']}", "Content-Type": "application/json"}
    return Request("/api/v1/responses", json.dumps({"survey": made["survey"], "responses": answers}), headers)


def _listing(home: Path) -> Iterator[Figure]:
    kuule(home, "migrate")
    for name, (many, few) in _run(home, "bench.listed", str(MANY), str(FEW)).items():
        yield Figure(f"{name}, of {MANY:,}", many * 1000, "ms", few * 1000, f"of {FEW:,}", "the same anywhere")


def _run(home: Path, *command: str) -> Any:
    asked = [sys.executable, "-m", *command]
    return json.loads(subprocess.run(asked, env=environment(home), check=True, stdout=subprocess.PIPE).stdout)
