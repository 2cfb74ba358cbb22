"""What an address of this room names."""

from django.http import Http404

from kuule.surveys.models import Survey
from kuule.surveys.selectors import survey_of
from kuule.workspaces.auth import MemberRequest


def survey_or_404(request: MemberRequest, survey_id: int) -> Survey:
    """Return the survey of the workspace with this id."""
    survey = survey_of(request.workspace, survey_id=survey_id)
    if survey is None:
        raise Http404
    survey.workspace = request.workspace
    return survey
