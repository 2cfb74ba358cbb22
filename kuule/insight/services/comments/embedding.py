"""Placing comments by their meaning, where an embedder is installed: a job, because it takes long."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction

from kuule.insight.models import CommentReading, CommentVector
from kuule.insight.selectors.vectors import kept_vectors, the_embedder, without_vector
from kuule.insight.services.themes.wanting import learn_all_again
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED
from kuule.jobs.services import finish_job, report_progress
from kuule.text.comments import Comments, Vectors
from kuule.text.embedding import Embedder
from kuule.workspaces.rules import SYSTEM

# What is reported in between keeps the claim: some seconds of work.
AT_ONCE = 100


def run_embedding(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Do a claimed job: place all comments that are not placed yet, then have everything learned from that.

    Raises
    ------
    ClaimLostError
        If another worker took the job over.
    """
    workspace, embedder = job.workspace, the_embedder()
    if embedder is None:
        finish_job(job=job, now=clock(), state=CANCELLED)
        return
    missing = without_vector(workspace, embedder=embedder.name).order_by("response")
    total = job.done + missing.count()
    while batch := list(missing.filter(response__gt=job.position)[:AT_ONCE]):
        vectors = placed(batch, embedder)
        with transaction.atomic():
            keep_vectors(batch, vectors, embedder=embedder.name)
            position, done = batch[-1].response_id, job.done + len(batch)
            goes_on = report_progress(job=job, position=position, done=done, total=total, now=clock())
        if not goes_on:
            finish_job(job=job, now=clock(), state=CANCELLED)
            return
    with transaction.atomic():
        learn_all_again(workspace=workspace, actor=SYSTEM, now=clock())
        finish_job(job=job, now=clock())


def placed(readings: Sequence[CommentReading], embedder: Embedder) -> Mapping[int, Vectors]:
    """Return the vector of each comment, by answer: as it is kept, else made now."""
    known = kept_vectors([each.response_id for each in readings], embedder=embedder.name)
    missing = [each for each in readings if each.response_id not in known]
    made = embedder.vectors([each.masked for each in missing])
    return known | {each.response_id: vector for each, vector in zip(missing, made, strict=True)}


def keep_vectors(readings: Sequence[CommentReading], vectors: Mapping[int, Vectors], *, embedder: str) -> None:
    """Keep the vectors of comments that are still what they were when they were placed."""
    locked = CommentReading.objects.select_for_update().filter(pk__among=[each.pk for each in readings])
    now = dict(locked.order_by("pk").values_list("response", "masked"))
    CommentVector.objects.bulk_create(
        (
            CommentVector(
                workspace_id=each.workspace_id,
                response_id=each.response_id,
                embedder=embedder,
                vector=vectors[each.response_id].tobytes(),
            )
            for each in readings
            if now.get(each.response_id) == each.masked
        ),
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=["embedder", "vector"],
    )


def comments_of(readings: Sequence[CommentReading], embedder: Embedder | None = None) -> Comments:
    """Return comments as models read them: without personal data, and with their vectors if an embedder is given."""
    vectors = None
    if embedder and readings:
        by_response = placed(readings, embedder)
        vectors = np.array([by_response[each.response_id] for each in readings])
    return Comments(
        texts=[each.masked for each in readings], languages=[each.language for each in readings], vectors=vectors
    )
