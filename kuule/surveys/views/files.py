"""Surveys as files: written for other workspaces and installations, and read back."""

from http import HTTPStatus
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.surveys.forms.surveys import SurveyFileForm, SurveyForm
from kuule.surveys.rules import SurveyFile, UnreadableSurvey, file_of, survey_from_file
from kuule.surveys.selectors import archived_surveys, content_of, known_parts, newest_version, surveys_of
from kuule.surveys.services import import_survey
from kuule.surveys.views.finding import survey_or_404
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_surveys")
@require_safe
def survey_export(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Return the newest version of a survey as a JSON file."""
    survey = survey_or_404(request, survey_id)
    content = content_of(newest_version(request.workspace, survey=survey))
    written = file_of(SurveyFile(survey.name, survey.family, survey.is_anonymous, content, survey.measures))
    name = quote(f"{slugify(survey.name) or 'survey'}.json")
    return HttpResponse(
        written,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@member_page("change_surveys")
@require_POST
def survey_import(request: MemberRequest) -> HttpResponse:
    """Make a survey from a file; from one that cannot be read nothing is made, and all that is wrong is said."""
    form = SurveyFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, form, [])
    try:
        file = survey_from_file(form.contents(), known_parts=known_parts())
    except UnreadableSurvey as error:
        return _list_page(request, form, error.faults)
    survey = import_survey(workspace=request.workspace, file=file, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is here as a draft."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


def _list_page(request: MemberRequest, form: SurveyFileForm, faults: object) -> HttpResponse:
    context = {
        "surveys": surveys_of(request.workspace),
        "archived": archived_surveys(request.workspace).count(),
        "form": SurveyForm(),
        "file_form": form,
        "faults": faults,
    }
    return render(request, "surveys/survey_list.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
