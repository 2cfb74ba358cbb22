"""The page behind a link in a mail about a case: one act, one button."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.act.rules import ASSIGNED, CALLED
from kuule.act.rules.passes import PASS_BACK, PASS_REACHED
from kuule.act.selectors.passes import PassShown, pass_of
from kuule.act.services.case_refusals import refusals_of
from kuule.act.services.passes import use_pass
from kuule.insight.auth import is_from_a_person
from kuule.responses.auth import SEAL_FIELD, seal, shown_at
from kuule.workspaces.rules import Refused

# Acts that take a word along, and the moment at which a playbook may ask for it.
_MOMENTS = {PASS_REACHED: CALLED, PASS_BACK: ASSIGNED}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def case_pass(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link does, and do it on a POST that a person sent.

    The signed token stands for the member and is good for one act, once; there is no session to forge. Opening the page
    changes nothing, because mail scanners open every link. It tells no more of the customer than the mail did.
    """
    shown = pass_of(token, now=timezone.now())
    if shown is None:
        return _unseen(render(request, "act/pass_gone.html", status=HTTPStatus.NOT_FOUND))
    with translation.override(shown.member.user.language or shown.member.workspace.language):
        return _unseen(_shown(request, shown))


def _shown(request: HttpRequest, shown: PassShown) -> HttpResponse:
    now, given = timezone.now(), request.POST.get(SEAL_FIELD, "")
    words, problems, is_done = request.POST.get("words", ""), [], False
    if request.method == "POST" and not shown.is_used:
        if is_from_a_person(shown.token, seal=given, signal="", now=now):
            try:
                use_pass(shown=shown, words=words, now=now)
                is_done = True
            except Refused as refused:
                problems = [text for _field, text in refusals_of(refused)]
        else:
            problems = [_("That was very quick. Press the button once more, so that we know it was you.")]
    playbook = shown.case.playbook
    context = {
        "pass": shown,
        "case": shown.case,
        "workspace": shown.case.workspace,
        "words": words,
        "takes_words": shown.act in _MOMENTS,
        "needs_words": playbook is not None and _MOMENTS.get(shown.act) in playbook.note_moments,
        "problems": problems,
        "is_done": is_done,
        "seal": given if shown_at(given, shown.token) else seal(shown.token, now),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "act/pass_page.html", context, status=status)


def _unseen(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
