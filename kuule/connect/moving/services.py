"""Bringing in all files of an export one after the other, each by the import of its kind: tried, undone as any."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.utils import timezone

from kuule.connect.moving.kinds import ANSWERS, ORDER, PEOPLE, FileKind, kind_of
from kuule.connect.moving.quarantine import hold_recently_asked
from kuule.contacts.importers import UnreadableFileError
from kuule.contacts.importers.files import inspected
from kuule.contacts.rules.columns import ColumnMapping
from kuule.contacts.selectors.imports import problem_counts
from kuule.contacts.services import UnusableMappingError, drop_import, guess_mapping, run_import, start_import
from kuule.jobs.models import Job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import SYSTEM

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one file. `job` is its import, None for one that was only tried, or not taken.

    `counts` are lines by their outcome, `problems` lines by what is wrong with them; `refused` is why no line of the
    file could be used. `held` counts people who are not asked yet because the other system asked them lately.
    """

    name: str
    kind: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, int] = field(default_factory=dict)
    refused: UnreadableFileError | None = None
    job: Job | None = None
    held: int = 0


def bring_in(
    *,
    workspace: Workspace,
    files: Sequence[Path],
    survey: int | None,
    options: Mapping[str, str],
    now: datetime,
    is_trial: bool = False,
    on_progress: Progress | None = None,
) -> list[Brought]:
    """Bring in the files of an export in an order in which nobody is written to who should not be.

    `survey` is the id of the one that answers join, None where there is none: then they are not brought in. A file that
    cannot be used does not keep the others out. To bring all of it in again changes nothing.
    """
    known = [(path, _kind_in(path)) for path in files]
    unusable = [Brought(path.name, refused=kind) for path, kind in known if isinstance(kind, UnreadableFileError)]
    usable = [(path, kind) for path, kind in known if isinstance(kind, FileKind)]
    unknown = [Brought(path.name) for path, kind in usable if not kind.kind]
    brought = []
    for path, kind in sorted((each for each in usable if each[1].kind), key=lambda each: ORDER.index(each[1].kind)):
        told = {**options, **kind.options, **({"survey": str(survey)} if kind.kind == ANSWERS and survey else {})}
        brought.append(_brought(workspace, path, kind.kind, told, now, on_progress, is_trial=is_trial))
    return [*brought, *unknown, *unusable]


def _kind_in(path: Path) -> FileKind | UnreadableFileError:
    try:
        with path.open("rb") as opened:
            return kind_of(inspected(File(opened, path.name)).headers)
    except UnreadableFileError as error:
        return error


def _brought(
    workspace: Workspace,
    path: Path,
    kind: str,
    options: Mapping[str, str],
    now: datetime,
    on_progress: Progress | None,
    *,
    is_trial: bool,
) -> Brought:
    try:
        with path.open("rb") as opened:
            file = File(opened, path.name)
            mapping = guess_mapping(workspace=workspace, file=file, kind=kind, options=options)
            job = start_import(
                workspace=workspace,
                actor=SYSTEM,
                now=now,
                file=file,
                file_name=path.name,
                mapping=mapping,
                kind=kind,
                is_claimed=True,
                is_trial=is_trial,
            )
    except UnreadableFileError as error:
        return Brought(path.name, kind, refused=error)
    except UnusableMappingError as error:
        return Brought(path.name, kind, refused=UnreadableFileError(error.problems[0].reason))
    job = run_import(
        job=job,
        clock=timezone.now,
        on_progress=lambda done, total: on_progress(path.name, done, total) if on_progress else None,
    )
    problems = problem_counts(workspace, job=job)
    if is_trial:
        counts = job.params["tried"]["result"]
        drop_import(job=job)
        return Brought(path.name, kind, Counter(counts), problems)
    held = _held(workspace, path, job, now) if kind == PEOPLE else 0
    return Brought(path.name, kind, Counter(job.result), problems, job=job, held=held)


def _held(workspace: Workspace, path: Path, job: Job, now: datetime) -> int:
    mapping = ColumnMapping.from_json(job.params["mapping"])
    with path.open("rb") as opened:
        return hold_recently_asked(
            workspace=workspace, file=File(opened, path.name), mapping=mapping, actor=SYSTEM, now=now
        )
