"""Brings an archive of `backup.py` back: all of it or nothing."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Model

from kuule.config.backup import BATCH, FORMAT, Counted, applied_migrations, kept_models
from kuule.workspaces.models import User, Workspace


class RestoreRefusedError(Exception):
    """An archive is not brought back. Nothing was changed; `mend` says what to do."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


def restore_backup(source: Path, *, replace: bool) -> Counted:
    """Load an archive into this installation's database and files.

    Raises RestoreRefusedError when the archive cannot be read, is newer than this Kuule, or when there are data
    here already and `replace` is not set. The rows go in by one transaction; the files are put in place after it.
    """
    if not replace and (Workspace.objects.exists() or User.objects.exists()):
        raise RestoreRefusedError(
            "This installation holds data already; nothing was changed.",
            "Restore into an empty one, or add --replace to delete what is here.",
        )
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=".kuule-restore-") as folder:
        unpacked = Path(folder)
        _unpack(source, unpacked)
        _refuse_newer(unpacked)
        with transaction.atomic():
            rows = _load_tables(unpacked)
        return Counted(rows, _put_files(unpacked / "files", root))


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text())
        if manifest["format"] != FORMAT:
            raise KeyError("format")
    except FileNotFoundError as error:
        raise RestoreRefusedError(f"There is no archive at {source}.", "Check the name and the folder.") from error
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise RestoreRefusedError(
            f"{source} is not a complete archive of Kuule; nothing was changed.",
            "Use a file that `kuule backup` wrote, copied whole.",
        ) from error


def _refuse_newer(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    ours = {f"{app}.{name}" for app, name in applied_migrations()}
    if not set(manifest["migrations"]) <= ours:
        raise RestoreRefusedError(
            f"The archive was made by a newer Kuule ({manifest['kuule']}); nothing was changed.",
            "Install that version or a newer one, run `kuule migrate`, and restore again.",
        )


def _load_tables(folder: Path) -> int:
    models = kept_models()
    _keep_others_waiting(models)
    for model in reversed(models):
        model._base_manager.all()._raw_delete(using=connection.alias)
    rows = 0
    for model in models:
        table = folder / "tables" / f"{model._meta.label_lower}.jsonl"
        if table.exists():
            with table.open(encoding="utf-8") as lines:
                rows += _load_table(model, lines)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return rows


def _keep_others_waiting(models: list[type[Model]]) -> None:
    # SQLite's transaction keeps every writer out by itself; in PostgreSQL a live web process could write in between.
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")


def _load_table(model: type[Model], lines: IO[str]) -> int:
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    try:
        fields = [by_column[column] for column in json.loads(next(lines))]
    except (StopIteration, KeyError, ValueError) as error:
        raise _damaged(model) from error
    rows = 0
    for batch in _batches(lines):
        try:
            model._base_manager.bulk_create(_row(model, fields, json.loads(line)) for line in batch)
        except (ValueError, ValidationError) as error:
            raise _damaged(model) from error
        rows += len(batch)
    return rows


def _batches(lines: IO[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


def _row(model: type[Model], fields: list[Field[Any, Any]], values: list[Any]) -> Model:
    pairs = zip(fields, values, strict=True)
    return model(**{field.attname: field.to_python(value) for field, value in pairs})


def _damaged(model: type[Model]) -> RestoreRefusedError:
    return RestoreRefusedError(
        f"The table {model._meta.label_lower} in the archive is damaged; nothing was changed.",
        "Use another copy of the archive.",
    )


def _put_files(unpacked: Path, root: Path) -> int:
    unpacked.mkdir(exist_ok=True)
    count = sum(1 for path in unpacked.rglob("*") if path.is_file())
    aside = root.with_name(f"{root.name}.replaced-{os.getpid()}")
    if root.exists():
        root.rename(aside)
    unpacked.rename(root)
    shutil.rmtree(aside, ignore_errors=True)
    return count
