"""Opening and closing surveys, and putting them away."""

from datetime import datetime

from django.db import transaction

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import CLOSED, DRAFT, PUBLISHED, blockers
from kuule.surveys.selectors import content_of, newest_version
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record

NOT_READY = "not_ready"


@transaction.atomic
def publish_survey(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Open a survey for answers with its newest wording, which can no longer change. Twice is as good as once.

    Raises Refused("not_ready", blockers=…) when its answers would be worth nothing.
    """
    newest = newest_version(survey.workspace, survey=survey)
    version = SurveyVersion.objects.select_for_update().get(pk=newest.pk)
    found = blockers(survey.family, content_of(version), is_anonymous=survey.is_anonymous)
    if version.published_at is None and found:
        raise Refused(NOT_READY, blockers=found)
    is_new = SurveyVersion.objects.filter(pk=version.pk, published_at=None).update(published_at=now)
    is_opened = _change_state(survey, PUBLISHED, (DRAFT, CLOSED))
    if is_new or is_opened:
        record(workspace=survey.workspace, actor=actor, act="survey_published", subject=survey, now=now)


@transaction.atomic
def reopen_survey(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Take answers again with the wording that was published last; a draft stays a draft."""
    if _change_state(survey, PUBLISHED, (CLOSED,)):
        record(workspace=survey.workspace, actor=actor, act="survey_reopened", subject=survey, now=now)


@transaction.atomic
def close_survey(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Take no more answers. A draft stays a draft; twice is as good as once."""
    if _change_state(survey, CLOSED, (PUBLISHED,)):
        record(workspace=survey.workspace, actor=actor, act="survey_closed", subject=survey, now=now)


@transaction.atomic
def archive_survey(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Put a survey away: its links take no more answers; what was answered is kept and counted."""
    if Survey.objects.filter(pk=survey.pk, archived_at=None).update(archived_at=now):
        record(workspace=survey.workspace, actor=actor, act="survey_archived", subject=survey, now=now)


@transaction.atomic
def bring_survey_back(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Bring an archived survey back as it was."""
    if Survey.objects.filter(pk=survey.pk, archived_at__isnull=False).update(archived_at=None):
        record(workspace=survey.workspace, actor=actor, act="survey_brought_back", subject=survey, now=now)


def _change_state(survey: Survey, state: str, allowed_from: tuple[str, ...]) -> bool:
    is_changed = bool(Survey.objects.filter(pk=survey.pk, state__in=allowed_from).update(state=state))
    survey.refresh_from_db(fields=["state"])
    return is_changed
