"""Two hundred workers are killed while they hand over mail: no message is lost, none is handed over twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.main_job.installation import database_of_its_own, free_port

pytestmark = pytest.mark.soak

KILLS = int(os.environ.get("KUULE_STORM_KILLS", "200"))
SEED = 20261128
ROOT = Path(__file__).resolve().parents[2]


def test_no_mail_is_lost_or_doubled_when_workers_are_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    port = str(free_port())
    with database_of_its_own() as database:
        environment = {
            **kept,
            **database,
            "KUULE_HOME": str(tmp_path),
            "KUULE_EMAIL_URL": f"smtp+plain://127.0.0.1:{port}",
            "KUULE_BOUNCE_ADDRESS": "bounce@storm.example",
            "KUULE_LOG_LEVEL": "ERROR",
        }
        subprocess.run([sys.executable, "-m", "kuule", "migrate"], env=environment, check=True, cwd=ROOT)
        command = [
            sys.executable,
            "-m",
            "tests.soak.mail_storm",
            port,
            str(tmp_path / "taken.log"),
            str(KILLS),
            str(SEED),
        ]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
        )
    assert done.returncode == 0, done.stderr[-4_000:]
    found = json.loads(done.stdout)
    with capsys.disabled():
        print(f"\n{'PostgreSQL' if database else 'SQLite'}: {found}")
    assert found["kills"] == KILLS
    assert not found["rows_taken_twice"]
    assert not found["names_taken_twice"]
    assert found["without_a_final_state"] == found["sent_but_never_taken"] == found["taken_but_not_shown"] == 0
    assert found["states"].get("uncertain", 0) <= 2 * KILLS
