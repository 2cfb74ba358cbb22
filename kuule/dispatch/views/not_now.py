"""The page behind “Not now”."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.dispatch.rules import answer_path
from kuule.dispatch.selectors import delivery_by_token
from kuule.dispatch.services import say_not_now
from kuule.surveys.selectors import wording_of, wording_of_strangers
from kuule.ui.respondent import respondent_page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def not_now(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether this is no good moment, and leave the person in peace for a while on a POST.

    As with stopping, the token stands for the person, and opening the page changes nothing.
    """
    delivery = delivery_by_token(token)
    if delivery is None:
        text = wording_of_strangers(accepted=request.headers.get("Accept-Language", ""))
        return respondent_page(request, "dispatch/stop_unknown.html", {"text": text}, status=HTTPStatus.NOT_FOUND)
    invitation = delivery.invitation
    text = wording_of(invitation.version, language=invitation.language, company=delivery.workspace.name)
    context = {"text": text, "answer_path": answer_path(token)}
    if request.method != "POST":
        return respondent_page(request, "dispatch/not_now.html", context)
    say_not_now(invitation=invitation, now=timezone.now())
    return respondent_page(request, "dispatch/not_now_done.html", context)
