"""Making surveys: from a starter, from a file, from another survey."""

import secrets
from datetime import datetime

from django.db import transaction

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import DRAFT, Content, SurveyFile, kept_group
from kuule.surveys.selectors import content_of, newest_version, starter_survey, starting_texts
from kuule.workspaces.models import Workspace
from kuule.workspaces.rules import CUSTOMER, Actor
from kuule.workspaces.services import record

# Without vowels and look-alikes: never a word, and safe to read from paper.
_SLUG_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_SLUG_LENGTH = 10


@transaction.atomic
def create_from_starter(
    *,
    workspace: Workspace,
    name: str,
    actor: Actor,
    now: datetime,
    starter: str = "relationship_nps",
    group: str = CUSTOMER,
) -> Survey:
    """Make a draft survey of a group of people from a starter, with its first version.

    Raises KeyError for an unknown starter.
    """
    model = starter_survey(starter)
    content = Content(tuple(model["languages"]), tuple(model["questions"]), model["texts"])
    survey = _made(workspace, name, model["family"], model["anonymous"], content, now, group)
    record(workspace=workspace, actor=actor, act="survey_created", subject=survey, now=now)
    return survey


@transaction.atomic
def import_survey(*, workspace: Workspace, file: SurveyFile, actor: Actor, now: datetime) -> Survey:
    """Make a draft survey from its file. Texts that the file lacks are those of the starter of its family."""
    languages = file.content.languages
    ours = starting_texts(file.family, languages, is_anonymous=file.is_anonymous)
    content = Content(languages, file.content.questions, {**ours, **file.content.texts})
    survey = _made(workspace, file.name, file.family, file.is_anonymous, content, now, file.group)
    record(workspace=workspace, actor=actor, act="survey_imported", subject=survey, now=now)
    return survey


@transaction.atomic
def copy_survey(*, survey: Survey, name: str, actor: Actor, now: datetime) -> Survey:
    """Make a draft survey that asks what the newest version of another asks."""
    content = content_of(newest_version(survey.workspace, survey=survey))
    copy = _made(survey.workspace, name, survey.family, survey.is_anonymous, content, now, survey.measures)
    record(workspace=survey.workspace, actor=actor, act="survey_copied", subject=copy, now=now)
    return copy


def _made(
    workspace: Workspace,
    name: str,
    family: str,
    is_anonymous: bool,
    content: Content,
    now: datetime,
    group: str = CUSTOMER,
) -> Survey:
    survey = Survey.objects.create(
        workspace=workspace,
        name=name,
        family=family,
        state=DRAFT,
        slug="".join(secrets.choice(_SLUG_LETTERS) for _ in range(_SLUG_LENGTH)),
        is_anonymous=is_anonymous,
        group=kept_group(family, group),
        created_at=now,
    )
    SurveyVersion.objects.create(
        workspace=workspace,
        survey=survey,
        number=1,
        languages=list(content.languages),
        questions=list(content.questions),
        texts=dict(content.texts),
    )
    return survey
