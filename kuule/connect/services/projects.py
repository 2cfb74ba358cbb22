"""Giving a key its survey."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kuule.connect.models import Project, ProjectKey
from kuule.connect.selectors.projects import project_by_key, surveys_to_choose, usual_survey
from kuule.surveys.models import Survey
from kuule.surveys.services import create_from_starter, publish_survey
from kuule.workspaces.models import ApiKey, Workspace
from kuule.workspaces.rules import Actor, Refused
from kuule.workspaces.services import record


def project_for(*, key: ApiKey, now: datetime) -> Project:
    """Return the project of a key. On its first call that is the survey that is open, else one is made and opened."""
    return project_by_key(key) or _first_project(key, now)


@transaction.atomic
def _first_project(key: ApiKey, now: datetime) -> Project:
    workspace = Workspace.objects.select_for_update().get(pk=key.workspace_id)
    # Two first calls may come at once.
    known = project_by_key(key)
    if known is not None:
        return known
    actor = Actor.key(key.pk)
    survey = usual_survey(workspace) or _new_survey(workspace, actor, now)
    return choose_project(key=key, survey=survey, actor=actor, now=now)


@transaction.atomic
def choose_project(*, key: ApiKey, survey: Survey, actor: Actor, now: datetime) -> Project:
    """Let a key mean a survey from now on. Raises Refused("not_a_project") for one that is not NPS with names."""
    if not surveys_to_choose(key.workspace).filter(pk=survey.pk).exists():
        raise Refused("not_a_project")
    project, _is_new = Project.objects.get_or_create(
        survey=survey, defaults={"workspace": key.workspace, "created_at": now}
    )
    before = ProjectKey.objects.select_for_update().filter(key=key).first()
    if before is None or before.project_id != project.pk:
        ProjectKey.objects.update_or_create(key=key, defaults={"workspace": key.workspace, "project": project})
        record(workspace=key.workspace, actor=actor, act="project_chosen", subject=key, now=now)
    return project


def _new_survey(workspace: Workspace, actor: Actor, now: datetime) -> Survey:
    with translation.override(workspace.language):
        name = _("Customer survey")
    survey = create_from_starter(workspace=workspace, name=name, actor=actor, now=now)
    publish_survey(survey=survey, actor=actor, now=now)
    return survey
