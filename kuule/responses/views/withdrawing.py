"""Taking back the answer to a double-blind study, once it is known who asked."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kuule.responses.auth import SEAL_FIELD, shown_at
from kuule.responses.rules.verdicts import LEAST_SECONDS
from kuule.responses.selectors import answer_by, link_by_token
from kuule.responses.services.withdrawing import withdraw_answer
from kuule.responses.views.pages import Visit, thanks_page, unknown_page, withdrawn_page
from kuule.workspaces.rules import RESPONDENT


@csrf_exempt
@require_POST
def answer_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """`/a/<token>/withdraw`: delete the answer. Machines that send every form of a page are too quick for it."""
    link = link_by_token(token)
    if link is None or not link.can_be_withdrawn:
        return unknown_page(request)
    given, now = answer_by(link), timezone.now()
    visit = Visit.by(request, link, given.language if given else "")
    if given is None:
        return withdrawn_page(visit)
    shown = shown_at(request.POST.get(SEAL_FIELD, ""), token)
    if shown is None or now - shown < timedelta(seconds=LEAST_SECONDS):
        return thanks_page(visit, is_open=False)
    withdraw_answer(response=given, actor=RESPONDENT, now=now)
    return withdrawn_page(visit)
