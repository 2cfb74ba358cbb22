"""Ten thousand comments are read, with a set of themes and the sentiment, as fast as was promised."""

import csv
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from kuule.insight.models import CommentReading, ThemeLabel
from kuule.insight.rules.themes import LABELLING
from kuule.insight.services.comments.labelling import run_labelling
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import read_again, start_from_set
from kuule.jobs.services import claim_job
from kuule.lib.bulk import insert_rows
from kuule.lib.ids import new_uid
from kuule.responses.models import Response, VerbatimChange
from kuule.workspaces.rules import SYSTEM
from tests.conftest import Company
from tests.insight.conftest import programme_of

COMMENTS = 10_000
SCORES = {"1": 10, "2": 9, "3": 7, "4": 3, "5": 1}


@pytest.mark.soak
@pytest.mark.any_database
def test_ten_thousand_comments_take_seconds(nordlys: Company, now, test_data: Path) -> None:
    programme = programme_of(nordlys.workspace, now)
    with (test_data / "nhs_fft_dev.csv").open(encoding="utf-8") as opened:
        said = [(row["comment"], SCORES.get(row["fft"], 8)) for row in csv.DictReader(opened) if row["comment"].strip()]
    answers = [
        Response(
            workspace=programme.workspace,
            uid=new_uid(),
            survey=programme.survey,
            version=programme.version,
            channel="email",
            language="en",
            score=said[number % len(said)][1],
            verbatim=f"{said[number % len(said)][0]} {number // len(said) or ''}".strip(),
            answered_at=now - timedelta(days=number % 300),
        )
        for number in range(COMMENTS)
    ]
    with transaction.atomic():
        insert_rows(answers)
    while read_waiting(now=now):
        pass
    start_from_set(name="health", **programme.who)
    read_again(workspace=programme.workspace, actor=SYSTEM, now=now)
    while job := claim_job(kind=LABELLING, now=now):
        run_labelling(job=job, clock=lambda: now)
    labels = set(ThemeLabel.objects.values_list("response", "theme"))
    CommentReading.objects.all().delete()
    ThemeLabel.objects.all().delete()
    VerbatimChange.objects.create(workspace_id=programme.workspace.pk, after=0)
    before, held = time.process_time(), _held_from_now()
    while read_waiting(now=now):
        pass
    assert time.process_time() - before < 30
    # Of the 500 MB a worker that reads nothing takes a third.
    assert _megabytes("VmHWM") - held < 330
    assert CommentReading.objects.exclude(p_promoter=None).count() == COMMENTS
    assert set(ThemeLabel.objects.values_list("response", "theme")) == labels


def _held_from_now() -> float:
    """Let the peak of the memory begin anew: other tests may have had more. Return what is held now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[name].split()[0]) / 1024
