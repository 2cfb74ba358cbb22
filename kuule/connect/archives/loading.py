"""Bringing an archive in beside the workspaces that are here: in one transaction, with new ids, to the same figures."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, transaction
from django.db.models import AutoField, Field, FileField, Model

from kuule.connect.archives.collisions import Taken
from kuule.connect.archives.manifest import ArchiveRefusedError, DamagedArchiveError
from kuule.connect.archives.numbering import make_room
from kuule.connect.archives.people import matched_people
from kuule.connect.archives.reading import Archive, opened_archive
from kuule.connect.archives.references import A_PERSON, LOOSE_PEOPLE, renumbered
from kuule.connect.archives.resting import lay_to_rest
from kuule.connect.archives.tables import LEFT_OUT, OUTBOXES, kept_models, label_of, points_to
from kuule.contacts.exporters import exporters
from kuule.contacts.importers import importers
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED, OPEN_STATES
from kuule.lib.bulk import insert_values, wide_cache
from kuule.lib.garbage import collected_seldom
from kuule.lib.tokens import mint_token
from kuule.workspaces.models import User, Workspace
from kuule.workspaces.rules import SYSTEM
from kuule.workspaces.services import record

BATCH = 5_000

Progress = Callable[[int, int], None]
Column = Field[Any, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came in. `renewed` counts, by column, what another workspace has already, so that it was made anew.

    `invited` are people who were not known here: they have no password yet. `rested` counts what was stopped.
    """

    workspace: Workspace
    rows: int
    files: int
    invited: Sequence[str]
    renewed: Mapping[str, int]
    rested: Mapping[str, int]
    left_out: Mapping[str, str] = field(default_factory=lambda: LEFT_OUT)


def load_archive(
    source: Path, *, now: datetime, slug: str = "", goes_on_asking: bool = False, on_progress: Progress | None = None
) -> Loaded:
    """Load a workspace from an archive, under its own short name or another.

    Unless it `goes_on_asking`, what asks customers stands still afterwards: where it came from may go on asking them.

    Raises:
        ArchiveRefusedError: the archive cannot be loaded, or the short name is taken. Nothing was changed.
    """
    with opened_archive(source) as archive:
        wanted = slug or str(archive.manifest.workspace.get("slug", ""))
        if Workspace.objects.filter(slug=wanted).exists():
            raise ArchiveRefusedError(
                f"There is a workspace “{wanted}” here already; nothing was loaded.", "Choose another name with --as."
            )
        loading = _Loading(archive, now, on_progress)
        try:
            with collected_seldom(), wide_cache(), transaction.atomic():
                workspace = loading.run(wanted)
                rested = {} if goes_on_asking else lay_to_rest(workspace, now=now)
                record(workspace=workspace, actor=SYSTEM, act="archive_loaded", subject=workspace, now=now)
        except (IntegrityError, DataError, OverflowError) as error:
            loading.drop_files()
            raise DamagedArchiveError("rows that do not fit together") from error
        except BaseException:
            loading.drop_files()
            raise
    return Loaded(workspace, loading.done, len(loading.files), loading.invited, loading.renewed, rested)


