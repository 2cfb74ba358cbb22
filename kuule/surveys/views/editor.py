"""The editor, and its acts on whole surveys: each is a plain form; the page comes back with the same part open."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.surveys.forms.languages import LanguageForm
from kuule.surveys.rules import editing
from kuule.surveys.rules.seeing import seen_texts
from kuule.surveys.selectors import draft_version
from kuule.surveys.services import add_language, change_survey, discard_draft, open_draft
from kuule.surveys.templatetags.survey_refusals import refusal_sentence
from kuule.surveys.views.changing import (
    LANGUAGE_GONE,
    back_to,
    changed,
    draft_or_404,
    is_in_its_language,
    refusal,
)
from kuule.surveys.views.desk import Desk, desk_page, settings_form_of
from kuule.surveys.views.finding import survey_or_404
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("change_surveys")
@require_POST
def survey_draft(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Begin to change a survey: what is published stays as it is until the draft takes its place."""
    survey = survey_or_404(request, survey_id)
    open_draft(survey=survey, actor=request.actor, now=timezone.now())
    return redirect("survey_edit", request.workspace.slug, survey.pk)


@member_page("change_surveys")
@require_POST
def survey_draft_discard(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Throw the draft away."""
    survey = survey_or_404(request, survey_id)
    try:
        discard_draft(survey=survey, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal_sentence(refused))
    else:
        messages.success(request, _("The draft is gone. The survey asks what it asked before."))
    return redirect("survey_page", request.workspace.slug, survey.pk)


@member_page("change_surveys")
@require_safe
def survey_edit(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Show the editor of the draft."""
    survey = survey_or_404(request, survey_id)
    version = draft_version(request.workspace, survey=survey)
    if version is None:
        return redirect("survey_page", request.workspace.slug, survey.pk)
    return desk_page(request, Desk.of(survey, version, request.GET, request.workspace))


@member_page("change_surveys")
@require_POST
def survey_settings(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Save the name of the survey, whom it asks, and whether it is anonymous."""
    survey, version = draft_or_404(request, survey_id)
    form = settings_form_of(survey, request.POST)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    if not form.is_valid():
        return desk_page(request, desk, settings_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_survey(
            survey=survey,
            name=form.cleaned_data["name"],
            is_anonymous=form.cleaned_data["is_anonymous"],
            group=form.cleaned_data["group"],
            actor=request.actor,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, refusal_sentence(refused))
        return back_to(request, desk)
    messages.success(request, _("Saved."))
    return back_to(request, desk)


@member_page("change_surveys")
@require_POST
def survey_texts(request: MemberRequest, survey_id: int, group: str) -> HttpResponse:
    """Save some texts of the survey in one language."""
    survey, version = draft_or_404(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace).opened(group)
    form = desk.texts_form(group, request.POST)
    if form is None:
        raise Http404
    if not is_in_its_language(request, desk):
        return refusal(request, desk, Refused(LANGUAGE_GONE))
    if not form.is_valid():
        return desk_page(request, desk, texts_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    seen, parts = request.POST.get("seen", ""), list(form.fields)
    return changed(
        request,
        desk,
        lambda content: editing.with_texts(content, form.cleaned_data, language=desk.language),
        lambda content: seen_texts(content, parts, desk.language) == seen,
    )


@member_page("change_surveys")
@require_POST
def survey_language_add(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Add a language; our own texts come with it where we have them."""
    survey, version = draft_or_404(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    form = LanguageForm(request.POST, present=[])
    if not form.is_valid():
        messages.error(request, _("Choose a language from the list."))
        return back_to(request, desk)
    language = form.cleaned_data["language"]
    try:
        add_language(version=version, language=language, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal_sentence(refused))
        return back_to(request, desk)
    return back_to(request, desk.in_language(language))


@member_page("change_surveys")
@require_POST
def survey_language_remove(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Take out the language that is shown, with all its texts."""
    survey, version = draft_or_404(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    language = request.POST.get("remove", "")
    return changed(
        request,
        desk,
        lambda content: editing.without_language(content, language),
        lambda content: language in content.languages,
    )
