"""Workers that are killed while they make a file: the next one makes it whole, once, and nothing else is left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.files.conftest import cells_of
from tests.main_job.installation import database_of_its_own, wait_for
from tests.soak.test_kill_storm import Part, scene

pytestmark = pytest.mark.soak

PEOPLE = 12_000
WITHIN_SECONDS = 60


def files_in(*places: Path) -> set[Path]:
    return {path for place in places for path in place.rglob("*") if path.is_file()}


def bytes_in(place: Path) -> int:
    # What a killed worker left may be cleared away by the next one at this very moment.
    return sum(path.stat().st_size for path in files_in(place) if path.exists())


def wait_until(moment: str, has_come: Callable[[], bool], made: Path) -> None:
    """Wait for a moment in the making of a file, which may be short."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not has_come():
        assert not made.exists(), f"The file was made before {moment}."
        assert time.monotonic() < deadline, f"Waited in vain until {moment}."
        time.sleep(0.005)


def test_killing_the_makers_of_a_file_leaves_one_whole_file(tmp_path: Path) -> None:
    home, passing = tmp_path / "home", tmp_path / "passing"
    passing.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    people = tmp_path / "people.csv"
    rows = "".join(f"p{n},Person {n},p{n}@storm.example,Buyer {n},Account {n % 100}\n" for n in range(PEOPLE))
    people.write_text("id,name,email,title,account\n" + rows)
    with database_of_its_own() as database:
        settings = {
            **kept,
            **database,
            "KUULE_HOME": str(home),
            "KUULE_EMAIL_URL": "smtp+plain://127.0.0.1:9",
            "KUULE_LOG_LEVEL": "ERROR",
            "TMPDIR": str(passing),
        }
        kuule = [sys.executable, "-m", "kuule"]
        subprocess.run([*kuule, "migrate"], env=settings, check=True)
        scene(settings, "found")
        command = [*kuule, "import", "contacts", str(people), "--workspace", "storm"]
        subprocess.run(command, env=settings, check=True, capture_output=True)
        before = files_in(home / "files")
        export = scene(settings, "export", "xlsx")
        job, made = str(export["job"]), Path(str(export["path"]))
        work = home / "work"
        moments = {
            "it has begun": lambda: bytes_in(work) > 0,
            "it is half way": lambda: bytes_in(work) > PEOPLE * 150,
            "it joins the parts": lambda: any(path.stat().st_size for path in work.glob("*/made")),
        }
        for moment, has_come in moments.items():
            worker = Part(settings, "worker")
            try:
                wait_until(moment, has_come, made)
            finally:
                worker.kill()
            assert not made.exists()
            assert scene(settings, "give_up", job) == {"jobs": 1}
        worker = Part(settings, "worker")
        try:
            wait_for("the file", lambda: made.exists() and not any(work.iterdir()))
            os.kill(worker.process.pid, signal.SIGTERM)
            assert worker.process.wait(30) == 0
        finally:
            worker.kill()
        assert scene(settings, "exported", job) == {"state": "done", "attempts": 4, "rows": PEOPLE, "in_log": 1}
    names, rows = cells_of(made)
    assert sorted(row[names.index("E-mail")] for row in rows) == sorted(f"p{n}@storm.example" for n in range(PEOPLE))
    assert files_in(home / "files") - before == {made}
    assert files_in(work, passing) == set()
