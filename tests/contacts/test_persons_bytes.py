"""No byte of an erased person is left in the database and in stored files; of logs see `tests/config/test_logs.py`."""

import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from typer.testing import CliRunner

from kuule.config.cli.main import app
from kuule.contacts.models import Contact, Erasure
from kuule.contacts.rules import ASKED_FOR
from kuule.contacts.services import add_contact, change_contact
from kuule.contacts.services.persons import erase_person
from kuule.contacts.tasks import drain_erasures
from kuule.jobs.models import Job
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.contacts.test_persons import told_everything

pytestmark = pytest.mark.django_db(transaction=True)

# Search folds words to small letters, and cuts an address into its words.
WORDS = (b"salminen", b"privat", b"crane", b"401234567", b"crm-77", b"bicycle")


def test_no_byte_is_left(nordlys: Company, now: datetime, settings, tmp_path: Path) -> None:
    crowd = [
        add_contact(
            workspace=nordlys.workspace, name=f"N {n * 7919 % 997}", email=f"n{n}@x.example", actor=SYSTEM, now=now
        )
        for n in range(60)
    ]
    aino = told_everything(nordlys, now)
    change_contact(contact=aino, title="Crane driver", actor=SYSTEM, now=now)
    for contact in crowd[::2]:
        change_contact(contact=contact, name="Renamed" * 9, actor=SYSTEM, now=now)
    job = Job(workspace=nordlys.workspace, kind="people_export", state="done", created_at=now)
    job.file.save("copy", ContentFile(b"E-mail\naino.salminen@privat.example\n"), save=True)
    assert found_words(tmp_path) == set(WORDS)
    erase_person(contact=Contact.objects.get(pk=aino.pk), actor=SYSTEM, now=now, reason=ASKED_FOR)
    assert drain_erasures() == 1
    assert drain_erasures() == 0
    assert Erasure.objects.get().wiped_at
    assert found_words(tmp_path) == set()


def found_words(folder: Path) -> set[bytes]:
    """Return which of the words stand in the database or in a stored file, whatever the case of their letters."""
    return {word for piece in pieces(folder) for word in WORDS if word in piece.lower()}


def pieces(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    if connection.vendor == "sqlite":
        for path in Path(connection.settings_dict["NAME"]).parent.glob(
            f"{Path(connection.settings_dict['NAME']).name}*"
        ):
            yield path.read_bytes()
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            yield "\n".join(row[0] for row in cursor.fetchall()).encode()


def test_what_is_deleted_later_is_wiped_later(nordlys: Company, now: datetime) -> None:
    first, second = (
        add_contact(workspace=nordlys.workspace, email=f"{n}@x.example", actor=SYSTEM, now=now) for n in "ab"
    )
    erase_person(contact=first, actor=SYSTEM, now=now, reason=ASKED_FOR)
    drain_erasures()
    erase_person(contact=second, actor=SYSTEM, now=now + timedelta(days=1), reason=ASKED_FOR)
    assert list(Erasure.objects.filter(wiped_at=None).values_list("contact_id", flat=True)) == [second.pk]


def test_the_same_from_the_terminal(nordlys: Company, now: datetime, tmp_path: Path) -> None:
    told_everything(nordlys, now)
    terminal, file = CliRunner(), tmp_path / "aino.zip"
    who = ["--workspace", "nordlys", "--email", "Aino.Salminen@privat.example"]
    assert terminal.invoke(app, ["export", "person", str(file), *who]).exit_code == 0
    assert "person.json" in zipfile.ZipFile(file).namelist()
    assert file.stat().st_mode & 0o077 == 0
    again = terminal.invoke(app, ["export", "person", str(file), *who])
    assert again.exit_code == 1
    assert terminal.invoke(app, ["erase", "--workspace", "nordlys"], input="y\n").exit_code == 2
    assert terminal.invoke(app, ["erase", *who], input="n\n").exit_code == 1
    assert terminal.invoke(app, ["erase", *who], input="y\n").exit_code == 0
    file.unlink()
    assert found_words(tmp_path) == set()
    assert terminal.invoke(app, ["erase", "--yes", *who]).exit_code == 1
