"""The address to which a mail provider reports what became of our mails."""

import json
from functools import cache
from http import HTTPStatus

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, RawPostDataException
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from kuule.dispatch.services import NotYetKnown

LARGEST_REPORT = 10_000_000
RETRY_SECONDS = "60"


@csrf_exempt
def mail_reports(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Take what a provider reports. The secret in the address is the right to do so; a signature is checked as well.

    Answers 403 for a wrong secret or signature, 413 for too much at once, 400 for what cannot be read, and 503 when the
    provider should tell the same once more. 200 means that everything is written down.
    """
    known = settings.KUULE_WEBHOOK_SECRET
    if not known or not settings.KUULE_WEBHOOK_VIEW or not constant_time_compare(secret, known):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    if not _take_body(request):
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        answer: HttpResponseBase = _view(settings.KUULE_WEBHOOK_VIEW).as_view()(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    except NotYetKnown:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": RETRY_SECONDS})
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, SuspiciousOperation):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return answer


def _take_body(request: HttpRequest) -> bool:
    # Providers send many reports at once, more than a form of a page may be long.
    try:
        body = request.read(LARGEST_REPORT + 1)
    except (OSError, RawPostDataException):
        return False
    request._body = body
    return len(body) <= LARGEST_REPORT


@cache
def _view(path: str) -> type[AnymailBaseWebhookView]:
    view: type[AnymailBaseWebhookView] = import_string(path)
    # The secret is in the address, so the one that django-anymail would ask for is not missed.
    return type(view.__name__, (view,), {"warn_if_no_basic_auth": False})
