"""Learning themes and sentiment, and going through all comments with what was learned: a job that can be resumed."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from kuule.insight.models import CommentReading, TextModel, Theme
from kuule.insight.rules.themes import SENTIMENT_MODEL, THEMES_MODEL
from kuule.insight.selectors.learned import learned_in, versions_in
from kuule.insight.services.comments.embedding import comments_of
from kuule.insight.services.comments.keeping import BATCH, LearnedMeanwhileError, keep_labels, keep_readings
from kuule.insight.services.comments.learning import learn_how_comments_sound, learn_what_themes_are
from kuule.insight.services.comments.waiting import read_comments
from kuule.jobs.models import Job
from kuule.jobs.rules import CANCELLED
from kuule.jobs.services import finish_job, report_progress
from kuule.workspaces.models import Workspace

# In the parameters of a job, once its themes are learned.
LEARNED = "themes"
# A hundred themes from as many comments as are learned from take minutes, and more on a busy machine.
LEARNING_SECONDS = 1_800

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
    # Nothing is reported while something is learned.
    report_progress(job=job, position=0, done=0, now=clock(), seconds=LEARNING_SECONDS)
    due = list(Theme.objects.live().filter(workspace=workspace, is_due=True).order_by("pk"))
    models: dict[str, TextModel | None] = {}
    if due:
        models[THEMES_MODEL] = learn_what_themes_are(workspace, due, now=clock())
    if job.params["is_whole"]:
        models[SENTIMENT_MODEL] = learn_how_comments_sound(workspace, now=clock())
    with transaction.atomic():
        TextModel.objects.filter(workspace=workspace, kind__in=models).delete()
        for model in filter(None, models.values()):
            model.save()
        versions = learned_in(workspace).theme_versions
        for theme in due:
            # With other words meanwhile it stays due: the job that they opened learns it.
            unchanged = Theme.objects.filter(pk=theme.pk, words=theme.words)
            unchanged.update(is_due=False, model_version=versions.get(theme.pk, ""))
        job.params = {**job.params, LEARNED: [theme.pk for theme in due]}
        Job.objects.filter(pk=job.pk).update(params=job.params)
        total = CommentReading.objects.filter(workspace=workspace).count()
        report_progress(job=job, position=0, done=0, total=total, now=clock())


def _following(workspace: Workspace, after: int) -> list[CommentReading]:
    readings = CommentReading.objects.filter(workspace=workspace, response__gt=after).order_by("response")
    return list(readings[:BATCH])


def _label(job: Job, batch: Sequence[CommentReading], clock: Clock) -> bool:
    """Label some comments and say how far the job is, in one transaction. Return False if it was asked to stop."""
    if job.params["is_whole"]:
        responses = [reading.response_id for reading in batch]
        reader, read = read_comments(job.workspace, responses)
        with transaction.atomic():
            keep_readings(workspace=job.workspace, responses=responses, read=read, learned=reader.learned, now=clock())
            return _report(job, batch, clock())
    learned = learned_in(job.workspace)
    themes = learned.themes_in(comments_of(batch, learned.embedder))
    versions = {theme: each for theme, each in learned.theme_versions.items() if theme in job.params[LEARNED]}
    with transaction.atomic():
        if versions_in(job.workspace) != learned.versions:
            raise LearnedMeanwhileError
        same = _same(batch)
        found = {
            reading.response_id: {theme: probability for theme, probability in each.items() if theme in versions}
            for reading, each in zip(batch, themes, strict=True)
            if reading.response_id in same
        }
        keep_labels(workspace=job.workspace, themes=found, versions=versions)
        return _report(job, batch, clock())


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
