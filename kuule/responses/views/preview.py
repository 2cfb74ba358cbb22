"""A survey as respondents see it, for staff to look at. Nothing on these pages can be sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from kuule.dispatch.services import sample_letter
from kuule.surveys.models import SurveyVersion
from kuule.surveys.rules import SCORE_FIELD, best_language, chosen_score, shown_questions
from kuule.surveys.rules.blind import is_blind
from kuule.surveys.selectors import asker_of, newest_version, survey_of, wording_of
from kuule.ui.respondent import respondent_page
from kuule.workspaces.auth import MemberRequest, member_page

NOWHERE = "#"
SHOWN_PAGES = ("answer", "thanks")
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@member_page("see_surveys")
@require_safe
def survey_preview(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Show the pages and the mail of a survey in one of its languages."""
    version = _version(request, survey_id)
    language = _language(request, version)
    letter = sample_letter(
        workspace=request.workspace, version=version, language=language, name=request.member.user.name
    )
    context = {
        "is_blind": is_blind(version.survey.family),
        "survey": version.survey,
        "version": version,
        "language": language,
        "letter": letter,
    }
    return render(request, "responses/survey_preview.html", context)


@member_page("see_surveys")
@require_safe
def survey_preview_page(request: MemberRequest, survey_id: int, page: str) -> HttpResponse:
    """One page of the survey, for a frame of the preview: `answer`, maybe with a score chosen, or `thanks`."""
    if page not in SHOWN_PAGES:
        raise Http404
    version = _version(request, survey_id)
    text = wording_of(
        version, language=_language(request, version), company=asker_of(version, company=request.workspace.name)
    )
    score = chosen_score(version.questions, request.GET.get("score", ""))
    context = {
        "text": text,
        "action": NOWHERE,
        "about_path": NOWHERE,
        "stop_path": NOWHERE,
        "is_open": True,
        "questions": shown_questions(version.questions, text, values={SCORE_FIELD: score}),
        "reader_note": text["reader_note"],
    }
    return respondent_page(request, f"responses/{page}.html", context, framed=True)


@member_page("see_surveys")
@require_safe
@xframe_options_sameorigin
def survey_preview_mail(request: MemberRequest, survey_id: int) -> HttpResponse:
    """The mail of the survey, for a frame of the preview."""
    version = _version(request, survey_id)
    letter = sample_letter(
        workspace=request.workspace,
        version=version,
        language=_language(request, version),
        name=request.member.user.name,
    )
    return HttpResponse(letter.html, headers={"Content-Security-Policy": MAIL_POLICY, "Cache-Control": "no-store"})


def _version(request: MemberRequest, survey_id: int) -> SurveyVersion:
    survey = survey_of(request.workspace, survey_id=survey_id)
    if survey is None:
        raise Http404
    version = newest_version(request.workspace, survey=survey)
    version.survey = survey
    return version


def _language(request: MemberRequest, version: SurveyVersion) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in version.languages else best_language("", version.languages, request.workspace.language)
