"""Which survey a key means."""

from django.db.models import QuerySet

from kuule.connect.models import Project, ProjectKey
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED, RELATIONSHIP, TRANSACTIONAL
from kuule.surveys.selectors import surveys_of
from kuule.workspaces.models import ApiKey, Workspace

# The surveys whose figures are NPS and whose answers have names.
FAMILIES = (RELATIONSHIP, TRANSACTIONAL)


def project_by_key(key: ApiKey) -> Project | None:
    """Return the project that a key means, with its survey and workspace loaded; None before it was used."""
    found = ProjectKey.objects.select_related("project__survey", "project__workspace").filter(key=key).first()
    return found.project if found else None


def surveys_to_choose(workspace: Workspace) -> QuerySet[Survey]:
    """Return the surveys that can be projects, the newest first."""
    return surveys_of(workspace).filter(family__in=FAMILIES, is_anonymous=False)


def usual_survey(workspace: Workspace) -> Survey | None:
    """Return the survey that a key means where nobody chose one: the first that is open, relationship first."""
    open_ones = surveys_to_choose(workspace).filter(state=PUBLISHED)
    return open_ones.order_by("family", "pk").first()


def keys_of_projects(workspace: Workspace) -> dict[int, Project]:
    """Return which project each key means, by the id of the key."""
    found = ProjectKey.objects.filter(workspace=workspace).select_related("project__survey")
    return {each.key_id: each.project for each in found}