class _Loading:
    """One loading of one archive."""

    def __init__(self, archive: Archive, now: datetime, on_progress: Progress | None) -> None:
        self._archive, self._manifest, self._now, self._on_progress = archive, archive.manifest, now, on_progress
        self._models = kept_models()
        self._shift = 0
        self._people: Mapping[int, int] = {}
        self._workspace = Workspace()
        self.files: dict[str, str] = {}
        self.invited: list[str] = []
        self.renewed: Counter[str] = Counter()
        self.done = 0

    def run(self, slug: str) -> Workspace:
        """Bring everything in, inside the transaction of the caller."""
        self._shift = make_room(self._models, self._manifest.highest_id)
        rows = self._archive.lines(label_of(User))
        self._people, self.invited = matched_people(rows, now=self._now)
        self._workspace = self._founded(slug)
        kept = {label_of(model): model for model in self._models}
        if unknown := {*self._archive.tables()} - kept.keys() - {label_of(User)}:
            raise DamagedArchiveError(f"tables/{min(unknown)}")
        ordered = sorted(self._models, key=lambda model: label_of(model) in OUTBOXES)
        for model in ordered:
            if label_of(model) in OUTBOXES:
                model._base_manager.filter(workspace_id=self._workspace.pk).delete()
            if self._archive.has(f"tables/{label_of(model)}.jsonl"):
                self._table(model)
        return self._workspace

    def _founded(self, slug: str) -> Workspace:
        said = dict(self._manifest.workspace)
        fields = {each.attname: each for each in Workspace._meta.concrete_fields if not each.primary_key}
        try:
            values = {name: fields[name].to_python(value) for name, value in said.items() if name != "id"}
        except (KeyError, ValidationError, ValueError, TypeError) as error:
            raise DamagedArchiveError("workspace") from error
        workspace = Workspace(**{**values, "slug": slug})
        workspace.save(force_insert=True)
        return workspace

    def _table(self, model: type[Model]) -> None:
        lines = self._archive.lines(label_of(model))
        columns = self._columns(model, next(lines, []))
        taken = Taken(model, columns)
        while batch := list(islice(lines, BATCH)):
            rows = [self._row(model, columns, values) for values in batch]
            self.renewed.update(taken.renew(rows))
            insert_values(model, [each.attname for each in columns], rows)
            self.done += len(rows)
            if self._on_progress:
                self._on_progress(self.done, self._manifest.rows)

    def _columns(self, model: type[Model], names: Sequence[object]) -> list[Column]:
        known = {each.attname: each for each in model._meta.concrete_fields}
        try:
            columns = [known[str(name)] for name in names]
        except KeyError as error:
            raise DamagedArchiveError(f"tables/{label_of(model)}") from error
        if len({*columns}) < len(columns) or model._meta.pk not in columns:
            raise DamagedArchiveError(f"tables/{label_of(model)}")
        return columns

    def _row(self, model: type[Model], columns: Sequence[Column], values: Sequence[Any]) -> list[Any]:
        label = label_of(model)
        try:
            row = [self._value(label, column, value) for column, value in zip(columns, values, strict=True)]
            _mended(label, columns, row, self._people)
        except (ValueError, TypeError, KeyError, AttributeError, ValidationError) as error:
            raise DamagedArchiveError(f"tables/{label}") from error
        return row

    def _value(self, label: str, column: Column, value: Any) -> Any:
        if value is None:
            return None
        target = points_to(column)
        if target is Workspace or column.attname == "workspace_id":
            return self._workspace.pk
        if target is User:
            return self._people[value]
        if target is not None or isinstance(column, AutoField):
            return self._row_id(value)
        if isinstance(column, FileField):
            return self._stored(column, value)
        return renumbered(f"{label}.{column.attname}", column.to_python(value), self._renumber)

    def _row_id(self, value: Any) -> int:
        # Whatever an archive says, it reaches no row that was here before: those have lower ids.
        if type(value) is not int or not 0 < value <= self._manifest.highest_id:
            raise ValueError(value)
        return value + self._shift

    def _renumber(self, value: int) -> int:
        return value + self._shift if value > 0 else value

    def _stored(self, column: FileField, name: str) -> str:
        """Put a file in its place, and return where that is."""
        if not name:
            return ""
        if name not in self.files:
            if not self._archive.has(name):
                raise ValueError(name)
            with self._archive.open(name) as opened:
                wanted = column.generate_filename(column.model(), mint_token())
                self.files[name] = default_storage.save(wanted, File(opened))
        return self.files[name]

    def drop_files(self) -> None:
        """Delete the files that were put in place for rows that never came."""
        for stored in self.files.values():
            default_storage.delete(stored)


def _mended(label: str, columns: Sequence[Column], row: list[Any], people: Mapping[int, int]) -> None:
    """Set right what holds only where the archive was made: work on files that are not here is not done here."""
    names = [each.attname for each in columns]
    if label == label_of(Job) and row[names.index("state")] in OPEN_STATES:
        of_files = {*(each.kind for each in importers()), *(each.kind for each in exporters())}
        if row[names.index("kind")] in of_files:
            row[names.index("state")] = CANCELLED
    for name, kind in LOOSE_PEOPLE.items():
        table, _, column = name.rpartition(".")
        if table == label and row[names.index(kind)] == A_PERSON:
            row[names.index(column)] = people.get(row[names.index(column)])
