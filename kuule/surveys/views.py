"""Staff pages about surveys."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.surveys.forms import SurveyForm
from kuule.surveys.models import Survey
from kuule.surveys.rules import best_language, shared_path, shown_questions
from kuule.surveys.selectors import newest_version, survey_of, surveys_of, wording_of
from kuule.surveys.services import close_survey, create_from_starter, publish_survey
from kuule.workspaces.auth import MemberRequest, member_page


@member_page("see_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_list(request: MemberRequest) -> HttpResponse:
    """Show the surveys of the workspace and make a new one from the starter."""
    form = SurveyForm(request.POST or None, initial={"name": _("Customer relationship")})
    if request.method == "POST" and not request.may("send_surveys"):
        raise PermissionDenied
    if form.is_valid():
        survey = create_from_starter(
            workspace=request.workspace, name=form.cleaned_data["name"], actor=request.actor, now=timezone.now()
        )
        return redirect("survey_page", request.workspace.slug, survey.pk)
    return render(request, "surveys/survey_list.html", {"surveys": surveys_of(request.workspace), "form": form})


@member_page("see_surveys")
@require_safe
def survey_page(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Show what a survey asks, in which languages, and the link by which anyone can answer it."""
    survey = _survey(request, survey_id)
    version = newest_version(request.workspace, survey=survey)
    language = best_language(get_language() or "", version.languages, request.workspace.language)
    text = wording_of(version, language=language, company=request.workspace.name)
    context = {
        "survey": survey,
        "version": version,
        "text": text,
        "questions": shown_questions(version.questions, text, values={}),
        "shared_link": settings.KUULE_BASE_URL + shared_path(survey.slug),
    }
    return render(request, "surveys/survey_page.html", context)


@member_page("send_surveys")
@require_POST
def survey_publish(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Open a survey for answers."""
    survey = _survey(request, survey_id)
    publish_survey(survey=survey, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is open. Its link takes answers now."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


@member_page("send_surveys")
@require_POST
def survey_close(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Take no more answers."""
    survey = _survey(request, survey_id)
    close_survey(survey=survey, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is closed. Answers given so far are kept."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


def _survey(request: MemberRequest, survey_id: int) -> Survey:
    survey = survey_of(request.workspace, survey_id=survey_id)
    if survey is None:
        raise Http404
    return survey
