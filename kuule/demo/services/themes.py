"""What the demo company's comments speak of, read and labelled as the worker would."""

from datetime import datetime

from kuule.demo.services.company import Company
from kuule.insight.rules.themes import LABELLING
from kuule.insight.services.comments.labelling import run_labelling
from kuule.insight.services.comments.waiting import read_waiting
from kuule.insight.services.themes import read_again, start_from_set
from kuule.jobs.services import claim_job

SET = "b2b"


def label_comments(company: Company, *, now: datetime) -> None:
    """Read every comment, begin with the set for services, and learn from all that was said."""
    while read_waiting(now=now):
        pass
    start_from_set(workspace=company.workspace, name=SET, actor=company.actor, now=now)
    wanted = read_again(workspace=company.workspace, actor=company.actor, now=now)
    job = claim_job(kind=LABELLING, now=now, job_id=wanted.pk)
    if job:
        run_labelling(job=job, clock=lambda: now)
