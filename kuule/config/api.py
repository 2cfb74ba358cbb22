"""The API for other programs: one version, one way to sign in, one way to say what went wrong."""

from http import HTTPStatus
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from kuule.act.api import router as act_router
from kuule.connect.api import router as connect_router
from kuule.contacts.api import router as contacts_router
from kuule.dispatch.api import router as dispatch_router
from kuule.economics.api import router as economics_router
from kuule.insight.api import router as insight_router
from kuule.lib.problems import FieldError, ProblemError, problem, told
from kuule.responses.api import router as responses_router
from kuule.surveys.api import router as surveys_router
from kuule.workspaces.auth import BearerKey, no_key
from kuule.workspaces.endpoints.schemas import Problem

log = structlog.get_logger("kuule.api")


class KuuleAPI(NinjaAPI):
    """Describes what every endpoint has in common once, and calls each by the name of its function."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description of the API, with the problems that any may answer, and their scopes."""
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        described["components"]["schemas"] |= {**schema.pop("$defs"), Problem.__name__: schema}
        for operation in (each for methods in described["paths"].values() for each in methods.values()):
            operation["security"] = [{BearerKey.__name__: [operation["x-scope"]]}]
        return described

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function: clients that are made from the description call theirs so."""
        return str(operation.view_func.__name__)


api = KuuleAPI(title="Kuule", version="1", urls_namespace="api-v1", docs_url=None, auth=BearerKey())
for each in (
    *(contacts_router, surveys_router, dispatch_router, responses_router, insight_router, economics_router),
    act_router,
    connect_router,
):
    api.add_router("", each)


def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:
    """Say that there is nothing at an address of the API."""
    del request, rest
    return told(problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing at this address.")))


@api.exception_handler(ProblemError)
def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    del request
    return error.as_answer()


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del request, error
    return no_key().as_answer()


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
