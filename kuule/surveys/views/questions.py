"""The acts of the editor on questions and their options."""

import secrets
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuule.surveys.forms.editing import NEW_OPTION, NewQuestionForm
from kuule.surveys.rules import FAMILY_HEADLINES, Content, editing
from kuule.surveys.rules.seeing import seen_question
from kuule.surveys.rules.undoing import TakenOut, with_back
from kuule.surveys.selectors import ready_questions
from kuule.surveys.views.changing import (
    LANGUAGE_GONE,
    Seen,
    back_to,
    changed,
    draft_or_404,
    in_any_case,
    is_in_its_language,
    refusal,
)
from kuule.surveys.views.desk import Desk, desk_page
from kuule.surveys.views.taken_out import TAKEN_OUT, forget, remember, remembered
from kuule.workspaces.auth import MemberRequest, member_page
from kuule.workspaces.rules import Refused


@member_page("change_surveys")
@require_POST
def survey_question_add(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Add a question at the end."""
    survey, version = draft_or_404(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    form = NewQuestionForm(request.POST, kinds=desk.kinds(), ready=desk.ready())
    if not form.is_valid():
        messages.error(request, _("Choose a type of question from the list."))
        return back_to(request, desk)
    if form.ready_key:
        ready = ready_questions()[form.ready_key]
        desk = desk.opened(form.ready_key)
        knows_persons = not survey.is_anonymous
        return changed(
            request,
            desk,
            lambda content: editing.with_ready_question(content, ready, knows_persons=knows_persons),
            in_any_case,
        )
    key, wanted = f"q_{secrets.token_hex(4)}", FAMILY_HEADLINES[survey.family].scale
    kind = form.cleaned_data["kind"]
    desk = desk.opened(key)
    return changed(
        request, desk, lambda content: editing.with_question(content, key=key, kind=kind, scale=wanted), in_any_case
    )


@member_page("change_surveys")
@require_POST
def survey_question(request: MemberRequest, survey_id: int, question: str) -> HttpResponse:
    """Save a question in one language, move it, take it out, or do the same to one of its options."""
    survey, version = draft_or_404(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace).opened(question)
    act, _colon, option = request.POST.get("do", "save").partition(":")
    seen = request.POST.get("seen", "")

    def is_as_seen(content: Content) -> bool:
        return seen_question(content, question, desk.language) == seen

    if act in ("up", "down"):
        step = -1 if act == "up" else 1
        return changed(request, desk, lambda now: editing.with_question_moved(now, question, step), in_any_case)
    if act == "remove":
        return _taken_out(request, desk.opened(""), question, is_as_seen)
    form = desk.question_form(question, request.POST)
    if form is None or not is_in_its_language(request, desk):
        return refusal(request, desk, Refused(editing.NO_SUCH_QUESTION if form is None else LANGUAGE_GONE))
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
            remember(request, desk.version, TakenOut.of(content, question, option))
            return editing.without_option(content, question, option)
        if act in ("option_up", "option_down"):
            return editing.with_option_moved(content, question, option, -1 if act == "option_up" else 1)
        return content

    return changed(request, desk, change, is_as_seen, at=TAKEN_OUT if act == "option_remove" else "")


@member_page("change_surveys")
@require_POST
def survey_put_back(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Put back the question or the option that this member took out last."""
    survey, version = draft_or_404(request, survey_id)
    desk = Desk.of(survey, version, request.POST, request.workspace)
    taken = remembered(request, version)
    if taken is None:
        messages.error(request, _("There is nothing to put back any more."))
        return back_to(request, desk)

    def change(content: Content) -> Content:
        content = with_back(content, taken)
        forget(request)
        return content

    return changed(request, desk.opened(taken.key), change, in_any_case)


def _taken_out(request: MemberRequest, desk: Desk, question: str, is_as_seen: Seen) -> HttpResponse:
    def change(content: Content) -> Content:
        remember(request, desk.version, TakenOut.of(content, question))
        return editing.without_question(content, question)

    return changed(request, desk, change, is_as_seen, at=TAKEN_OUT)
