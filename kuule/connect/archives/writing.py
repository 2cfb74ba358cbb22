"""Making an archive: one ZIP with a manifest, a file of JSON lines a table, and the files of the workspace.

The first line of a table names its columns, each further line is a row. Ids are those of this Kuule; people who sign
in are in a table of their own, by their e-mail address and without their password.
"""

import hashlib
import json
import threading
import zipfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import AutoField, FileField, Max, Model, QuerySet

from kuule.connect.archives.manifest import NAME, Manifest, Part
from kuule.connect.archives.references import A_PERSON, LOOSE_PEOPLE
from kuule.connect.archives.tables import LEFT_OUT, kept_models, label_of, points_to_people, rows_of
from kuule.lib.rows import RowEncoder
from kuule.lib.snapshots import snapshot
from kuule.workspaces.models import User, Workspace

PEOPLE = "workspaces.user"
PEOPLE_COLUMNS = ("id", "email", "name", "language")
# Working copies: of no use where the work is not done.
FORGOTTEN_FILES = frozenset({"jobs.job.file"})
BATCH = 2_000
_CHUNK = 1 << 20
_LOOK_SECONDS = 0.2


class _StoppedError(Exception):
    pass


def write_archive(
    workspace: Workspace, target: Path, *, now: datetime, goes_on: Callable[[int, int], bool]
) -> Manifest | None:
    """Write the archive of a workspace. `goes_on` is told the rows so far and their total; None where it said no.

    All rows come from one moment. They are read in a thread with a connection of its own, so that whoever is told of
    the progress can write it down meanwhile.
    """
    writer = _Writer(workspace, target, now)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(writer.run)
        try:
            while not wait([running], timeout=_LOOK_SECONDS).done:
                if not goes_on(writer.written, writer.total):
                    writer.stop.set()
            return running.result()
        except _StoppedError:
            return None
        finally:
            writer.stop.set()


@dataclass
class _Writer:
    """One making of one archive."""

    workspace: Workspace
    target: Path
    now: datetime
    written: int = 0
    total: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    people: set[int] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    highest_id: int = 0

    def run(self) -> Manifest:
        """Write it all, from one view of the database."""
        with closing(connection), snapshot(), zipfile.ZipFile(self.target, "w", zipfile.ZIP_DEFLATED) as archive:
            models = kept_models()
            self.total = sum(rows_of(model, self.workspace).count() for model in models)
            for model in models:
                self._table(archive, model)
            self._people(archive)
            self._stored_files(archive)
            workspace = Workspace.objects.filter(pk=self.workspace.pk).values().get()
            manifest = Manifest.made(
                now=self.now,
                workspace=json.loads(json.dumps(workspace, cls=RowEncoder)),
                highest_id=self.highest_id,
                left_out=dict(LEFT_OUT),
                parts=self.parts,
            )
            archive.writestr(NAME, manifest.as_bytes())
        return manifest

    def _table(self, archive: zipfile.ZipFile, model: type[Model]) -> None:
        columns = _Columns(model)
        rows = rows_of(model, self.workspace).order_by("pk")
        self.highest_id = max(self.highest_id, _highest(model, rows))
        with _Entry(archive, f"tables/{label_of(model)}.jsonl", self.parts) as entry:
            entry.line(columns.names)
            for row in rows.values_list(*columns.names).iterator(BATCH):
                values = list(row)
                self.people |= columns.people_in(values)
                for place, is_kept in columns.files:
                    values[place] = self._file(values[place]) if is_kept else ""
                entry.line(values)
                self._count()

    def _count(self) -> None:
        self.written += 1
        if self.stop.is_set():
            raise _StoppedError

    def _file(self, stored: str) -> str:
        """Return what a stored file is called in the archive."""
        return self.files.setdefault(stored, f"files/{len(self.files) + 1}") if stored else ""

    def _stored_files(self, archive: zipfile.ZipFile) -> None:
        for stored, name in self.files.items():
            with default_storage.open(stored) as opened, _Entry(archive, name, self.parts, counts=False) as entry:
                while chunk := opened.read(_CHUNK):
                    entry.write(chunk)

    def _people(self, archive: zipfile.ZipFile) -> None:
        people = User.objects.filter(pk__in=self.people).order_by("pk")
        with _Entry(archive, f"tables/{PEOPLE}.jsonl", self.parts) as entry:
            entry.line(PEOPLE_COLUMNS)
            for row in people.values_list(*PEOPLE_COLUMNS):
                entry.line(row)


class _Columns:
    """The columns of a table, and where among them stand people who sign in and files."""

    def __init__(self, model: type[Model]) -> None:
        fields, label = list(model._meta.concrete_fields), label_of(model)
        self.names = [each.attname for each in fields]
        self._people = [place for place, each in enumerate(fields) if points_to_people(each)]
        self._maybe_people = [
            (self.names.index(name.rpartition(".")[2]), self.names.index(kind))
            for name, kind in LOOSE_PEOPLE.items()
            if name.rpartition(".")[0] == label
        ]
        self.files = [
            (place, f"{label}.{each.attname}" not in FORGOTTEN_FILES)
            for place, each in enumerate(fields)
            if isinstance(each, FileField)
        ]

    def people_in(self, values: Sequence[Any]) -> set[int]:
        """Return the people who sign in that a row names."""
        named = {values[place] for place in self._people}
        named |= {values[place] for place, kind in self._maybe_people if values[kind] == A_PERSON}
        return named - {None}


class _Entry:
    """One file within the archive while it is written; afterwards it is among the parts."""

    def __init__(self, archive: zipfile.ZipFile, name: str, parts: list[Part], *, counts: bool = True) -> None:
        self._name, self._parts, self._counts = name, parts, counts
        self._opened = archive.open(name, "w", force_zip64=True)
        self._digest, self._bytes, self._lines = hashlib.sha256(), 0, 0

    def __enter__(self) -> Self:
        return self

    def line(self, values: Iterable[Any]) -> None:
        """Write one line of JSON."""
        self.write((json.dumps(list(values), cls=RowEncoder, ensure_ascii=False) + "\n").encode())
        self._lines += 1

    def write(self, content: bytes) -> None:
        """Write bytes."""
        self._digest.update(content)
        self._bytes += len(content)
        self._opened.write(content)

    def __exit__(self, *_error: object) -> None:
        self._opened.close()
        rows = self._lines - 1 if self._counts else 0
        self._parts.append(Part(self._name, self._bytes, self._digest.hexdigest(), rows))


def _highest(model: type[Model], rows: QuerySet[Model]) -> int:
    # Where a row is known by the row it belongs to, or by a random id, it has no number of its own.
    return rows.aggregate(highest=Max("pk"))["highest"] or 0 if isinstance(model._meta.pk, AutoField) else 0
