"""Rows imported per second, beside reading the same file and inserting its rows into one bare table."""

import csv
import resource
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.servers import kuule
from bench.workspace import found

ROWS = 100_000


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of an import of 100,000 contacts in 5,000 accounts."""
    home, file = folder / "import", folder / "contacts.csv"
    _write(file)
    kuule(home, "migrate")
    found(home)
    started = time.perf_counter()
    kuule(home, "import", "contacts", str(file), "--workspace", "bench")
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    bare = _bare(folder, file)
    yield Figure(
        "contacts imported", ROWS / seconds, "a second", ROWS / bare, "bare table", "100,000 well under a minute"
    )
    started = time.perf_counter()
    kuule(home, "import", "contacts", str(file), "--workspace", "bench")
    again = time.perf_counter() - started
    yield Figure("the same file again", ROWS / again, "a second", ROWS / seconds, "first import")
    yield Figure("import, largest process so far", peak, "MB", file.stat().st_size / 1e6, "size of the file in MB")


def _write(file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(["customer id", "name", "email", "account", "role", "language", "country", "seats"])
        for i in range(ROWS):
            out.writerow(
                [f"c{i}", f"Person {i}", f"p{i}@example.test", f"Account {i % 5000}", "user", "en", "Finland", i % 90]
            )


def _bare(folder: Path, file: Path) -> float:
    started = time.perf_counter()
    with sqlite3.connect(folder / "bare.sqlite3") as database, file.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        next(rows)
        database.execute("CREATE TABLE contact (id, name, email, account, role, language, country, seats)")
        database.executemany("INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return time.perf_counter() - started
