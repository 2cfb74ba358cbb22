"""Kuule does not start unsafely, and says why."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.any_database

GOOD = {
    "KUULE_MODE": "production",
    "KUULE_SECRET_KEY": "q8Zt3-vN5x_1kWc7RyBd2Lp9Hs4Gf6Jm0Ta-Xe_UoQiVzKb",
    "KUULE_ALLOWED_HOSTS": "feedback.nordlys.example",
    "KUULE_BASE_URL": "https://feedback.nordlys.example",
}


# One process tries them one after the other: most of its time goes into beginning.
EACH_SERVER = """
import sys
from kuule.config.cli import app
for command in ("web", "worker", "up"):
    try:
        app([command])
    except SystemExit as end:
        print("ended with", end.code, file=sys.stderr)
"""


def start(command: list[str], tmp_path, **settings: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "kuule", *command], tmp_path, **settings)


def run(command: list[str], tmp_path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    return subprocess.run(
        command,
        env={**kept, "KUULE_HOME": str(tmp_path), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"KUULE_SECRET_KEY": ""}, "KUULE_SECRET_KEY is not set"),
        ({"KUULE_SECRET_KEY": "changeme" * 6}, "KUULE_SECRET_KEY can be guessed"),
        ({"KUULE_SECRET_KEY": "short"}, "KUULE_SECRET_KEY can be guessed"),
        ({"KUULE_DEBUG": "1"}, "KUULE_DEBUG is on"),
        ({"KUULE_ALLOWED_HOSTS": ""}, "KUULE_ALLOWED_HOSTS is not set"),
        ({"KUULE_ALLOWED_HOSTS": "*"}, "KUULE_ALLOWED_HOSTS accepts any name"),
        ({"KUULE_BASE_URL": "http://feedback.nordlys.example"}, "KUULE_BASE_URL is not an https address"),
    ],
)
def test_production_refuses_and_names_the_setting(wrong, named, tmp_path):
    done = run([sys.executable, "-c", EACH_SERVER], tmp_path, **{**GOOD, **wrong})
    *said, rest = done.stderr.split("ended with 1\n")
    assert (len(said), rest, done.returncode) == (3, "", 0)
    assert all(named in words for words in said)
    assert GOOD["KUULE_SECRET_KEY"] not in done.stderr


def test_any_other_server_that_loads_the_application_is_refused_too(tmp_path):
    done = run([sys.executable, "-c", "import kuule.config.wsgi"], tmp_path, **{**GOOD, "KUULE_DEBUG": "1"})
    assert done.returncode != 0
    assert "KUULE_DEBUG is on" in done.stderr


def test_a_laptop_is_not_opened_to_the_network_by_accident(tmp_path):
    done = start(["web", "--host", "0.0.0.0"], tmp_path)
    assert done.returncode == 1
    assert "KUULE_ALLOWED_HOSTS" in done.stderr


def test_the_demo_does_not_run_in_production(tmp_path):
    done = start(["up", "--demo"], tmp_path, **GOOD)
    assert done.returncode == 1
    assert "--demo" in done.stderr


def test_a_wrong_database_address_is_named_without_its_password(tmp_path):
    done = start(["worker"], tmp_path, KUULE_DATABASE_URL="mysql://someone:verysecret@host/db")
    assert done.returncode == 1
    assert "KUULE_DATABASE_URL" in done.stderr
    assert "verysecret" not in done.stderr + done.stdout


def test_a_secret_can_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text(GOOD["KUULE_SECRET_KEY"] + "\n")
    settings = {name: value for name, value in GOOD.items() if name != "KUULE_SECRET_KEY"}
    done = start(["check"], tmp_path, **settings, KUULE_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert "KUULE_SECRET_KEY" not in done.stdout + done.stderr


def test_check_names_what_is_missing_and_how_to_mend_it(tmp_path, move_in):
    done = start(["check"], tmp_path)
    assert done.returncode == 1
    assert "Run `kuule migrate`" in done.stdout
    assert "KUULE_EMAIL_URL" in done.stdout
    move_in(tmp_path)
    assert start(["check"], tmp_path).returncode == 0


def test_check_says_when_the_mail_server_is_silent(tmp_path, move_in):
    move_in(tmp_path)
    done = start(["check"], tmp_path, KUULE_EMAIL_URL="smtp+plain://127.0.0.1:1")
    assert done.returncode == 1
    assert "The mail server does not answer" in done.stdout


def test_check_names_what_keeps_a_provider_from_being_used(tmp_path, move_in):
    move_in(tmp_path)
    wrong = start(["check"], tmp_path, KUULE_EMAIL_URL="mailgun://verysecret@")
    assert wrong.returncode == 1
    assert "KUULE_EMAIL_URL for Mailgun must look like" in wrong.stdout
    silent = start(["check"], tmp_path, KUULE_EMAIL_URL="mailgun://verysecret@mg.example.com")
    assert silent.returncode == 0
    assert "KUULE_EMAIL_WEBHOOK_SECRET is not set" in silent.stdout
    assert "verysecret" not in wrong.stdout + wrong.stderr + silent.stdout + silent.stderr


def test_check_names_what_keeps_a_language_model_from_being_asked(tmp_path, move_in):
    move_in(tmp_path)
    half = start(["check"], tmp_path, KUULE_LLM_URL="http://llm.example:11434/v1")
    assert half.returncode == 1
    assert "KUULE_LLM_MODEL is not" in half.stdout
    assert "unencrypted" in half.stdout
    lost = start(["check"], tmp_path, KUULE_LLM_KEY="sk-verysecret")
    assert lost.returncode == 1
    assert "KUULE_LLM_URL is not" in lost.stdout
    wrong = start(["check"], tmp_path, KUULE_LLM_URL="https://me:verysecret@llm.example/v1")
    assert "KUULE_LLM_URL" in wrong.stdout
    assert "must look like http://localhost:11434/v1" in wrong.stdout
    good = start(["check"], tmp_path, KUULE_LLM_URL="http://localhost:11434/v1", KUULE_LLM_MODEL="small")
    assert "KUULE_LLM" not in good.stdout
    assert "verysecret" not in lost.stdout + lost.stderr + wrong.stdout + wrong.stderr


def test_production_starts_when_all_is_well(tmp_path, move_in):
    move_in(tmp_path / "new" / "home")
    assert start(["migrate"], tmp_path / "new" / "home", **GOOD).returncode == 0
    assert start(["check"], tmp_path / "new" / "home", **GOOD).returncode == 0
    link = start(["setup-link"], tmp_path / "new" / "home", **GOOD).stdout
    assert link.startswith("https://feedback.nordlys.example/setup/")


@pytest.mark.parametrize("command", [["setup-link"], ["apikey", "create", "--workspace", "a", "--name", "b"]])
def test_a_database_that_cannot_be_used_is_explained(command, tmp_path):
    done = start(command, tmp_path)
    assert done.returncode == 1
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
