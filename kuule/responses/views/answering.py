"""The addresses on which people answer."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuule.responses.forms import sent_form
from kuule.responses.rules import thanks_path
from kuule.responses.selectors import (
    AnswerLink,
    answer_by,
    given_answer,
    given_values,
    link_as_shown,
    link_by_collector,
    link_by_slug,
    link_by_token,
)
from kuule.responses.views.pages import (
    Values,
    Visit,
    about_page,
    notice_page,
    question_page,
    thanks_page,
    unknown_page,
    withdrawn_page,
)
from kuule.responses.views.saving import save
from kuule.responses.views.visits import keep_look
from kuule.surveys.question_types.scales import points_of
from kuule.surveys.rules import SCORE_FIELD
from kuule.surveys.rules.headline import scale_of
from kuule.surveys.rules.replies import fields_with_several
from kuule.ui.respondent import respondent_redirect


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """`/a/<token>`: answer by a personal link, or change an answer."""
    return _answer_page(request, link_by_token(token))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """`/s/<slug>`: answer by a shared link; each visit gets a token of its own, by which the answer can be changed."""
    return _answer_page(request, _shared_link(request, slug))


@require_safe
def answer_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """`/a/<token>/thanks`: the answer is saved. Who has not answered yet is sent to the questions."""
    link = link_by_token(token)
    if link is None:
        return unknown_page(request)
    if link.is_anonymous and link.is_answered:
        return thanks_page(Visit.by(request, link, request.GET.get("language", "")), is_open=False)
    given = answer_by(link)
    if given is None and link.can_be_withdrawn and link.is_answered:
        return withdrawn_page(Visit.by(request, link, ""))
    if given is None:
        return respondent_redirect(link.path)
    is_open = not link.is_blind and link.takes_answers(timezone.now())
    return thanks_page(Visit.by(request, link, given.language), is_open=is_open, given=given)


@require_safe
def shared_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """`/s/<slug>/thanks`: the answer to an anonymous survey is saved, and has no address of its own."""
    link = _shared_link(request, slug)
    if link is None or not link.is_anonymous:
        return unknown_page(request)
    return thanks_page(Visit.by(request, link, request.GET.get("language", "")), is_open=False)


@require_safe
def answer_about(request: HttpRequest, token: str) -> HttpResponse:
    """`/a/<token>/about`: who reads an answer and what becomes of it."""
    return _about(request, link_by_token(token))


@require_safe
def shared_about(request: HttpRequest, slug: str) -> HttpResponse:
    """`/s/<slug>/about`: the same for answers by a shared link."""
    return _about(request, _shared_link(request, slug))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def collected_answer(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """`/q/<token>`, `/by/<token>`: answer by a code or by somebody's own link, each visit with a token of its own."""
    return _answer_page(request, _collected_link(request, token, kind))


@require_safe
def collected_about(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """`/q/<token>/about`: who reads an answer and what becomes of it."""
    return _about(request, _collected_link(request, token, kind))


def _about(request: HttpRequest, link: AnswerLink | None) -> HttpResponse:
    return about_page(Visit.by(request, link, request.GET.get("language", ""))) if link else unknown_page(request)


def _shared_link(request: HttpRequest, slug: str) -> AnswerLink | None:
    return link_by_slug(slug, accepted_languages=request.headers.get("Accept-Language", ""))


def _collected_link(request: HttpRequest, token: str, kind: str) -> AnswerLink | None:
    return link_by_collector(token, kind=kind, accepted_languages=request.headers.get("Accept-Language", ""))


def _answer_page(request: HttpRequest, link: AnswerLink | None) -> HttpResponse:
    if link is None:
        return unknown_page(request)
    score = _score_in_link(request, link)
    if request.method != "POST":
        keep_look(request, link, score=score)
    if link.is_blind and link.is_answered:
        return respondent_redirect(thanks_path(link.path))  # whoever knows who asks cannot answer blindly any more
    if not link.takes_answers(timezone.now()):
        return notice_page(Visit.by(request, link, ""), "closed", HTTPStatus.GONE)
    if request.method == "POST":
        form = sent_form(request, several=fields_with_several(link.version.questions))
        return save(request, link_as_shown(link, form.fields.get("version", "")), form)
    if link.is_anonymous and link.is_answered:
        return thanks_page(Visit.by(request, link, request.GET.get("language", "")), is_open=False)
    given = given_answer(link)
    saved: Values = given_values(given) if given else {}
    values = saved if score is None else {**saved, SCORE_FIELD: score}
    visit = Visit.by(request, link, request.GET.get("language", ""))
    return question_page(visit, values, is_as_saved=bool(saved) and values == saved)


def _score_in_link(request: HttpRequest, link: AnswerLink) -> int | None:
    points = {str(point): point for point in points_of(scale_of(link.version.questions))}
    return points.get(request.GET.get("score", ""))
