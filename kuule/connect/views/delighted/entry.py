"""The door of every address: who asks, in which shape, for what; and what went wrong, in the words of the contract."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kuule.connect.models import Project
from kuule.connect.rules.credentials import key_in, takes_json
from kuule.connect.rules.faults import RequestError, fault_body
from kuule.connect.rules.params import params_of
from kuule.connect.rules.reading import Reader
from kuule.connect.services.projects import project_for
from kuule.lib.bodies import body_of
from kuule.lib.pace import Buckets
from kuule.workspaces.models import ApiKey
from kuule.workspaces.rules import DELIGHTED, Actor
from kuule.workspaces.selectors import key_by_secret
from kuule.workspaces.services.keys import note_use

log = structlog.get_logger("kuule.connect")

LARGEST_BODY = 1_000_000
SUFFIX = ".json"
JSON_WITH_CHARSET = "application/json; charset=utf-8"
# The bodies of these are read; that of a GET, which one client sends, is not.
_WITH_BODY = frozenset({"POST", "PUT", "DELETE"})
_BUCKETS = Buckets()


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a program: what it says, as whom, and about which project."""

    request: HttpRequest
    project: Project
    actor: Actor
    params: Mapping[str, Any]
    now: datetime

    @property
    def reader(self) -> Reader:
        """Return a new reader of what the request says."""
        return Reader(self.params)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    body: Any
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[..., Reply]
Methods = Mapping[str, Handler]


def endpoint(methods: Methods) -> Callable[..., HttpResponse]:
    """Return the view of an address that does one thing for each method."""

    @csrf_exempt
    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        try:
            reply = _handled(request, methods, parts)
        except RequestError as error:
            reply = Reply(error.body, error.status, error.headers)
        except Exception:
            log.exception("delighted_api_broken", path=request.path, method=request.method)
            reply = Reply(fault_body(HTTPStatus.INTERNAL_SERVER_ERROR), HTTPStatus.INTERNAL_SERVER_ERROR)
        response = JsonResponse(
            reply.body,
            status=reply.status,
            safe=False,
            json_dumps_params={"ensure_ascii": False},
            headers=reply.headers,
        )
        response["Content-Type"] = JSON_WITH_CHARSET
        response["Cache-Control"] = "no-store"
        return response

    return view


def _handled(request: HttpRequest, methods: Methods, parts: Mapping[str, str]) -> Reply:
    now = timezone.now()
    key = _key(request, now)
    if not request.path_info.endswith(SUFFIX) and not takes_json(request.headers.get("Accept", "")):
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, message="Not Acceptable")
    if not methods:
        raise RequestError(HTTPStatus.NOT_FOUND)
    handler = methods.get("GET" if request.method == "HEAD" else request.method or "")
    if handler is None:
        raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(methods)})
    params = _params(request)
    return handler(Call(request, project_for(key=key, now=now), Actor.key(key.pk), params, now), **parts)


def _key(request: HttpRequest, now: datetime) -> ApiKey:
    secret = key_in(request.headers.get("Authorization", ""))
    key = key_by_secret(secret, now=now) if secret else None
    if key is None:
        raise RequestError(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": 'Basic realm="Kuule"'})
    if DELIGHTED not in key.scopes:
        raise RequestError(HTTPStatus.FORBIDDEN, message=f"This key lacks the scope “{DELIGHTED}”.")
    _keep_pace(key, now)
    note_use(key=key, now=now)
    return key


def _keep_pace(key: ApiKey, now: datetime) -> None:
    most = settings.KUULE_API_PER_MINUTE
    taken = _BUCKETS.take(key.key_hash, most=most, at=now.timestamp()) if most else None
    if taken is not None and not taken.is_made:
        # Clients read a whole number of seconds, and break at anything else.
        wait = {"Retry-After": str(max(taken.seconds_to_next, 1))}
        raise RequestError(HTTPStatus.TOO_MANY_REQUESTS, headers=wait)


def _params(request: HttpRequest) -> dict[str, Any]:
    body = body_of(request, most=LARGEST_BODY) if request.method in _WITH_BODY else b""
    if body is None:
        raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return params_of(request.META.get("QUERY_STRING", ""), body, request.META.get("CONTENT_TYPE", ""))
