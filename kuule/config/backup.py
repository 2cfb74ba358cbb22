"""One archive with everything an installation holds, readable by SQLite and PostgreSQL alike.

The archive is a tar.gz: `manifest.json` (versions, the migrations the data belong to, the order of the tables),
`tables/<app>.<model>.jsonl` (first line: column names; then one row a line) and `files/…`. Because it holds rows
rather than a database file, it is also the road from a laptop's SQLite to PostgreSQL.
"""

import io
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

import kuule
from kuule.lib.rows import RowEncoder
from kuule.lib.snapshots import snapshot

FORMAT = 1
BATCH = 2000
# Rebuilt by itself, or of no use elsewhere: sessions, nudges to the worker, sign-in attempts, the outboxes.
LEFT_OUT = {"contenttypes", "auth", "sessions", "django_tasks_db", "axes", "admin"}
LEFT_OUT_TABLES = {"responses.answerchange", "responses.verbatimchange", "act.answernews"}


@dataclass(frozen=True, slots=True)
class Counted:
    """How much went in or out."""

    rows: int
    files: int


def kept_models() -> list[type[Model]]:
    """Return the models whose rows belong in an archive, each table once, many-to-many tables too."""
    models = apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.app_label not in LEFT_OUT and model._meta.managed]
    return [model for model in kept if model._meta.label_lower not in LEFT_OUT_TABLES]


def write_backup(target: Path) -> Counted:
    """Write the archive of a running installation; readers and writers go on meanwhile.

    All rows come from one snapshot. The archive appears under its name only when it is complete.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kuule-backup-") as folder:
        draft = Path(folder, "archive")
        with snapshot(), tarfile.open(draft, "w:gz", compresslevel=6) as archive:
            models = kept_models()
            _add_bytes(archive, "manifest.json", json.dumps(_manifest(models), indent=2).encode())
            rows = sum(_add_table(archive, model, Path(folder)) for model in models)
            files = _add_files(archive)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(target)
    return Counted(rows, files)


def applied_migrations() -> set[tuple[str, str]]:
    """Return the migrations that this database has seen, as (app, name)."""
    return set(MigrationRecorder(connection).applied_migrations())


def _manifest(models: list[type[Model]]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kuule": kuule.__version__,
        "made_at": datetime.now(UTC).isoformat(),
        "migrations": sorted(f"{app}.{name}" for app, name in applied_migrations()),
        "tables": [model._meta.label_lower for model in models],
    }


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _add_table(archive: tarfile.TarFile, model: type[Model], folder: Path) -> int:
    columns = [field.attname for field in model._meta.concrete_fields]
    draft = folder / "table"
    counted = 0
    with draft.open("w", encoding="utf-8") as lines:
        lines.write(json.dumps(columns) + "\n")
        for row in model._base_manager.order_by("pk").values_list(*columns).iterator(BATCH):
            lines.write(json.dumps(row, cls=RowEncoder) + "\n")
            counted += 1
    archive.add(draft, f"tables/{model._meta.label_lower}.jsonl")
    return counted


def _add_files(archive: tarfile.TarFile) -> int:
    root = Path(settings.MEDIA_ROOT)
    paths = [path for path in sorted(root.rglob("*")) if path.is_file()] if root.is_dir() else []
    for path in paths:
        archive.add(path, f"files/{path.relative_to(root)}")
    return len(paths)
