"""How an endpoint says who may use it, for the door and for the description of the API alike."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from kuule.lib.problems import PROBLEM_TYPE
from kuule.workspaces.endpoints.guarding import guarded
from kuule.workspaces.endpoints.repeats import HEADER
from kuule.workspaces.rules import DELIGHTED, SCOPES

View = TypeVar("View", bound=Callable[..., Any])

_EVERYWHERE = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
)
_WITH_A_BODY = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
_PROBLEMS = {
    "GET": (),
    "POST": (*_WITH_A_BODY, HTTPStatus.CONFLICT),
    "PUT": _WITH_A_BODY,
    "PATCH": (*_WITH_A_BODY, HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED),
    "DELETE": (HTTPStatus.CONFLICT,),
}
_HEADERS = {
    "GET": ("If-None-Match", "The `ETag` of what you have. While it is the same, the answer is 304 and empty."),
    "POST": (HEADER, "Makes the request safe to send again for 24 hours: it is done once."),
    "PATCH": ("If-Match", "The `ETag` of what you read. If it was changed since, nothing is, and the answer is 412."),
}


def endpoint(scope: str) -> Callable[[View], View]:
    """Open an address of the API to keys that hold a scope: `@router.get(…)` above `@endpoint("responses:read")`.

    It also gives the endpoint its pace, versions and repeats, and writes all of that into its description. An address
    without it is closed to everybody.
    """
    if scope not in SCOPES or scope == DELIGHTED:
        raise KeyError(scope)

    def declare(view: View) -> View:
        contribute_operation_callback(view, partial(_describe, scope))
        return decorate_view(guarded(scope))(view)

    return declare


def _describe(scope: str, operation: Operation) -> None:
    (method,) = operation.methods
    statuses = (*_EVERYWHERE, *_PROBLEMS[method], *([HTTPStatus.NOT_FOUND] if "{" in operation.path else []))
    described: dict[str, Any] = {"x-scope": scope}
    described["responses"] = {int(each): _problem(each) for each in sorted(statuses)}
    described["parameters"] = [_header(*_HEADERS[method])] if method in _HEADERS else []
    if method == "GET":
        described["responses"][int(HTTPStatus.NOT_MODIFIED)] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    operation.openapi_extra = {**(operation.openapi_extra or {}), **described}


def _problem(status: HTTPStatus) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": status.phrase, "content": content}


def _header(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": 200}
    return {"name": name, "in": "header", "required": False, "schema": schema, "description": description}
