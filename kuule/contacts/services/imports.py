"""Opening an import: a file becomes a draft with a guessed mapping, then a job for the worker."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from kuule.contacts.importers import importer
from kuule.contacts.importers.contacts_csv import ContactsCsv
from kuule.contacts.rules.columns import PROPERTY_OF, ColumnMapping, MappingProblem, mapping_problems
from kuule.contacts.selectors import known_kinds, known_properties
from kuule.contacts.services.properties import define_property
from kuule.jobs.models import Job
from kuule.jobs.services import claim_job, open_job, release_job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor

CONTACTS_CSV = ContactsCsv.kind


class UnusableMappingError(Exception):
    """A mapping by which no line could be read; `problems` say which columns are in the way."""

    def __init__(self, problems: list[MappingProblem]) -> None:
        super().__init__(", ".join(problem.reason for problem in problems))
        self.problems = problems


def guess_mapping(
    *, workspace: Workspace, file: IO[Any], delimiter: str = "", kind: str = CONTACTS_CSV
) -> ColumnMapping:
    """Return what the columns of a file seem to be, from their headers, the first rows and the properties there are.

    Raises:
        UnreadableFileError: no line of the file can be used.
    """
    each = importer(kind)
    return each.guessed_mapping(each.peeked(file, delimiter), known_properties(workspace))


@transaction.atomic
def upload_file(
    *, workspace: Workspace, actor: Actor, now: datetime, file: File[Any], file_name: str, kind: str = CONTACTS_CSV
) -> Job:
    """Keep a file as the draft of an import, with a guessed mapping, until a person has looked at it.

    Raises:
        UnreadableFileError: no line of the file can be used.
    """
    head = importer(kind).inspected(file)
    mapping = importer(kind).guessed_mapping(head, known_properties(workspace))
    return open_job(
        workspace=workspace,
        kind=kind,
        actor=actor,
        now=now,
        file=file,
        file_name=file_name,
        params={"mapping": mapping.as_json()},
        total=head.total,
        is_draft=True,
    )


@transaction.atomic
def release_import(*, job: Job, mapping: ColumnMapping, actor: Actor, now: datetime) -> bool:
    """Hand a draft over to the worker, and define the properties it brings. False: it is no longer a draft.

    Raises:
        UnusableMappingError: the mapping names no identity, or one place twice, or a property with another type.
    """
    _adopt(job.workspace, mapping, actor, now)
    return release_job(job=job, params={"mapping": mapping.as_json()}, actor=actor, now=now)


@transaction.atomic
def start_import(
    *,
    workspace: Workspace,
    actor: Actor,
    now: datetime,
    file: File[Any],
    file_name: str,
    mapping: ColumnMapping | Mapping[str, Any],
    kind: str = CONTACTS_CSV,
    is_claimed: bool = False,
) -> Job:
    """Open the import of a file under a mapping. With `is_claimed` the caller runs it, not the worker.

    Raises:
        UnreadableFileError: no line of the file can be used.
        UnusableMappingError: the mapping names no identity, or one place twice, or a property with another type.
    """
    mapping = mapping if isinstance(mapping, ColumnMapping) else ColumnMapping.from_json(mapping)
    head = importer(kind).inspected(file, mapping.delimiter)
    _adopt(workspace, mapping, actor, now)
    job = open_job(
        workspace=workspace,
        kind=kind,
        actor=actor,
        now=now,
        file=file,
        file_name=file_name,
        params={"mapping": mapping.as_json()},
        total=head.total,
    )
    return (claim_job(kind=kind, now=now, job_id=job.pk) if is_claimed else None) or job


def _adopt(workspace: Workspace, mapping: ColumnMapping, actor: Actor, now: datetime) -> None:
    if problems := mapping_problems(mapping, known_kinds(workspace)):
        raise UnusableMappingError(problems)
    for column in mapping.columns:
        if of := PROPERTY_OF.get(column.to):
            define_property(
                workspace=workspace,
                key=column.key,
                label=column.header[:200],
                kind=column.kind,
                of=of,
                actor=actor,
                now=now,
            )
