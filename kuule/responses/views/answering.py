"""The addresses on which people answer."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuule.dispatch.rules import answer_path
from kuule.lib.tokens import hash_token, is_well_formed
from kuule.responses.forms import SentForm, sent_form
from kuule.responses.rules import thanks_path
from kuule.responses.selectors import AnswerLink, given_answer, given_values, link_by_slug, link_by_token
from kuule.responses.services import TokenTakenError, accept_answer
from kuule.responses.views.pages import (
    Values,
    Visit,
    about_page,
    notice_page,
    question_page,
    thanks_page,
    unknown_page,
)
from kuule.surveys.question_types.nps import SCORES
from kuule.surveys.rules import SCORE_FIELD, Reply, ShownProblem, read_reply, shown_problems
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
    given = given_answer(link)
    if given is None:
        return respondent_redirect(link.path)
    return thanks_page(Visit.by(request, link, given.language), is_open=link.takes_answers(timezone.now()))


@require_safe
def answer_about(request: HttpRequest, token: str) -> HttpResponse:
    """`/a/<token>/about`: who reads an answer and what becomes of it."""
    return _about(request, link_by_token(token))


@require_safe
def shared_about(request: HttpRequest, slug: str) -> HttpResponse:
    """`/s/<slug>/about`: the same for answers by a shared link."""
    return _about(request, _shared_link(request, slug))


def _about(request: HttpRequest, link: AnswerLink | None) -> HttpResponse:
    return about_page(Visit.by(request, link, request.GET.get("language", ""))) if link else unknown_page(request)


def _shared_link(request: HttpRequest, slug: str) -> AnswerLink | None:
    return link_by_slug(slug, accepted_languages=request.headers.get("Accept-Language", ""))


def _answer_page(request: HttpRequest, link: AnswerLink | None) -> HttpResponse:
    if link is None:
        return unknown_page(request)
    if not link.takes_answers(timezone.now()):
        return notice_page(Visit.by(request, link, ""), "closed", HTTPStatus.GONE)
    if request.method == "POST":
        return _accept(request, link, sent_form(request))
    given = given_answer(link)
    saved: Values = given_values(given) if given else {}
    score = SCORES.get(request.GET.get("score", ""))
    values = saved if score is None else {**saved, SCORE_FIELD: score}
    visit = Visit.by(request, link, request.GET.get("language", ""))
    return question_page(visit, values, is_as_saved=bool(saved) and values == saved)


def _accept(request: HttpRequest, link: AnswerLink, form: SentForm) -> HttpResponse:
    token = link.token or form.fields.get("token", "")
    reply = read_reply(link.version.questions, form.fields)
    if form.status == HTTPStatus.OK and is_well_formed(token) and not reply.problems:
        try:
            _keep(link, reply, form, token)
        except TokenTakenError:
            token = ""
        else:
            return respondent_redirect(thanks_path(answer_path(token)))
    return _refusal(Visit.by(request, link, form.fields.get("language", "")), reply, form, token)


def _keep(link: AnswerLink, reply: Reply, form: SentForm, token: str) -> None:
    language = form.fields.get("language", "")
    accept_answer(
        version=link.version,
        score=reply.score,
        verbatim=reply.verbatim,
        answers=reply.answers,
        language=language if language in link.version.languages else link.language,
        channel=link.channel,
        now=timezone.now(),
        invitation=link.invitation,
        token_hash=None if link.is_personal else hash_token(token),
    )


def _refusal(visit: Visit, reply: Reply, form: SentForm, token: str) -> HttpResponse:
    if form.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return notice_page(visit, "too_large", form.status)
    if form.status == HTTPStatus.OK and is_well_formed(token):
        problems = shown_problems(reply.problems, visit.text, values=reply.values)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return question_page(visit, reply.values, problems=problems, status=status, token=token)
    unreadable = [ShownProblem("form", visit.text["error_unreadable"])]
    status = HTTPStatus.BAD_REQUEST if form.status == HTTPStatus.OK else form.status
    return question_page(visit, reply.values, problems=unreadable, status=status)
