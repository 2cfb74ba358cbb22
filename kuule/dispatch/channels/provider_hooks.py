"""Taking what a mail provider posts to us, by the views of django-anymail."""

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

LARGEST_POST = 10_000_000


def provider_answer(request: HttpRequest, *, secret: str, view: str, largest: int = LARGEST_POST) -> HttpResponseBase:
    """Let a view of django-anymail take a post.

    The secret in the address is the right to do so; a signature is checked as well.

    Answers 403 for a wrong secret or signature, 413 for too much at once, and 400 for what cannot be read. 200 means
    that everything is written down.
    """
    known = settings.KUULE_WEBHOOK_SECRET
    if not known or not view or not constant_time_compare(secret, known):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    if not _take_body(request, largest):
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        answer: HttpResponseBase = _view(view).as_view()(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, SuspiciousOperation):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return answer


def _take_body(request: HttpRequest, largest: int) -> bool:
    # Providers send many reports at once, more than a form of a page may be long.
    try:
        body = request.read(largest + 1)
    except (OSError, RawPostDataException):
        return False
    request._body = body
    return len(body) <= largest


@cache
def _view(path: str) -> type[AnymailBaseWebhookView]:
    view: type[AnymailBaseWebhookView] = import_string(path)
    # The secret is in the address, so the one that django-anymail would ask for is not missed.
    return type(view.__name__, (view,), {"warn_if_no_basic_auth": False})
