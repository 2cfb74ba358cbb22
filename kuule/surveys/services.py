"""What can be done to a survey."""

import secrets
from datetime import datetime

from django.db import transaction

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import CLOSED, DRAFT, PUBLISHED
from kuule.surveys.selectors import newest_version, starter_survey
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import Actor
from kuule.workspaces.services import record

# Without vowels and look-alikes: never a word, and safe to read from paper.
_SLUG_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_SLUG_LENGTH = 10


@transaction.atomic
def create_from_starter(
    *, workspace: Workspace, name: str, actor: Actor, now: datetime, starter: str = "relationship_nps"
) -> Survey:
    """Make a draft survey from a starter, with its first version. Raises KeyError for an unknown starter."""
    model = starter_survey(starter)
    survey = Survey.objects.create(
        workspace=workspace, name=name, family=model["family"], state=DRAFT, slug=_new_slug(), created_at=now
    )
    SurveyVersion.objects.create(
        workspace=workspace,
        survey=survey,
        number=1,
        languages=model["languages"],
        questions=model["questions"],
        texts=model["texts"],
    )
    record(workspace=workspace, actor=actor, act="survey_created", subject=survey, now=now)
    return survey


@transaction.atomic
def publish_survey(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Open a draft or closed survey for answers. Its newest wording can no longer change. Twice is as good as once."""
    version = newest_version(survey.workspace, survey=survey)
    SurveyVersion.objects.filter(pk=version.pk, published_at=None).update(published_at=now)
    _change_state(survey, PUBLISHED, (DRAFT, CLOSED), "survey_published", actor, now)


@transaction.atomic
def close_survey(*, survey: Survey, actor: Actor, now: datetime) -> None:
    """Take no more answers. A draft stays a draft; twice is as good as once."""
    _change_state(survey, CLOSED, (PUBLISHED,), "survey_closed", actor, now)


def _change_state(
    survey: Survey, state: str, allowed_from: tuple[str, ...], act: str, actor: Actor, now: datetime
) -> None:
    if Survey.objects.filter(pk=survey.pk, state__in=allowed_from).update(state=state):
        record(workspace=survey.workspace, actor=actor, act=act, subject=survey, now=now)
    survey.refresh_from_db(fields=["state"])


def _new_slug() -> str:
    return "".join(secrets.choice(_SLUG_LETTERS) for _ in range(_SLUG_LENGTH))
