"""`kuule up` keeps its parts running, starts again without a change, and stops when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.main_job.installation import answers, free_port, wait_for

pytestmark = pytest.mark.any_database


class Up:
    """A `kuule up` with its own home folder."""

    def __init__(self, home: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kuule", "up", "--port", str(self.port)],
            env={**kept, "KUULE_HOME": str(home)},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.parent = psutil.Process(self.process.pid)
        self.said = self._until_running()

    def _until_running(self) -> str:
        said = ""
        while "Ctrl-C" not in said:
            line = self.process.stdout.readline()
            assert line, "Kuule stopped before it was running."
            said += line
        return said

    def is_ready(self) -> bool:
        return answers(f"http://127.0.0.1:{self.port}/readyz")

    def children(self) -> list[psutil.Process]:
        return self.parent.children(recursive=True)

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=40)
        return self.said + said


# They change as they are used, each with files of its own beside it.
DATABASES = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".duckdb", ".wal")


def snapshot(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix not in DATABASES}


@pytest.mark.soak
def test_a_second_start_changes_nothing_and_a_stop_leaves_nothing(tmp_path: Path) -> None:
    first = Up(tmp_path)
    running = first.children()
    said = first.stop()
    assert first.process.returncode == 0
    assert "/setup/" in said
    assert said.rstrip().endswith("Kuule has stopped.")
    assert not [child for child in running if child.is_running()]
    before = snapshot(tmp_path)
    assert Up(tmp_path).stop().count("/setup/") == 1
    assert snapshot(tmp_path) == before


def test_a_stop_in_the_middle_of_the_start_leaves_nothing(tmp_path: Path) -> None:
    for moment in (0.3, 1.5, 3.0, 4.5):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "kuule", "up", "--port", str(free_port())],
            env={**kept, "KUULE_HOME": str(tmp_path / str(moment))},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(moment)
        started = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)
        assert not [child for child in started if child.is_running()]


def test_parts_that_die_are_started_again(tmp_path: Path, move_in: Callable[[Path], None]) -> None:
    move_in(tmp_path)
    up = Up(tmp_path)
    try:
        for child in up.children():
            with suppress(psutil.NoSuchProcess):
                child.kill()
        wait_for("Kuule to come back", lambda: up.is_ready() and len(up.children()) > 2)
    finally:
        up.stop()


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
        done = subprocess.run(
            [sys.executable, "-m", "kuule", "up", "--port", str(port)],
            env={**kept, "KUULE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
