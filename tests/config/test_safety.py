"""Kuule does not start unsafely, and says why."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_database

GOOD = {
    "KUULE_MODE": "production",
    "KUULE_SECRET_KEY": "q8Zt3-vN5x_1kWc7RyBd2Lp9Hs4Gf6Jm0Ta-Xe_UoQiVzKb",
    "KUULE_ALLOWED_HOSTS": "feedback.nordlys.example",
    "KUULE_BASE_URL": "https://feedback.nordlys.example",
}


# One process tries them one after the other: most of its time goes into beginning.
EACH = """
import json, os, sys
from kuule.__main__ import main
from kuule.config.environment import environment
kept = dict(os.environ)
for command, settings in json.loads(sys.argv[1]):
    os.environ.clear()
    os.environ.update({**kept, **settings})
    environment.cache_clear()
    sys.argv = ["kuule", *command]
    try:
        main()
    except SystemExit as end:
        for said in (sys.stdout, sys.stderr):
            print("ended with", end.code or 0, file=said)
"""


def start(command: list[str], tmp_path, **settings: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "kuule", *command], tmp_path, **settings)


def start_each(
    tries: list[tuple[list[str], dict[str, str]]], tmp_path, **settings: str
) -> list[subprocess.CompletedProcess[str]]:
    """Run commands, each with settings of its own, in one process."""
    done = run([sys.executable, "-c", EACH, json.dumps(tries)], tmp_path, **settings)
    assert done.returncode == 0, done.stderr
    *stdout, rest = re.split(r"ended with (\d)\n", done.stdout)
    *stderr, unsaid = re.split(r"ended with \d\n", done.stderr)
    assert (len(stderr), rest, unsaid) == (len(tries), "", "")
    ends = zip(tries, stdout[1::2], stdout[::2], stderr, strict=True)
    return [subprocess.CompletedProcess(tried, int(code), out, err) for tried, code, out, err in ends]


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


# Those whose settings cannot be read come first, before the process has started Django: they must not need it.
CHECKED = {
    "half a provider": {"KUULE_EMAIL_URL": "mailgun://verysecret@"},
    "a password in the model's address": {"KUULE_LLM_URL": "https://me:verysecret@llm.example/v1"},
    "nothing": {},
    "silent mail server": {"KUULE_EMAIL_URL": "smtp+plain://127.0.0.1:1"},
    "no reports": {"KUULE_EMAIL_URL": "mailgun://verysecret@mg.example.com"},
    "a model without its name": {"KUULE_LLM_URL": "http://llm.example:11434/v1"},
    "a model without its address": {"KUULE_LLM_KEY": "sk-verysecret"},
    "a model": {"KUULE_LLM_URL": "http://localhost:11434/v1", "KUULE_LLM_MODEL": "small"},
}


@pytest.fixture(scope="module")
def checked(
    move_in: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, subprocess.CompletedProcess[str]]:
    """What `kuule check` says about each of these settings, where the database is in good shape."""
    home = tmp_path_factory.mktemp("checked")
    move_in(home)
    done = dict(zip(CHECKED, start_each([(["check"], each) for each in CHECKED.values()], home), strict=True))
    assert not [name for name, each in done.items() if "verysecret" in each.stdout + each.stderr]
    return done


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
    servers = [([server], {}) for server in ("web", "worker", "up")]
    for done in start_each(servers, tmp_path, **{**GOOD, **wrong}):
        assert done.returncode == 1
        assert named in done.stderr
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


def test_check_names_what_is_missing_and_how_to_mend_it(tmp_path, checked):
    done = start(["check"], tmp_path)
    assert done.returncode == 1
    assert "Run `kuule migrate`" in done.stdout
    assert "KUULE_EMAIL_URL" in done.stdout
    assert checked["nothing"].returncode == 0


def test_check_says_when_the_mail_server_is_silent(checked):
    done = checked["silent mail server"]
    assert done.returncode == 1
    assert "The mail server does not answer" in done.stdout


def test_check_names_what_keeps_a_provider_from_being_used(checked):
    wrong, silent = checked["half a provider"], checked["no reports"]
    assert wrong.returncode == 1
    assert "KUULE_EMAIL_URL for Mailgun must look like" in wrong.stdout
    assert silent.returncode == 0
    assert "KUULE_EMAIL_WEBHOOK_SECRET is not set" in silent.stdout


def test_check_names_what_keeps_a_language_model_from_being_asked(checked):
    half = checked["a model without its name"]
    assert half.returncode == 1
    assert "KUULE_LLM_MODEL is not" in half.stdout
    assert "unencrypted" in half.stdout
    lost = checked["a model without its address"]
    assert lost.returncode == 1
    assert "KUULE_LLM_URL is not" in lost.stdout
    wrong = checked["a password in the model's address"]
    assert "KUULE_LLM_URL" in wrong.stdout
    assert "must look like http://localhost:11434/v1" in wrong.stdout
    assert "KUULE_LLM" not in checked["a model"].stdout


def test_production_starts_when_all_is_well(tmp_path, move_in):
    home = tmp_path / "new" / "home"
    move_in(home)
    migrated, checked, linked = start_each([([each], {}) for each in ("migrate", "check", "setup-link")], home, **GOOD)
    assert migrated.returncode == checked.returncode == 0
    assert linked.stdout.startswith("https://feedback.nordlys.example/setup/")


def test_a_database_that_cannot_be_used_is_explained(tmp_path):
    commands = (["setup-link"], ["apikey", "create", "--workspace", "a", "--name", "b"])
    for done in start_each([(command, {}) for command in commands], tmp_path):
        assert done.returncode == 1
        assert "The database cannot be used" in done.stderr
        assert "Traceback" not in done.stderr
