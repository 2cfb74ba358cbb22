"""An archive of a running installation comes back whole: same rows, same files, on either database."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kuule.config.backup import write_backup
from kuule.config.restore import RestoreRefusedError, restore_backup
from kuule.contacts.models import Account, Contact
from kuule.workspaces.models import Member, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def customers(nordlys, now):
    """Two people with awkward values, and a file."""
    account = Account.objects.create(
        workspace=nordlys.workspace, name="Ærø Færger", name_key="ærø færger", properties={"seats": 12}, created_at=now
    )
    for name in ("Lê Thị Hồng Nhung", 'quote " comma , newline \n tab \t'):
        Contact.objects.create(
            workspace=nordlys.workspace,
            account=account,
            name=name,
            name_key=name.lower(),
            created_at=now,
            properties={"vip": True, "since": "2024-02-29", "nothing": None},
        )
    root = Path(settings.MEDIA_ROOT)
    (root / "jobs").mkdir(parents=True)
    (root / "jobs" / "list.csv").write_bytes(b"\x00\xff bytes")
    return nordlys


def tables(archive: Path) -> dict[str, list[str]]:
    with tarfile.open(archive) as opened:
        names = [name for name in opened.getnames() if name.startswith("tables/")]
        return {name: opened.extractfile(name).read().decode().splitlines() for name in names}


def run(home: Path, *command: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kuule", *command],
        env={**kept, "KUULE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_was_deleted_comes_back(customers, tmp_path):
    archive = tmp_path / "kuule.tar.gz"
    before = write_backup(archive)
    Contact.objects.all().delete()
    (Path(settings.MEDIA_ROOT) / "jobs" / "list.csv").unlink()
    after = restore_backup(archive, replace=True)
    assert after == before
    assert set(Contact.objects.values_list("name", flat=True)) == {
        "Lê Thị Hồng Nhung",
        'quote " comma , newline \n tab \t',
    }
    assert Contact.objects.first().properties == {"vip": True, "since": "2024-02-29", "nothing": None}
    assert (Path(settings.MEDIA_ROOT) / "jobs" / "list.csv").read_bytes() == b"\x00\xff bytes"
    assert bytes(Workspace.objects.get().hash_key) == bytes(customers.workspace.hash_key)


def test_new_rows_get_new_ids_after_a_restore(customers, tmp_path, now):
    archive = tmp_path / "kuule.tar.gz"
    write_backup(archive)
    restore_backup(archive, replace=True)
    newest = Contact.objects.order_by("-pk").first().pk
    added = Contact.objects.create(workspace=customers.workspace, name="New", name_key="new", created_at=now)
    assert added.pk > newest


def test_an_archive_moves_to_a_fresh_installation_on_sqlite(customers, tmp_path, move_in):
    archive, again, home = tmp_path / "first.tar.gz", tmp_path / "again.tar.gz", tmp_path / "home"
    write_backup(archive)
    move_in(home)
    run(home, "restore", str(archive))
    run(home, "backup", str(again))
    assert tables(again) == tables(archive)
    assert (home / "files" / "jobs" / "list.csv").read_bytes() == b"\x00\xff bytes"


def test_an_archive_of_sqlite_comes_into_this_database(customers, tmp_path, move_in):
    first, second, home = tmp_path / "first.tar.gz", tmp_path / "second.tar.gz", tmp_path / "home"
    write_backup(first)
    move_in(home)
    run(home, "restore", str(first))
    run(home, "backup", str(second))
    restore_backup(second, replace=True)
    assert Member.objects.count() == len(customers.members)
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("SELECT 1")


def test_data_are_not_replaced_by_accident(customers, tmp_path):
    archive = tmp_path / "kuule.tar.gz"
    write_backup(archive)
    with pytest.raises(RestoreRefusedError, match="holds data already") as refusal:
        restore_backup(archive, replace=False)
    assert "--replace" in refusal.value.mend
    assert Contact.objects.count() == 2


def shorten(archive: Path, _folder: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-200])


def not_an_archive(archive: Path, _folder: Path) -> None:
    archive.write_bytes(b"name,email\n")


def rewrite(archive: Path, folder: Path, change) -> None:
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(archive, "w:gz") as opened:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                opened.add(path, str(path.relative_to(folder)))


def newer(archive: Path, folder: Path) -> None:
    def change(unpacked: Path) -> None:
        manifest = json.loads((unpacked / "manifest.json").read_text())
        manifest["migrations"].append("contacts.0999_next_year")
        (unpacked / "manifest.json").write_text(json.dumps(manifest))

    rewrite(archive, folder, change)


def broken_row(archive: Path, folder: Path) -> None:
    def change(unpacked: Path) -> None:
        table = unpacked / "tables" / "contacts.contact.jsonl"
        table.write_text(table.read_text() + "[1, 2\n")

    rewrite(archive, folder, change)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (shorten, "not a complete archive"),
        (not_an_archive, "not a complete archive"),
        (newer, "newer Kuule"),
        (broken_row, "contacts.contact in the archive is damaged"),
    ],
)
def test_a_bad_archive_changes_nothing(customers, tmp_path, damage, said):
    archive = tmp_path / "kuule.tar.gz"
    write_backup(archive)
    damage(archive, tmp_path / "unpacked")
    with pytest.raises(RestoreRefusedError, match=said):
        restore_backup(archive, replace=True)
    assert Contact.objects.count() == 2
    assert (Path(settings.MEDIA_ROOT) / "jobs" / "list.csv").exists()


def test_a_missing_archive_is_named(db, tmp_path):
    with pytest.raises(RestoreRefusedError, match=r"no archive at .*nowhere"):
        restore_backup(tmp_path / "nowhere.tar.gz", replace=True)
