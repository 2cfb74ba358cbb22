"""The API for other programs: one version, one way to sign in, one way to say what went wrong."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from kuule.dispatch.api import router as dispatch_router
from kuule.economics.api import router as economics_router
from kuule.insight.api import router as insight_router
from kuule.lib.problems import PROBLEM_TYPE, FieldError, ProblemError, problem
from kuule.workspaces.auth import BearerKey

log = structlog.get_logger("kuule.api")

api = NinjaAPI(title="Kuule", version="1", urls_namespace="api-v1", docs_url=None, auth=BearerKey())
api.add_router("", dispatch_router)
api.add_router("", insight_router)
api.add_router("", economics_router)


def told(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a problem as an answer."""
    return JsonResponse(body, status=body["status"], content_type=PROBLEM_TYPE, headers=dict(headers or {}))


def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:
    """Say that there is nothing at an address of the API."""
    del request, rest
    return told(problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing at this address.")))


@api.exception_handler(ProblemError)
def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    del request
    return told(error.body)


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del request, error
    detail = _("Send the header “Authorization: Bearer …” with an API key that works. Keys are made in the settings.")
    body = problem(HTTPStatus.UNAUTHORIZED, "no-key", detail)
    return told(body, {"WWW-Authenticate": 'Bearer realm="Kuule"'})


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    errors = [
        FieldError(field=".".join(map(str, each["loc"][1:])), code=each["type"], detail=each["msg"])
        for each in error.errors
    ]
    detail = _("Something in this request cannot be used. The fields say what.")
    return told(problem(HTTPStatus.UNPROCESSABLE_ENTITY, "not-valid", detail, errors))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    del request, error
    return told(problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing with this id here.")))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    del request
    return told(problem(error.status_code, "refused", str(error)))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api_broken", path=request.path, exc_info=error)
    detail = _("Something went wrong in Kuule; the log has the details. Nothing was written.")
    return told(problem(HTTPStatus.INTERNAL_SERVER_ERROR, "broken", detail))
