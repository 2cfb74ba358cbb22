"""Importing as the worker does it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.base import ContentFile

from kuule.contacts.models import ImportProblem
from kuule.contacts.services import guess_mapping, run_import, start_import
from kuule.jobs.models import Job
from kuule.workspaces.rules import Actor
from tests.conftest import Company

Import = Callable[..., Job]


@pytest.fixture
def bring_in(nordlys: Company, now: datetime) -> Import:
    """Import a text or bytes with the guessed mapping, or a given one, as Bob; return the job as it ended."""

    def bring(content: str | bytes, mapping: object = None) -> Job:
        raw = content.encode() if isinstance(content, str) else content
        file = ContentFile(raw, "people.csv")
        mapping = mapping or guess_mapping(workspace=nordlys.workspace, file=file)
        job = start_import(
            workspace=nordlys.workspace,
            actor=Actor.user(nordlys.bob.user_id),
            now=now,
            file=file,
            file_name="people.csv",
            mapping=mapping,
        )
        return run_import(job=job, clock=lambda: now)

    return bring


@pytest.fixture
def problems() -> Callable[[Job], list[tuple[int, str, str, str]]]:
    """Return the problems of an import: line, column, value, reason."""

    def of(job: Job) -> list[tuple[int, str, str, str]]:
        found = ImportProblem.objects.filter(job=job).order_by("line", "id")
        return list(found.values_list("line", "column", "value", "reason"))

    return of
