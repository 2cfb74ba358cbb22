"""Asking for the long work on comments: jobs that a worker finds."""

from datetime import datetime

from django.db import transaction

from kuule.insight.models import Theme
from kuule.insight.rules.themes import LABELLING, PLACING
from kuule.jobs.models import Job
from kuule.jobs.rules import OPEN_STATES, WAITING
from kuule.jobs.services import open_job
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor


@transaction.atomic
def label_again(*, workspace: Workspace, actor: Actor, now: datetime, theme: Theme | None = None) -> Job:
    """Have one theme, or all, learned anew from words and verdicts, and all comments labelled by what was learned.

    It is done when somebody asks, or after an edit, and never by itself: so labels stay as they are.
    """
    themes = Theme.objects.live().filter(workspace=workspace)
    (themes.filter(pk=theme.pk) if theme else themes).update(is_due=True)
    return want_labels(workspace=workspace, actor=actor, now=now)


@transaction.atomic
def read_again(*, workspace: Workspace, actor: Actor, now: datetime) -> Job:
    """Have the sentiment learned anew, and all comments read again: language, personal data, sentiment and urgency."""
    return _job(workspace, actor, now, is_whole=True)


@transaction.atomic
def learn_all_again(*, workspace: Workspace, actor: Actor, now: datetime) -> Job:
    """Have themes and sentiment learned anew and all comments read by that: for when they are read another way."""
    Theme.objects.live().filter(workspace=workspace).update(is_due=True)
    return read_again(workspace=workspace, actor=actor, now=now)


@transaction.atomic
def place_comments(*, workspace: Workspace, actor: Actor, now: datetime) -> Job:
    """Have all comments placed by their meaning; the job that does so already is enough."""
    running = Job.objects.filter(workspace=workspace, kind=PLACING, state__in=OPEN_STATES).order_by("pk").first()
    return running or open_job(workspace=workspace, kind=PLACING, actor=actor, now=now)


def want_labels(*, workspace: Workspace, actor: Actor, now: datetime) -> Job:
    """Have the themes that are due labelled; the job that waits already does it."""
    return _job(workspace, actor, now, is_whole=False)


def _job(workspace: Workspace, actor: Actor, now: datetime, *, is_whole: bool) -> Job:
    waiting = Job.objects.filter(workspace=workspace, kind=LABELLING, state=WAITING).order_by("pk").first()
    if waiting is None:
        return open_job(workspace=workspace, kind=LABELLING, actor=actor, now=now, params={"is_whole": is_whole})
    if is_whole and not waiting.params["is_whole"]:
        # Conditional, because a worker may claim it right now: whatever it then misses, a job of its own does.
        widened = Job.objects.filter(pk=waiting.pk, state=WAITING).update(params={"is_whole": True})
        if not widened:
            return open_job(workspace=workspace, kind=LABELLING, actor=actor, now=now, params={"is_whole": True})
        waiting.refresh_from_db()
    return waiting
