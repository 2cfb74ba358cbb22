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

from bench.figures import Figure
from bench.servers import environment, kuule
from bench.survey import published
from bench.workspace import found

ROWS = 1_000_000
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
    """A command that has ended: how long it took, and the most memory its process had."""

    seconds: float
    megabytes: float


def measure(folder: Path, rows: int = ROWS) -> Iterator[Figure]:
    """Yield the figures of an import of answers, and of exports of the same; raise when one is missing."""
    home, file, target = folder / "files", folder / "answers.csv", folder / "exported.csv"
    _write(file, rows)
    kuule(home, "migrate")
    found(home)
    published(home)
    imported = _run(home, "import", "responses", str(file), "--workspace", "bench")
    yield Figure(
        f"{rows:,} answers imported", rows / imported.seconds, "a second", rows / _bare(folder, file), "bare table"
    )
    yield Figure("import, its memory", imported.megabytes, "MB", _megabytes(file), "size of the file", "under 250 MB")
    exported = _run(home, "export", "responses", str(target), "--workspace", "bench")
    _none_lost(target, rows)
    bare = _bare_export(home, folder)
    yield Figure("the same exported to CSV", rows / exported.seconds, "a second", rows / bare, "SELECT to csv")
    yield Figure("export, its memory", exported.megabytes, "MB", _megabytes(target), "size of the file", "under 250 MB")
    parquet = _run(home, "export", "responses", str(folder / "exported.parquet"), "--workspace", "bench")
    yield Figure("the same exported to Parquet", rows / parquet.seconds, "a second", rows / exported.seconds, "as CSV")
    yield Figure("Parquet, its memory", parquet.megabytes, "MB", exported.megabytes, "as CSV", "under 250 MB")


def _write(file: Path, rows: int) -> None:
    dice = random.Random(7)
    start = datetime(2020, 1, 1, 9, tzinfo=UTC)
    with file.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened)
        out.writerow(
            ["Response id", "Answered at", "Score", "Comment", "E-mail", "Name", "Account", "Language", "Plan"]
        )
        for number in range(rows):
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
    return Run(time.perf_counter() - started, used.ru_maxrss / 1024)


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


def _none_lost(target: Path, rows: int) -> None:
    with target.open(encoding="utf-8-sig", newline="") as opened:
        out = sum(1 for _row in csv.reader(opened)) - 1
    if out != rows:
        raise RuntimeError(f"Only {out} of {rows} answers came out again.")


def _megabytes(file: Path) -> float:
    return file.stat().st_size / 1e6


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="kuule-bench-") as place:
        for figure in measure(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
            print(f"{figure.name}: {figure.value:,.1f} {figure.unit}, {figure.ratio:.3f} × {figure.reference_name}")
