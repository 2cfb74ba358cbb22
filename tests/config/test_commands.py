"""The command line does what the pages do, and says what is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from kuule.config.cli import app
from kuule.contacts.models import Contact
from kuule.workspaces.models import ApiKey
from kuule.workspaces.rules import SCOPES
from kuule.workspaces.selectors.keys import key_by_secret, secret_of

pytestmark = pytest.mark.django_db

FILE = "name,email,account\nAino,aino@example.test,Acme\nBo,not an address,Acme\n"


def run(*command: str):
    return CliRunner().invoke(app, list(command))


def test_a_key_is_printed_alone_on_the_last_line_and_works(nordlys):
    done = run("apikey", "create", "--workspace", "nordlys", "--name", "CRM")
    assert done.exit_code == 0
    key = done.stdout.splitlines()[-1]
    made = key_by_secret(key, now=timezone.now())
    assert made == ApiKey.objects.get(workspace=nordlys.workspace, name="CRM")
    assert tuple(made.scopes) == SCOPES
    assert secret_of(made) == key


def test_a_key_can_be_made_for_little_and_for_a_while(nordlys):
    options = ("--scope", "responses:read", "--scope", "metrics:read", "--expires-in-days", "30")
    done = run("apikey", "create", "--workspace", "nordlys", "--name", "BI", *options)
    key = done.stdout.splitlines()[-1]
    now = timezone.now()
    assert key_by_secret(key, now=now + timedelta(days=29)).scopes == ["responses:read", "metrics:read"]
    assert key_by_secret(key, now=now + timedelta(days=31)) is None
    again = run("apikey", "create", "--workspace", "nordlys", "--name", "bi")
    assert (again.exit_code, "A key “bi” works already." in again.stderr) == (1, True)
    unknown = run("apikey", "create", "--workspace", "nordlys", "--name", "X", "--scope", "everything")
    assert (unknown.exit_code, "There is no scope “everything”." in unknown.stderr) == (1, True)


def test_contacts_come_in_and_bad_cells_are_named(nordlys, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(FILE)
    done = run("import", "contacts", str(file), "--workspace", "nordlys")
    assert done.exit_code == 0
    assert "1 added, 0 changed, 0 unchanged, 1 kept out." in done.stdout
    assert "list.csv, line 3, email “not an address”" in done.stderr
    assert Contact.objects.get().email == "aino@example.test"
    again = run("import", "contacts", str(file), "--workspace", "nordlys")
    assert "0 added, 0 changed, 1 unchanged, 1 kept out." in again.stdout


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"\xff\xfen\x00a\x00", "no rows"), (b"colour\nred\n", "e-mail")]
)
def test_a_file_that_cannot_be_used_is_explained(nordlys, tmp_path, content, said):
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    done = run("import", "contacts", str(file), "--workspace", "nordlys")
    assert done.exit_code == 1
    assert said in done.stderr
    assert not Contact.objects.exists()


def test_a_file_that_is_not_there_is_named(nordlys, tmp_path):
    done = run("import", "contacts", str(tmp_path / "nowhere.csv"), "--workspace", "nordlys")
    assert done.exit_code == 1
    assert "nowhere.csv" in done.stderr


def test_an_unknown_workspace_is_named_with_those_there_are(nordlys):
    done = run("apikey", "create", "--workspace", "nordlis", "--name", "CRM")
    assert done.exit_code == 1
    assert "There is no workspace “nordlis”." in done.stderr
    assert "nordlys" in done.stderr
