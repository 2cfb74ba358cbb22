"""The page behind “Don’t ask me again”."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuule.dispatch.selectors import delivery_by_token
from kuule.dispatch.services import stop_asking
from kuule.surveys.selectors import asker_of, wording_of, wording_of_strangers
from kuule.ui.respondent import respondent_page


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_surveys(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop, and stop on a POST: by the button here, or by the mail program's own (RFC 8058).

    The token in the address stands for the person; there is no session, so there is nothing to forge. Opening the
    page changes nothing, because mail scanners open every link.
    """
    delivery = delivery_by_token(token)
    if delivery is None:
        text = wording_of_strangers(accepted=request.headers.get("Accept-Language", ""))
        return respondent_page(request, "dispatch/stop_unknown.html", {"text": text}, status=HTTPStatus.NOT_FOUND)
    invitation = delivery.invitation
    text = wording_of(
        invitation.version,
        language=invitation.language,
        company=asker_of(invitation.version, company=delivery.workspace.name),
    )
    if request.method != "POST":
        return respondent_page(request, "dispatch/stop.html", {"text": text})
    stop_asking(delivery=delivery, now=timezone.now())
    return respondent_page(request, "dispatch/stopped.html", {"text": text})
