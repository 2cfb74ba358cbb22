"""The list of surveys, the page of one, and what can be done to a whole survey."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuule.surveys.forms.surveys import SurveyFileForm, SurveyForm
from kuule.surveys.rules import best_language, shared_path, shown_questions
from kuule.surveys.selectors import (
    archived_surveys,
    known_facts,
    newest_version,
    published_version,
    surveys_of,
    versions_of,
    wording_of,
)
from kuule.surveys.services import (
    archive_survey,
    bring_survey_back,
    close_survey,
    copy_survey,
    create_from_starter,
    publish_survey,
    reopen_survey,
)
from kuule.surveys.templatetags.survey_refusals import refusal_sentence
from kuule.surveys.views.finding import survey_or_404
from kuule.ui.paging import row_id
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import CUSTOMER, Refused

LONGEST_NAME = 200


@member_page("see_surveys")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_list(request: MemberRequest) -> HttpResponse:
    """Show the surveys of the workspace and make a new one from a starter."""
    form = SurveyForm(request.POST or None, initial={"name": _("Customer relationship")})
    if request.method == "POST" and not request.may("change_surveys"):
        raise PermissionDenied
    if form.is_valid():
        survey = create_from_starter(
            workspace=request.workspace,
            name=form.cleaned_data["name"],
            starter=form.cleaned_data["starter"],
            group=form.cleaned_data["group"] or CUSTOMER,
            actor=request.actor,
            now=timezone.now(),
        )
        return redirect("survey_page", request.workspace.slug, survey.pk)
    context = {
        "surveys": surveys_of(request.workspace),
        "archived": archived_surveys(request.workspace).count(),
        "form": form,
        "file_form": SurveyFileForm(),
    }
    return render(request, "surveys/survey_list.html", context)


@member_page("see_surveys")
@require_safe
def survey_archived(request: MemberRequest) -> HttpResponse:
    """Show the surveys that were put away."""
    return render(request, "surveys/survey_archived.html", {"surveys": archived_surveys(request.workspace)})


@member_page("change_surveys")
@require_POST
def survey_bring_back(request: MemberRequest) -> HttpResponse:
    """Bring an archived survey back."""
    survey = archived_surveys(request.workspace).filter(pk=row_id(request.POST.get("survey", "")) or 0).first()
    if survey is None:
        raise Http404
    bring_survey_back(survey=survey, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is back."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


@member_page("see_surveys")
@require_safe
def survey_page(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Show what a survey asks, in which languages, its versions, and the link by which anyone can answer it."""
    survey = survey_or_404(request, survey_id)
    newest = newest_version(request.workspace, survey=survey)
    version = published_version(request.workspace, survey=survey) or newest
    language = best_language(get_language() or "", version.languages, request.workspace.language)
    text = wording_of(version, language=language, company=request.workspace.name)
    context = {
        "survey": survey,
        "version": version,
        "versions": versions_of(request.workspace, survey=survey).defer("questions", "texts"),
        "draft": newest if newest.published_at is None else None,
        "text": text,
        "questions": shown_questions(version.questions, text, values={}),
        "facts": known_facts(request.workspace),
        "shared_link": settings.KUULE_BASE_URL + shared_path(survey.slug),
    }
    return render(request, "surveys/survey_page.html", context)


@member_page("send_surveys")
@require_POST
def survey_publish(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Open a survey for answers, with its newest wording."""
    survey = survey_or_404(request, survey_id)
    try:
        publish_survey(survey=survey, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal_sentence(refused))
        page = "survey_edit" if request.may("change_surveys") else "survey_page"
        return redirect(page, request.workspace.slug, survey.pk)
    messages.success(request, _("The survey is open. Its link takes answers now."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


@member_page("send_surveys")
@require_POST
def survey_close(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Take no more answers."""
    survey = survey_or_404(request, survey_id)
    close_survey(survey=survey, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is closed. Answers given so far are kept."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


@member_page("send_surveys")
@require_POST
def survey_reopen(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Take answers again, with the wording that was published last."""
    survey = survey_or_404(request, survey_id)
    reopen_survey(survey=survey, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is open. Its link takes answers now."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


@member_page("change_surveys")
@require_POST
def survey_copy(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Make a new survey that asks the same."""
    survey = survey_or_404(request, survey_id)
    name = (_("Copy of %(name)s") % {"name": survey.name})[:LONGEST_NAME]
    copy = copy_survey(survey=survey, name=name, actor=request.actor, now=timezone.now())
    messages.success(request, _("This is the copy, a draft. It has a link of its own and no answers."))
    return redirect("survey_page", request.workspace.slug, copy.pk)


@member_page("change_surveys")
@require_POST
def survey_archive(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Put a survey away."""
    survey = survey_or_404(request, survey_id)
    archive_survey(survey=survey, actor=request.actor, now=timezone.now())
    messages.success(request, _("The survey is archived. It takes no more answers; those it has still count."))
    return redirect("survey_list", request.workspace.slug)
