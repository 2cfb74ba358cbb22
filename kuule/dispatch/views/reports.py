"""The address to which a mail provider reports what became of our mails."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from kuule.dispatch.channels.provider_hooks import provider_answer
from kuule.dispatch.services import NotYetKnown

RETRY_SECONDS = "60"


@csrf_exempt
def mail_reports(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Take what a provider reports, as `provider_answer` says; 503 when it should tell the same once more."""
    try:
        return provider_answer(request, secret=secret, view=settings.KUULE_WEBHOOK_VIEW)
    except NotYetKnown:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": RETRY_SECONDS})
