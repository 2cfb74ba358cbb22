"""One migration a room brings a new database where the many before it bring one that has grown."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kuule.act.models import CaseSettings

Schema = dict[str, list[tuple[str, ...]]]

# Where an installation may stand: rooms at their ends, in their middles, and not there yet.
STOPS = [("dispatch", "0009_coverage"), ("economics", "0004_kept_figures"), ("act", "0001_initial")]

POSTGRES = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, "
    "column_default, is_nullable, is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


@contextmanager
def empty_database(blocker: DjangoDbBlocker, folder: Path) -> Iterator[None]:
    """Talk to an empty database instead of the one of all tests."""
    settings, of_all = connection.settings_dict, connection.settings_dict["NAME"]
    with blocker.unblock():
        connection.close()
        if connection.vendor == "postgresql":
            settings["NAME"] = f"road_{folder.name}"
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{settings["NAME"]}"')
        else:
            settings["NAME"] = str(folder / "road.sqlite3")
        try:
            yield
        finally:
            connection.close()
            settings["NAME"] = of_all


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def schema() -> Schema:
    """Return what the database is made of, whatever order its columns and tables came in."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return {kind: rows(cursor.execute(asked) or cursor.fetchall()) for kind, asked in POSTGRES.items()}
        cursor.execute(SQLITE)
        return {"all": rows((kind, name, *parts(sql)) for kind, name, sql in cursor.fetchall())}


def rows(found: object) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in found)


def parts(sql: str) -> list[str]:
    """Return the columns and constraints of a table in the order of the alphabet, any other statement as it is."""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    found, depth = [""], 0
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return sorted(part.strip() for part in found)


@pytest.fixture(scope="module")
def new(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """The database of a new installation."""
    with empty_database(django_db_blocker, tmp_path_factory.mktemp("new")):
        migrate()
        return schema()


@pytest.mark.any_database
def test_wherever_an_installation_stands_it_gets_what_it_lacks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    many = MigrationLoader(None, replace_migrations=False)
    ends = [leaf for leaf in many.graph.leaf_nodes() if leaf not in many.replacements]
    all_of_them = list(dict.fromkeys(each for end in ends for each in many.graph.forwards_plan(end)))
    for length in range(len(all_of_them) + 1):
        done = dict.fromkeys(all_of_them[:length])
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _recorder, done=done: dict(done))
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        brought = [each for one, _ in plan for each in one.replaces or [(one.app_label, one.name)]]
        assert sorted(brought) == sorted(all_of_them[length:])


@pytest.mark.soak
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop[0])
def test_an_installation_that_grew_comes_where_a_new_one_begins(
    stop: tuple[str, str], new: Schema, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with empty_database(django_db_blocker, tmp_path):
        executor = MigrationExecutor(connection)
        executor.loader.replace_migrations = False
        executor.loader.build_graph()
        executor.loader.replacements.clear()
        then = executor.migrate([stop]).apps.get_model("workspaces", "Workspace")
        then.objects.create(name="Nordlys Energy", slug="nordlys", hash_key=b"key", created_at=timezone.now())
        migrate()
        arrived = MigrationExecutor(connection)
        assert not arrived.migration_plan(arrived.loader.graph.leaf_nodes())
        assert set(arrived.loader.replacements) <= set(arrived.recorder.applied_migrations())
        # Cases begin with the answers that come from now on, in rooms that came at once as in those that grew.
        assert CaseSettings.objects.get().workspace.slug == "nordlys"
        assert schema() == new
