"""CPU milliseconds of the analytics engine, beside a C loop over the same columns in memory.

`KUULE_BENCH_ANSWERS=100000000` asks for more than the usual ten million.
"""

import ctypes
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench import engine_postgres
from bench.figures import Figure
from kuule.insight.engine.duck import DuckCopy
from kuule.insight.engine.shapes import (
    AMONG,
    AT_LEAST,
    DAY,
    IS,
    MONTH,
    NOT_AMONG,
    NUMBER,
    PROPERTY,
    QUARTER,
    Ask,
    Asking,
)

SMALL = 1_000_000
DAYS, FIRST_DAY, MONTHS = 1095, 19_700, 36
RUNS = 5
WORDS = ("email", "link", "kiosk", "en", "fi", "segment", "A", "B", "C", "D", "E", "F", "0-10")
CODES = {word: code for code, word in enumerate(WORDS)}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures at one million and at ten million answers, or as many as were asked for."""
    large = int(os.environ.get("KUULE_BENCH_ANSWERS", "10000000"))
    loops = _loops(folder)
    for count in (SMALL, large):
        copy = _filled(folder / f"{count}.duckdb", count)
        yield from _figures(copy, count, *_limits(loops, count), is_large=count == large)
        copy.close()
    histogram, slice_ = _limits(loops, engine_postgres.ANSWERS)
    yield from engine_postgres.measure(folder, tile=histogram, slice_=slice_)


def _figures(copy: DuckCopy, count: int, histogram: float, slice_: float, *, is_large: bool) -> Iterator[Figure]:
    newest = FIRST_DAY + DAYS - 90
    cut = {"segment by month": _start().cut(MONTH).cut(PROPERTY, "segment").ask()}
    cut["segment by month, one language"] = (
        _start().where("language", IS, "fi").cut(MONTH).cut(PROPERTY, "segment").ask()
    )
    cut["account by quarter"] = _start().cut(QUARTER).cut("account_id").ask()
    tiles = {"score and groups": _start().ask(), "histogram": _start(NUMBER).cut("score").ask()}
    tiles["trend by day"] = _start().cut(DAY).ask()
    name = f"{count // 1_000_000} million answers"
    for what, ask in tiles.items():
        yield _figure(copy, ask, f"{name}, tile: {what}", histogram, "C loop over the scores", "within 3 times")
    aim = "within 15 times" if is_large else "under 60 ms"
    for what, ask in cut.items():
        yield _figure(copy, ask, f"{name}, slice: {what}", slice_, "C loop by month and segment", aim)
    ask = _start().where("dayno", AT_LEAST, newest).where("account_id", IS, 7).ask()
    yield _figure(copy, ask, f"{name}, 90 days of an account", histogram, "C loop over all scores", "under 10 ms")
    ask = _start().where("dayno", AT_LEAST, newest).cut(DAY).cut(PROPERTY, "segment").ask()
    yield _figure(copy, ask, f"{name}, 90 days by segment", histogram, "C loop over all scores", "under 10 ms")


def _start(counts: str = "groups") -> Asking:
    asked = Asking(counts).where("workspace_id", IS, 1).where("survey_id", AMONG, 1, 2)
    return asked.where("channel", NOT_AMONG, "kiosk", "sheet")


def _figure(copy: DuckCopy, ask: Ask, name: str, limit: float, beside: str, aim: str) -> Figure:
    return Figure(name, _quickest(lambda: copy.answer(ask)), "ms CPU", limit, beside, aim)


def _quickest(act: Callable[[], object]) -> float:
    act()
    taken = []
    for _ in range(RUNS):
        started = time.process_time()
        act()
        taken.append(time.process_time() - started)
    return min(taken) * 1000


def _filled(file: Path, count: int) -> DuckCopy:
    copy = DuckCopy(file, memory="2GB")
    copy.progress("bench")
    copy._words = type(copy._words)(CODES.items())
    copy._run("INSERT INTO word SELECT unnest($codes), unnest($texts)", copy._words.since(0))
    day = f"({FIRST_DAY} + (i * {DAYS}) // {count})"
    month = f"(24000 + ((i * {MONTHS}) // {count}))"
    drawn = "1 + hash(i) % 2, hash(i + 1) % 5000, NULL, hash(i + 2) % 1000000, (hash(i + 3) % 2)::INTEGER, "
    drawn += "3 + (hash(i + 4) % 2)::INTEGER, hash(i + 5) % 11, "
    drawn += f"{CODES['0-10']}, hash(i + 6) % 2"
    times = f"{day} * 86400000000, {day}, ({day} + 3) // 7, {month}, {month} // 3, {month} // 3, 1"
    copy._run(f"INSERT INTO analytics_answer SELECT 1, i, {drawn}, {times} FROM range({count}) rows(i)")
    segment = f"{CODES['segment']}, {CODES['A']} + (hash(answer_id + 7) % 6)::INTEGER"
    copy._run(f"INSERT INTO analytics_property SELECT *, {segment} FROM analytics_answer")
    copy.finish()
    return copy


def _loops(folder: Path) -> ctypes.CDLL:
    library = folder / "limit.so"
    source = Path(__file__).with_name("limit.c")
    subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", library, source], check=True)
    return ctypes.CDLL(str(library))


def _limits(loops: ctypes.CDLL, count: int) -> tuple[float, float]:
    dice = np.random.default_rng(1)
    score = dice.integers(0, 11, count, dtype=np.uint8)
    month = (np.arange(count) * MONTHS // count).astype(np.uint8)
    segment = dice.integers(0, 6, count, dtype=np.uint8)
    out = np.zeros(16 * 8 * MONTHS, dtype=np.uint64)
    pointers = [column.ctypes.data_as(ctypes.c_void_p) for column in (score, month, segment, out)]
    size = ctypes.c_size_t(count)
    return (
        _quickest(lambda: loops.histogram(pointers[0], size, pointers[3])),
        _quickest(lambda: loops.slice(*pointers[:3], size, pointers[3])),
    )
