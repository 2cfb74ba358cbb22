"""The page behind the mail that asks whether an unclear answer is theirs."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.responses.forms import sent_form
from kuule.responses.rules import PERSON, thanks_path
from kuule.responses.selectors import answer_by, link_by_token
from kuule.responses.services import confirm_answer
from kuule.responses.views.pages import Visit, confirm_page, notice_page, unknown_page
from kuule.responses.views.visits import CONFIRM, judged, keep_look, keep_save, kept_seal
from kuule.ui.respondent import respondent_redirect


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """`/c/<token>`: show what came by a personal link, and count it when its owner presses the button.

    Opening the page confirms nothing, and a form that comes quicker than a person could read is shown again: scanners
    find this link too.
    """
    link = link_by_token(token)
    if link is None or not link.is_personal:
        return unknown_page(request)
    if request.method != "POST":
        keep_look(request, link)
    given = answer_by(link)
    if given is None:
        return respondent_redirect(link.path)
    if given.verdict == PERSON:
        return respondent_redirect(thanks_path(link.path))
    visit = Visit.by(request, link, given.language)
    if not link.takes_answers(timezone.now()):
        return notice_page(visit, "closed", HTTPStatus.GONE)
    if request.method != "POST":
        return confirm_page(visit, given)
    form = sent_form(request)
    made = judged(request, link, form, token=token, act=CONFIRM, score=None)
    if made.click.verdict.verdict != PERSON:
        keep_save(link, made)
        return confirm_page(visit, given, shown=kept_seal(form, token), is_again=True)
    confirm_answer(response=given, click=made.click, now=made.click.at)
    return respondent_redirect(thanks_path(link.path))
