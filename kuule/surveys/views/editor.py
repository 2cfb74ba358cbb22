"""The acts of the editor. Each is a plain form; the page comes back with the part that was worked on open."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuule.surveys.forms.editing import NEW_OPTION, NewQuestionForm
from kuule.surveys.forms.languages import LanguageForm
from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import FAMILY_HEADLINES, Content, editing
from kuule.surveys.rules.seeing import seen_question, seen_texts
from kuule.surveys.selectors import draft_version
from kuule.surveys.services import add_language, change_draft, change_survey, discard_draft, open_draft
from kuule.surveys.templatetags.survey_refusals import refusal_sentence
from kuule.surveys.views.desk import Desk, desk_page, settings_form_of
from kuule.surveys.views.finding import survey_or_404
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused

LANGUAGE_GONE = "language_gone"
# Fields of the editor's forms that nobody typed.
NOT_TYPED = ("csrfmiddlewaretoken", "language", "score", "seen", "do", "optional", "scale")
Change = Callable[[Content], Content]


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
    """Save the name of the survey and whether it is anonymous."""
    survey, version = _draft(request, survey_id)
    form = settings_form_of(survey, request.POST)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    if not form.is_valid():
        return desk_page(request, desk, settings_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_survey(
            survey=survey,
            name=form.cleaned_data["name"],
            is_anonymous=form.cleaned_data["is_anonymous"],
            actor=request.actor,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, refusal_sentence(refused))
        return _back(request, desk)
    messages.success(request, _("Saved."))
    return _back(request, desk)


@member_page("change_surveys")
@require_POST
def survey_question_add(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Add a question at the end."""
    survey, version = _draft(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    form = NewQuestionForm(request.POST, kinds=desk.kinds())
    if not form.is_valid():
        messages.error(request, _("Choose a type of question from the list."))
        return _back(request, desk)
    key, wanted = f"q_{secrets.token_hex(4)}", FAMILY_HEADLINES[survey.family].scale
    kind = form.cleaned_data["kind"]
    desk = desk.opened(key)
    return _changed(
        request, desk, lambda content: editing.with_question(content, key=key, kind=kind, scale=wanted), _in_any_case
    )


@member_page("change_surveys")
@require_POST
def survey_question(request: MemberRequest, survey_id: int, question: str) -> HttpResponse:
    """Save a question in one language, move it, take it out, or do the same to one of its options."""
    survey, version = _draft(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace).opened(question)
    act, _colon, option = request.POST.get("do", "save").partition(":")
    seen = request.POST.get("seen", "")

    def is_as_seen(content: Content) -> bool:
        return seen_question(content, question, desk.language) == seen

    if act in ("up", "down"):
        step = -1 if act == "up" else 1
        return _changed(request, desk, lambda now: editing.with_question_moved(now, question, step), _in_any_case)
    if act == "remove":
        return _changed(request, desk, lambda now: editing.without_question(now, question), is_as_seen)
    form = desk.question_form(question, request.POST)
    if form is None or not _is_in_its_language(request, desk):
        return _refusal(request, desk, Refused(editing.NO_SUCH_QUESTION if form is None else LANGUAGE_GONE))
    if not form.is_valid():
        return desk_page(request, desk, question_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    edit, label = form.edit(), form.cleaned_data.get(NEW_OPTION, "")

    def change(content: Content) -> Content:
        content = editing.with_question_edited(content, question, edit, language=desk.language)
        if label:
            content = editing.with_option(
                content, question, option_key=f"o_{secrets.token_hex(4)}", label=label, language=desk.language
            )
        if act == "option_remove":
            return editing.without_option(content, question, option)
        if act in ("option_up", "option_down"):
            return editing.with_option_moved(content, question, option, -1 if act == "option_up" else 1)
        return content

    return _changed(request, desk, change, is_as_seen)


@member_page("change_surveys")
@require_POST
def survey_texts(request: MemberRequest, survey_id: int, group: str) -> HttpResponse:
    """Save some texts of the survey in one language."""
    survey, version = _draft(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace).opened(group)
    form = desk.texts_form(group, request.POST)
    if form is None:
        raise Http404
    if not _is_in_its_language(request, desk):
        return _refusal(request, desk, Refused(LANGUAGE_GONE))
    if not form.is_valid():
        return desk_page(request, desk, texts_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    seen, parts = request.POST.get("seen", ""), list(form.fields)
    return _changed(
        request,
        desk,
        lambda content: editing.with_texts(content, form.cleaned_data, language=desk.language),
        lambda content: seen_texts(content, parts, desk.language) == seen,
    )


@member_page("change_surveys")
@require_POST
def survey_language_add(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Add a language; our own texts come with it where we have them."""
    survey, version = _draft(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    form = LanguageForm(request.POST, present=[])
    if not form.is_valid():
        messages.error(request, _("Choose a language from the list."))
        return _back(request, desk)
    language = form.cleaned_data["language"]
    try:
        add_language(version=version, language=language, actor=request.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal_sentence(refused))
        return _back(request, desk)
    return _back(request, desk.in_language(language))


@member_page("change_surveys")
@require_POST
def survey_language_remove(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Take out the language that is shown, with all its texts."""
    survey, version = _draft(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    language = request.POST.get("remove", "")
    return _changed(
        request,
        desk,
        lambda content: editing.without_language(content, language),
        lambda content: language in content.languages,
    )


def _in_any_case(content: Content) -> bool:
    del content
    return True


def _draft(request: MemberRequest, survey_id: int) -> tuple[Survey, SurveyVersion]:
    survey = survey_or_404(request, survey_id)
    version = draft_version(request.workspace, survey=survey)
    if version is None:
        raise Http404
    return survey, version


def _changed(request: MemberRequest, desk: Desk, change: Change, is_as_seen: Callable[[Content], bool]) -> HttpResponse:
    try:
        change_draft(
            version=desk.version, change=change, is_as_seen=is_as_seen, actor=request.actor, now=timezone.now()
        )
    except Refused as refused:
        return _refusal(request, desk, refused)
    return _back(request, desk)


def _refusal(request: MemberRequest, desk: Desk, refused: Refused) -> HttpResponse:
    """Show the editor as the draft is now; what was typed stands in its form, so that nothing is lost."""
    version = draft_version(request.workspace, survey=desk.survey)
    if version is None:
        messages.error(request, refusal_sentence(refused))
        return redirect("survey_page", request.workspace.slug, desk.survey.pk)
    fresh = Desk.of(desk.survey, version, request.POST, request.workspace).opened(desk.open)
    typed = request.POST if _is_in_its_language(request, fresh) else None
    question_form = fresh.question_form(desk.open, typed) if typed else None
    texts_form = fresh.texts_form(desk.open, typed) if typed else None
    has_form = question_form is not None or texts_form is not None
    return desk_page(
        request,
        fresh if has_form else fresh.opened(""),
        question_form=question_form,
        texts_form=texts_form,
        refusal=refused.code,
        refusal_sentence=refusal_sentence(refused),
        # Without a form to stand in, what was typed is at least to be read and copied.
        unsaved=[] if has_form else [words for name, words in request.POST.items() if name not in NOT_TYPED and words],
        status=HTTPStatus.CONFLICT,
    )


def _is_in_its_language(request: MemberRequest, desk: Desk) -> bool:
    return request.POST.get("language", desk.language) == desk.language


def _back(request: MemberRequest, desk: Desk) -> HttpResponse:
    query = {
        name: value
        for name, value in (("language", desk.language), ("open", desk.open), ("score", desk.score))
        if value
    }
    page = reverse("survey_edit", args=[request.workspace.slug, desk.survey.pk])
    return redirect(f"{page}?{urlencode(query)}" + (f"#part-{desk.open}" if desk.open else ""))
