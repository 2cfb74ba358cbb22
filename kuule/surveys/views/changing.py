"""How an act of the editor is done: on the draft as it is now, and back to the page with the same part open."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kuule.surveys.models import Survey, SurveyVersion
from kuule.surveys.rules import Content
from kuule.surveys.selectors import draft_version
from kuule.surveys.services import change_draft
from kuule.surveys.templatetags.survey_refusals import refusal_sentence
from kuule.surveys.views.desk import Desk, desk_page
from kuule.surveys.views.finding import survey_or_404
from kuule.workspaces.auth import MemberRequest
from kuule.workspaces.rules import Refused

LANGUAGE_GONE = "language_gone"
# Fields of the editor's forms that nobody typed.
NOT_TYPED = ("csrfmiddlewaretoken", "language", "score", "seen", "do", "optional", "scale")
Change = Callable[[Content], Content]
Seen = Callable[[Content], bool]


def in_any_case(content: Content) -> bool:
    """Let a change count whatever the draft has become meanwhile."""
    del content
    return True


def draft_or_404(request: MemberRequest, survey_id: int) -> tuple[Survey, SurveyVersion]:
    """Return a survey of the workspace and its draft."""
    survey = survey_or_404(request, survey_id)
    version = draft_version(request.workspace, survey=survey)
    if version is None:
        raise Http404
    return survey, version


def changed(request: MemberRequest, desk: Desk, change: Change, is_as_seen: Seen, *, at: str = "") -> HttpResponse:
    """Change the draft and come back to its part that is open, or to the place `at`; refused, show what is so now."""
    try:
        change_draft(
            version=desk.version, change=change, is_as_seen=is_as_seen, actor=request.actor, now=timezone.now()
        )
    except Refused as refused:
        return refusal(request, desk, refused)
    return back_to(request, desk, at=at)


def refusal(request: MemberRequest, desk: Desk, refused: Refused) -> HttpResponse:
    """Show the editor as the draft is now; what was typed stands in its form, so that nothing is lost."""
    version = draft_version(request.workspace, survey=desk.survey)
    if version is None:
        messages.error(request, refusal_sentence(refused))
        return redirect("survey_page", request.workspace.slug, desk.survey.pk)
    fresh = Desk.of(desk.survey, version, request.POST, request.workspace).opened(desk.open)
    typed = request.POST if is_in_its_language(request, fresh) else None
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


def is_in_its_language(request: MemberRequest, desk: Desk) -> bool:
    """Tell whether a form was filled in for a language that the draft still has."""
    return request.POST.get("language", desk.language) == desk.language


def back_to(request: MemberRequest, desk: Desk, *, at: str = "") -> HttpResponse:
    """Come back to the editor, to its part that is open or to the place `at`."""
    query = {
        name: value
        for name, value in (("language", desk.language), ("open", desk.open), ("score", desk.score))
        if value
    }
    page = reverse("survey_edit", args=[request.workspace.slug, desk.survey.pk])
    place = at or (f"part-{desk.open}" if desk.open else "")
    return redirect(f"{page}?{urlencode(query)}" + (f"#{place}" if place else ""))
