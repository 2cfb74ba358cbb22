"""Ten thousand comments are read, with a set of themes and the sentiment, as fast as was promised."""

import csv
import resource
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
    before = time.process_time()
    while read_waiting(now=now):
        pass
    assert time.process_time() - before < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 500 * 1024
    assert CommentReading.objects.exclude(p_promoter=None).count() == COMMENTS
    assert set(ThemeLabel.objects.values_list("response", "theme")) == labels
