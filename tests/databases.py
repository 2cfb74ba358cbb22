"""Migrating and seeding take long: a run does each once, and everybody who needs the outcome gets a copy of it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from filelock import FileLock
from pytest_django import DjangoDbBlocker

from kuule.demo.services import seed_demo
from kuule.workspaces.models import Workspace

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def once(made: Path, make: Callable[[], None]) -> bool:
    """Let the first worker of the run make something while the others wait for it. Tell whether it was this one."""
    with FileLock(f"{made}.lock"):
        if made.exists():
            return False
        make()
        made.touch()
        return True


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if WORKER else own


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, shared_folder: Path
) -> Iterator[None]:
    """The test database of this worker: a copy of the one that was migrated for the run."""
    creation, name = connection.creation, WORKER or "only"
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = shared_folder / "test.sqlite3"
    with django_db_blocker.unblock():
        template = creation._get_test_db_name()
        once(shared_folder / "migrated", _migrate)
        connection.settings_dict["NAME"] = template
        with FileLock(shared_folder / "copying.lock"):
            creation.clone_test_db(name, verbosity=0, autoclobber=True)
        connection.settings_dict.update(creation.get_test_db_clone_settings(name))
    yield
    with django_db_blocker.unblock():
        connection.close()
        creation._destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _migrate() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


@pytest.fixture(scope="session")
def move_in(django_db_setup: None, shared_folder: Path) -> Callable[[Path], None]:
    """Return how to make a folder the home of a Kuule whose embedded database is migrated and empty."""
    migrated = shared_folder / ("test.sqlite3" if connection.vendor == "sqlite" else "home/kuule.sqlite3")

    def migrate() -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUULE_", "DJANGO_"))}
        command = [sys.executable, "-m", "kuule", "migrate"]
        subprocess.run(command, env={**kept, "KUULE_HOME": str(migrated.parent)}, check=True, capture_output=True)

    def move_into(home: Path) -> None:
        if connection.vendor != "sqlite":
            once(shared_folder / "home-migrated", migrate)
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(migrated, home / "kuule.sqlite3")

    return move_into


@pytest.fixture
def todays_demo(transactional_db: None, shared_folder: Path) -> Workspace:
    """The demo company as somebody finds it who starts Kuule today, in a database that holds nothing else."""
    told, kept = shared_folder / "demo-told", shared_folder / "demo.sqlite3"

    def tell() -> None:
        assert seed_demo(now=timezone.now())
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(kept)) as copy:
                connection.connection.backup(copy)

    if connection.vendor != "sqlite":
        tell()
    elif not once(told, tell):
        connection.ensure_connection()
        with closing(sqlite3.connect(kept)) as copy:
            copy.backup(connection.connection)
    return Workspace.objects.get(slug="demo")
