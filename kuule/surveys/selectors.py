"""What can be read about surveys."""

import json
import re
from functools import cache
from pathlib import Path
from typing import TypedDict

from django.db.models import QuerySet

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.question_types.base import Question, Texts
from kuule.surveys.rules import Wording, best_language
from kuule.workspaces.models import Workspace

STARTERS = ("relationship_nps",)
_SLUG = re.compile("[a-zA-Z0-9_-]{1,40}")
_FOLDER = Path(__file__).parent / "starters"


class Starter(TypedDict):
    """A survey ready to use, as its file tells it."""

    family: str
    languages: list[str]
    questions: list[Question]
    texts: dict[str, Texts]


@cache
def starter_survey(name: str) -> Starter:
    """Return a starter survey. It is shared by all callers: read it only. Raises KeyError for an unknown name."""
    if name not in STARTERS:
        raise KeyError(name)
    found: Starter = json.loads((_FOLDER / f"{name}.json").read_bytes())
    return found


def surveys_of(workspace: Workspace) -> QuerySet[Survey]:
    """Return the surveys of a workspace that are not archived, the newest first."""
    return Survey.objects.filter(workspace=workspace, archived_at=None).order_by("-id")


def survey_of(workspace: Workspace, *, survey_id: int) -> Survey | None:
    """Return one survey of a workspace, or None."""
    return surveys_of(workspace).filter(pk=survey_id).first()


def newest_version(workspace: Workspace, *, survey: Survey) -> SurveyVersion:
    """Return the version that staff work on, published or not. Every survey has one."""
    return SurveyVersion.objects.filter(workspace=workspace, survey=survey).latest("number")


def published_version(workspace: Workspace, *, survey: Survey) -> SurveyVersion | None:
    """Return the wording that people are asked with now, or None before it was published."""
    return (
        SurveyVersion.objects.filter(workspace=workspace, survey=survey, published_at__isnull=False)
        .order_by("-number")
        .first()
    )


def version_by_slug(slug: str) -> SurveyVersion | None:
    """Return what a shared link leads to, with survey and workspace loaded: one query, no workspace needed."""
    if not _SLUG.fullmatch(slug):
        return None
    return (
        SurveyVersion.objects.filter(survey__slug=slug, published_at__isnull=False)
        .select_related("survey", "workspace")
        .order_by("-number")
        .first()
    )


def wording_of(version: SurveyVersion, *, language: str, company: str) -> Wording:
    """Return a version's texts in one language; a text that it lacks is taken from the starter of its kind."""
    return Wording({**starter_survey(STARTERS[0])["texts"], **version.texts}, language, company)


def wording_of_strangers(*, accepted: str) -> Wording:
    """Return our own texts, for somebody whose link leads to no survey, in the language their browser asks for."""
    model = starter_survey(STARTERS[0])
    return Wording(model["texts"], best_language(accepted, model["languages"], "en"), company="")
