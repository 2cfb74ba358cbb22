"""However long a file is, and however much is there already: memory and the time a line stay the same."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from kuule.contacts.services import guess_mapping, start_import
from kuule.responses.models import Response
from kuule.surveys.models import SurveyVersion
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.responses.conftest import published_survey

pytestmark = [pytest.mark.soak, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

WORKER = Path(__file__).with_name("import_worker.py")
FEW, MANY = 15_000, 90_000
GROWTH_KB = 30_000


def used_for(company: Company, version: SurveyVersion, first: int, rows: int) -> tuple[float, int]:
    """Import so many answers; return the CPU seconds a line and the most memory."""
    lines = (
        f"r{n},2025-{1 + n % 12:02}-{1 + n % 28:02},{n % 11},It was number {n}.,p{n % 9000}@x.example,Firm {n % 900}"
        for n in range(first, first + rows)
    )
    file = ContentFile("\n".join(["Response ID,Date,Score,Comment,Email,Company", *lines]).encode(), "past.csv")
    who = {"workspace": company.workspace, "kind": "responses", "file": file}
    mapping = guess_mapping(options={"survey": str(version.survey_id)}, **who)
    start_import(file_name="past.csv", mapping=mapping, actor=SYSTEM, now=timezone.now(), **who)
    command = [sys.executable, str(WORKER), str(connection.settings_dict["NAME"]), str(default_storage.location)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory = told.split()
    return float(seconds) / rows, int(memory)


def test_memory_and_time_a_line_stay_flat(nordlys: Company, now) -> None:
    version = published_survey(nordlys.workspace, now)
    _few_seconds, few = used_for(nordlys, version, 0, FEW)
    seconds, many = used_for(nordlys, version, FEW, MANY)
    again, more = used_for(nordlys, version, FEW + MANY, MANY)
    assert Response.objects.count() == FEW + 2 * MANY
    assert max(many, more) < few + GROWTH_KB
    assert again < 1.5 * seconds
