"""Surveys and their versions."""

import re

from django.db.models import QuerySet

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import Content
from kuule.workspaces.models import Workspace

_SLUG = re.compile("[a-zA-Z0-9_-]{1,40}")
_NUMBER = re.compile("[1-9][0-9]{0,8}")


def surveys_of(workspace: Workspace) -> QuerySet[Survey]:
    """Return the surveys of a workspace that are not archived, the newest first."""
    return Survey.objects.filter(workspace=workspace, archived_at=None).order_by("-id")


def archived_surveys(workspace: Workspace) -> QuerySet[Survey]:
    """Return the archived surveys of a workspace, the last one archived first."""
    return Survey.objects.filter(workspace=workspace, archived_at__isnull=False).order_by("-archived_at", "-id")


def survey_of(workspace: Workspace, *, survey_id: int) -> Survey | None:
    """Return one survey of a workspace, or None. An archived one is not found."""
    return surveys_of(workspace).filter(pk=survey_id).first()


def versions_of(workspace: Workspace, *, survey: Survey) -> QuerySet[SurveyVersion]:
    """Return the versions of a survey, the newest first."""
    return SurveyVersion.objects.filter(workspace=workspace, survey=survey).order_by("-number")


def newest_version(workspace: Workspace, *, survey: Survey) -> SurveyVersion:
    """Return the version that staff work on, published or not. Every survey has one."""
    return versions_of(workspace, survey=survey).latest("number")


def draft_version(workspace: Workspace, *, survey: Survey) -> SurveyVersion | None:
    """Return the version that is being worked on and not published yet, or None."""
    return versions_of(workspace, survey=survey).filter(published_at=None).first()


def published_version(workspace: Workspace, *, survey: Survey) -> SurveyVersion | None:
    """Return the wording that people are asked with now, or None before it was published."""
    return versions_of(workspace, survey=survey).filter(published_at__isnull=False).first()


def published_version_by_number(workspace: Workspace, *, survey: Survey, number: str) -> SurveyVersion | None:
    """Return the published version with a number that anybody may have sent, with its survey loaded, or None."""
    if not _NUMBER.fullmatch(number):
        return None
    published = versions_of(workspace, survey=survey).filter(published_at__isnull=False)
    return published.select_related("survey", "workspace").filter(number=int(number)).first()


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


def content_of(version: SurveyVersion) -> Content:
    """Return what a version says."""
    return Content(tuple(version.languages), tuple(version.questions), version.texts)
