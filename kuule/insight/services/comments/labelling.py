"""Learning themes and sentiment, and going through all comments with what was learned: a job that can be resumed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from kuule.insight.models import CommentReading, TextModel, Theme
from kuule.insight.selectors.learned import Learned, learned_in, versions_in
from kuule.insight.services.comments.keeping import BATCH, LearnedMeanwhileError, keep_labels, keep_readings
from kuule.insight.services.comments.learning import Lessons
from kuule.insight.services.comments.waiting import read_comments
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED
from kuule.jobs.services import finish_job, report_progress
from kuule.workspaces.models import Workspace

# In the parameters of a job, once its themes are learned.
LEARNED = "themes"

Clock = Callable[[], datetime]


def run_labelling(*, job: Job, clock: Clock) -> None:
    """Do a claimed job: learn what is due, then label all comments, some at a time.

    Raises
    ------
    ClaimLostError
        If another worker took the job over.
    """
    if LEARNED not in job.params:
        _learn(job, clock)
    while batch := _following(job.workspace, job.position):
        try:
            goes_on = _label(job, batch, clock)
        except LearnedMeanwhileError:
            continue
        if not goes_on:
            _stop(job, clock())
            return
    finish_job(job=job, now=clock())


def _learn(job: Job, clock: Clock) -> None:
    """Learn what is due and write it down with the job: whoever resumes it goes on with the labels."""
    workspace = job.workspace
    due = list(Theme.objects.live().filter(workspace=workspace, is_due=True).order_by("pk"))
    lessons = Lessons(workspace)
    models = [lessons.theme(theme, now=clock()) for theme in due]
    sentiment = lessons.sentiment(now=clock()) if job.params["is_whole"] else None
    with transaction.atomic():
        _keep_models(workspace, filter(None, (*models, sentiment)))
        for theme, model in zip(due, models, strict=True):
            # Other words meanwhile make it due again: the job that they opened does it.
            unchanged = Theme.objects.filter(pk=theme.pk, words=theme.words)
            unchanged.update(is_due=False, model_version=model.version)
        total = CommentReading.objects.filter(workspace=workspace).count()
        job.params = {**job.params, LEARNED: [theme.pk for theme in due]}
        Job.objects.filter(pk=job.pk).update(params=job.params)
        report_progress(job=job, position=0, done=0, total=total, now=clock())


def _keep_models(workspace: Workspace, models: Iterable[TextModel]) -> None:
    for model in models:
        TextModel.objects.filter(workspace=workspace, kind=model.kind, theme=model.theme).delete()
        model.save()


def _following(workspace: Workspace, after: int) -> list[CommentReading]:
    readings = CommentReading.objects.filter(workspace=workspace, response__gt=after).order_by("response")
    return list(readings[:BATCH])


def _label(job: Job, batch: Sequence[CommentReading], clock: Clock) -> bool:
    """Label some comments and say how far the job is, in one transaction. Return False if it was asked to stop."""
    workspace = job.workspace
    responses = [reading.response_id for reading in batch]
    if job.params["is_whole"]:
        reader, read = read_comments(workspace, responses)
        with transaction.atomic():
            keep_readings(workspace=workspace, responses=responses, read=read, learned=reader.learned, now=clock())
            return _report(job, batch, clock())
    learned = learned_in(workspace)
    themes = learned.themes_in(
        [each.masked for each in batch], [each.language for each in batch], among=job.params[LEARNED]
    )
    with transaction.atomic():
        if versions_in(workspace) != learned.versions:
            raise LearnedMeanwhileError
        same = _same(batch)
        found = {each.response_id: each_found for each, each_found in zip(batch, themes, strict=True)}
        keep_labels(
            workspace=workspace,
            themes={response: labels for response, labels in found.items() if response in same},
            versions=_among(learned, job.params[LEARNED]),
        )
        return _report(job, batch, clock())


def _among(learned: Learned, themes: Sequence[int]) -> dict[int, str]:
    return {theme: version for theme, version in learned.theme_versions.items() if theme in themes}


def _same(batch: Sequence[CommentReading]) -> set[int]:
    """Return the answers whose comment is still the one that was looked at, and hold them so."""
    locked = CommentReading.objects.select_for_update().filter(pk__among=[each.pk for each in batch])
    masked = dict(locked.order_by("pk").values_list("response", "masked"))
    return {each.response_id for each in batch if masked.get(each.response_id) == each.masked}


def _report(job: Job, batch: Sequence[CommentReading], now: datetime) -> bool:
    return report_progress(job=job, position=batch[-1].response_id, done=job.done + len(batch), now=now)


def _stop(job: Job, now: datetime) -> None:
    with transaction.atomic():
        # What is half labelled is due until somebody asks again.
        Theme.objects.filter(workspace=job.workspace, pk__in=job.params[LEARNED]).update(is_due=True)
        finish_job(job=job, now=now, state=CANCELLED)
