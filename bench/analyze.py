"""Seconds to analyze a file of a million rows, beside counting the same answers with numpy alone."""

import csv
import io
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.figures import Figure

ROWS = 1_000_000
WORDS = ("the", "service", "was", "quick", "and", "friendly", "but", "delivery", "took", "long", "price", "is", "high")
COUNTRIES = ("FI", "SE", "NO", "DK", "DE", "EE")
COLUMNS = ("id", "date", "score", "country", "product", "channel", "comment")


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of `kuule analyze` on a CSV file with dates, comments and three columns of groups."""
    file = folder / "answers.csv"
    scores = _write(file)
    counting = min(_seconds_to_count(scores) for _ in range(5))
    command = [
        sys.executable,
        "-m",
        "kuule",
        "analyze",
        str(file),
        "--by",
        "country",
        "--by",
        "product",
        "--by",
        "channel",
    ]
    started = time.perf_counter()
    subprocess.run([*command, "--json"], check=True, capture_output=True)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure("analyze a million rows", seconds, "s", counting, "numpy counting in memory", "within five seconds")
    yield Figure("analyze, largest process so far", peak, "MB", file.stat().st_size / 1e6, "size of the file in MB")


def _write(file: Path) -> np.ndarray:
    dice = random.Random(7)
    comments = [" ".join(dice.choices(WORDS, k=dice.randint(3, 25))) + ', "as said"' for _ in range(5_000)]
    scores = np.array(dice.choices(range(11), weights=(2, 1, 1, 2, 2, 4, 5, 12, 20, 25, 26), k=ROWS))
    lines = io.StringIO()
    out = csv.writer(lines)
    out.writerow(COLUMNS)
    for number, score in enumerate(scores.tolist()):
        day = f"202{number % 3 + 4}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        said = comments[number % 5_000] if number % 3 == 0 else ""
        out.writerow([number, day, score, COUNTRIES[number % 6], f"P{number % 40}", number % 3, said])
    file.write_text(lines.getvalue(), encoding="utf-8")
    return scores


def _seconds_to_count(scores: np.ndarray) -> float:
    started = time.perf_counter()
    np.bincount(scores, minlength=11)
    return time.perf_counter() - started
