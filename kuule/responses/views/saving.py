"""What happens to a form that came to an answer page."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kuule.dispatch.rules import answer_path
from kuule.dispatch.rules.collectors import KIOSK
from kuule.lib.tokens import hash_token, is_well_formed
from kuule.responses.auth import FIRST_FIELD
from kuule.responses.forms import SentForm
from kuule.responses.rules import PERSON, thanks_path
from kuule.responses.selectors import AnswerLink, person_behind
from kuule.responses.services import (
    AnsweredAlreadyError,
    OutweighedError,
    TokenTakenError,
    accept_anonymous_answer,
    accept_answer,
)
from kuule.responses.views.pages import Visit, notice_page, question_page, thanks_page
from kuule.responses.views.visits import FIRST, SAVE, Judged, judged, keep_save, kept_seal
from kuule.surveys.rules import SCORE_FIELD, Reply, ShownProblem, read_reply, shown_problems
from kuule.ui.respondent import respondent_redirect, unseen


def save(request: HttpRequest, link: AnswerLink, form: SentForm) -> HttpResponse:
    """Keep the answer in a form and send its writer on, or show the page again with what is wrong."""
    token = link.token or form.fields.get("token", "")
    reply = read_reply(link.version.questions, form.fields, person=person_behind(link, now=timezone.now()))
    if form.fields.get(FIRST_FIELD):
        return _first_tap(request, link, form, reply, token)
    if form.status != HTTPStatus.OK or not is_well_formed(token):
        return _unreadable(_visit(request, link, form), form, reply)
    made = judged(request, link, form, token=token, act=SAVE, score=score_of(reply))
    seal = kept_seal(form, token)
    if reply.problems:
        keep_save(link, made)
        visit = _visit(request, link, form)
        problems = shown_problems(reply.problems, visit.text, values=reply.values, questions=link.version.questions)
        return _again(visit, reply, problems, HTTPStatus.UNPROCESSABLE_ENTITY, token, seal)
    if link.is_anonymous:
        return _save_apart(_visit(request, link, form), reply, token, made, seal)
    try:
        keep(link, reply, form, token, made)
    except TokenTakenError:
        visit = _visit(request, link, form)
        return _again(visit, reply, [_unread(visit)], HTTPStatus.BAD_REQUEST)
    except OutweighedError:
        # A person's answer is kept already. Whoever is quicker than a person now is asked to press once more.
        keep_save(link, made)
        visit = _visit(request, link, form)
        problems = [ShownProblem("form", visit.text["error_quick"])]
        return _again(visit, reply, problems, HTTPStatus.UNPROCESSABLE_ENTITY, token, seal)
    # On a screen the next person must not find the answer of the one before.
    return respondent_redirect(thanks_path(link.path if link.channel == KIOSK.key else answer_path(token)))


def _visit(request: HttpRequest, link: AnswerLink, form: SentForm) -> Visit:
    # Reads the texts of the survey, which an answer that is accepted does not need.
    return Visit.by(request, link, form.fields.get("language", ""))


def _save_apart(visit: Visit, reply: Reply, token: str, made: Judged, seal: str) -> HttpResponse:
    link = visit.link
    if made.click.verdict.verdict != PERSON:
        # Nobody could be asked later whether a doubtful answer is theirs: whoever sent it is asked at once.
        problems = [ShownProblem("form", visit.text["error_quick"])]
        return _again(visit, reply, problems, HTTPStatus.UNPROCESSABLE_ENTITY, token, seal)
    try:
        accept_anonymous_answer(
            version=link.version,
            score=reply.score,
            verbatim=reply.verbatim,
            answers=reply.answers,
            not_asked=reply.not_asked,
            language=visit.text.language,
            channel=link.channel,
            now=made.click.at,
            verdict=made.click.verdict,
            invitation=link.invitation,
            once="" if link.is_personal else hash_token(f"once {token}"),
        )
    except AnsweredAlreadyError:
        return thanks_page(visit, is_open=False)
    return respondent_redirect(f"{thanks_path(link.path)}?language={visit.text.language}")


def _first_tap(request: HttpRequest, link: AnswerLink, form: SentForm, reply: Reply, token: str) -> HttpResponse:
    # Sent by the page's script: nobody reads the reply. Only what a person touched is worth keeping.
    if form.status == HTTPStatus.OK and is_well_formed(token) and not link.is_anonymous:
        score = score_of(reply)
        made = judged(request, link, form, token=token, act=FIRST, score=score)
        if score is None or made.click.verdict.verdict != PERSON:
            keep_save(link, made)
            return unseen(HttpResponse(status=HTTPStatus.NO_CONTENT))
        try:
            keep(link, reply, form, token, made, is_finished=False)
        except TokenTakenError:
            return unseen(HttpResponse(status=HTTPStatus.CONFLICT))
    return unseen(HttpResponse(status=HTTPStatus.NO_CONTENT))


def keep(link: AnswerLink, reply: Reply, form: SentForm, token: str, made: Judged, *, is_finished: bool = True) -> None:
    """Keep what was read as the answer by a link; the first tap alone where it is not finished."""
    language = form.fields.get("language", "")
    accept_answer(
        version=link.version,
        score=reply.score,
        verbatim=reply.verbatim if is_finished else "",
        answers=reply.answers if is_finished else {},
        not_asked=reply.not_asked,
        language=language if language in link.version.languages else link.language,
        channel=link.channel,
        now=made.click.at,
        invitation=link.invitation,
        token_hash=None if link.is_personal else hash_token(token),
        verdict=made.click.verdict,
        click=None if link.is_anonymous else made.click,
        clicks_before=made.kept_before,
        is_finished=is_finished,
        collector=link.collector,
    )


def score_of(reply: Reply) -> int | None:
    """Return the score that was sent, whatever is wrong with the rest, or None."""
    score = reply.values.get(SCORE_FIELD)
    return score if isinstance(score, int) else None


def _unreadable(visit: Visit, form: SentForm, reply: Reply) -> HttpResponse:
    if form.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return notice_page(visit, "too_large", form.status)
    status = HTTPStatus.BAD_REQUEST if form.status == HTTPStatus.OK else form.status
    return _again(visit, reply, [_unread(visit)], status)


def _unread(visit: Visit) -> ShownProblem:
    return ShownProblem("form", visit.text["error_unreadable"])


def _again(
    visit: Visit,
    reply: Reply,
    problems: list[ShownProblem],
    status: HTTPStatus,
    token: str = "",
    seal: str = "",
) -> HttpResponse:
    return question_page(visit, reply.typed, problems=problems, status=status, token=token, shown=seal)
