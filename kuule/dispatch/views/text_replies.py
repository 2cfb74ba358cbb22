"""The address to which a provider of text messages tells what people write back."""

import json
from collections.abc import Mapping
from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kuule.dispatch.rules.replies import reply_in
from kuule.dispatch.services import note_text_reply

log = structlog.get_logger("kuule.dispatch")


@csrf_exempt
@require_POST
def text_replies(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a reply, as a form or as JSON. The secret in the address is the right to do so.

    Answers 403 for a wrong secret, 413 for too much, 400 for what cannot be read. 200 means that a stop is in force; it
    is the answer to any other reply, too, so that no provider tells it again.
    """
    known = settings.KUULE_WEBHOOK_SECRET
    if not known or not constant_time_compare(secret, known):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    try:
        message = json.loads(request.body) if (request.content_type or "").endswith("json") else request.POST.dict()
    except RequestDataTooBig:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except (ValueError, RecursionError, SuspiciousOperation):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if not isinstance(message, Mapping):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    number, text = reply_in(message)
    log.info("text_reply", became=note_text_reply(number=number, text=text, now=timezone.now()))
    return HttpResponse()
