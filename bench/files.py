"""A million answers in from a file and out to one: how many a second, and how much memory it takes.

`python -m bench.files 50000` looks at fewer.
"""

import csv
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from zipfile import ZipFile

import polars as pl

from bench.figures import Figure
from bench.servers import environment, kuule
from bench.survey import published
from bench.workspace import found

ROWS = 1_000_000
EXPORTS = {"csv": "under 250 MB", "parquet": "under 200 MB", "xlsx": "under 250 MB"}
COMMENTS = ("", "", "Quick help, thank you.", "The invoices still arrive with the wrong VAT line.", "Ok 👍")
ROWS_OF_EXPORT = """
    SELECT response.uid, survey.name, answered_at, score, verbatim, response.language, channel, contact.email,
           contact.name, account.name, response.properties
    FROM responses_response response
    JOIN surveys_survey survey ON survey.id = survey_id
    LEFT JOIN contacts_contact contact ON contact.id = contact_id
    LEFT JOIN contacts_account account ON account.id = response.account_id
    ORDER BY answered_at DESC, response.id DESC
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended: how long it took, how much computing that was, and the most memory it had."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def measure(folder: Path, rows: int = ROWS) -> Iterator[Figure]:
    """Yield the figures of an import of answers, and of exports of the same; raise when one is missing."""
    home, file = folder / "files", folder / "answers.csv"
    _write(file, rows)
    kuule(home, "migrate")
    found(home)
    published(home)
    imported = _run(home, "import", "responses", str(file), "--workspace", "bench")
    yield from _figures(f"{rows:,} answers imported", imported, rows, _bare(folder, file), "bare table", file)
    for format_, aim in EXPORTS.items():
        target = folder / f"exported.{format_}"
        exported = _run(home, "export", "responses", str(target), "--workspace", "bench")
        out = _rows_of(target)
        if out != rows:
            raise RuntimeError(f"Only {out} of {rows} answers came out again as {format_}.")
        bare = _bare_export(home, folder)
        yield from _figures(f"the same exported to {format_}", exported, rows, bare, "SELECT to csv", target, aim)
    # What is there already must not slow down what comes.
    _write(file, rows, first=rows)
    again = _run(home, "import", "responses", str(file), "--workspace", "bench")
    yield Figure(
        f"{rows:,} more on top of them",
        rows / again.cpu_seconds,
        "rows a CPU second",
        rows / imported.cpu_seconds,
        "the first",
        "two million in ten minutes: 3,400 a second",
    )


def _figures(
    name: str, run: Run, rows: int, bare: float, bare_name: str, file: Path, aim: str = "under 250 MB"
) -> Iterator[Figure]:
    yield Figure(name, rows / run.seconds, "a second", rows / bare, bare_name)
    yield Figure("… a CPU second", rows / run.cpu_seconds, "rows", rows / run.seconds, "a second")
    yield Figure("… its memory", run.megabytes, "MB", file.stat().st_size / 1e6, "size of the file", aim)


def _write(file: Path, rows: int, first: int = 0) -> None:
    dice = random.Random(7)
    start = datetime(2020, 1, 1, 9, tzinfo=UTC)
    with file.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(
            ["Response id", "Answered at", "Score", "Comment", "E-mail", "Name", "Account", "Language", "Plan"]
        )
        for number in range(first, first + rows):
            person = number % max(rows // 4, 1)
            at = (start + timedelta(minutes=3 * number)).isoformat()
            out.writerow(
                [
                    *(f"r{number}", at, dice.choice((10, 9, 9, 8, 7, 5, 2)), dice.choice(COMMENTS)),
                    *(f"p{person}@example.test", f"Person {person}", f"Account {person % 5_000}", "en"),
                    dice.choice(("basic", "gold")),
                ]
            )


def _run(home: Path, *command: str) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "kuule", *command], env=environment(home), stdout=2)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"kuule {command[0]} ended with {process.returncode}.")
    return Run(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _bare(folder: Path, file: Path) -> float:
    started = time.perf_counter()
    with (
        sqlite3.connect(folder / "bare-answers.sqlite3") as database,
        file.open(encoding="utf-8", newline="") as opened,
    ):
        rows = csv.reader(opened)
        next(rows)
        database.execute("CREATE TABLE answer (id, at, score, comment, email, name, account, language, plan)")
        database.executemany("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return time.perf_counter() - started


def _bare_export(home: Path, folder: Path) -> float:
    started = time.perf_counter()
    with (
        sqlite3.connect(home / "kuule.sqlite3") as database,
        (folder / "bare.csv").open("w", newline="", encoding="utf-8") as opened,
    ):
        csv.writer(opened).writerows(database.execute(ROWS_OF_EXPORT))
    return time.perf_counter() - started


def _rows_of(target: Path) -> int:
    if target.suffix == ".parquet":
        return int(pl.scan_parquet(target).select(pl.len()).collect().item())
    if target.suffix == ".xlsx":
        with ZipFile(target) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
            return sum(part.count(b"</row>") for part in _whole_parts(sheet)) - 1
    with target.open(encoding="utf-8-sig", newline="") as opened:
        return sum(1 for _row in csv.reader(opened)) - 1


def _whole_parts(sheet: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while part := sheet.read(1 << 20):
        whole, bracket, rest = (rest + part).rpartition(b">")
        yield whole + bracket
    yield rest


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kuule-bench-") as place:
        for figure in measure(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
            print(f"{figure.name}: {figure.value:,.1f} {figure.unit}, {figure.ratio:.3f} × {figure.reference_name}")
