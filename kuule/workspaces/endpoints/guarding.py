"""The door of every endpoint: a key that works and holds the scope, and no more requests than the pace allows."""

import functools
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from kuule.lib.pace import Buckets
from kuule.lib.problems import ProblemError
from kuule.workspaces.auth import KeyRequest, key_of, no_key
from kuule.workspaces.endpoints.bodies import take_body
from kuule.workspaces.endpoints.repeats import answered_once
from kuule.workspaces.endpoints.versions import with_version
from kuule.workspaces.models import ApiKey
from kuule.workspaces.rules import Actor
from kuule.workspaces.services.keys import note_use

Run = Callable[..., HttpResponseBase]
_BUCKETS = Buckets()


def guarded(scope: str) -> Callable[[Run], Run]:
    """Let in only programs whose key holds a scope, each at its pace."""

    def decorate(run: Run) -> Run:
        @functools.wraps(run)
        def answer(request: HttpRequest, **path: Any) -> HttpResponseBase:
            try:
                return _answer(request, scope, functools.partial(run, request, **path))
            except ProblemError as refused:
                return refused.as_answer()

        return answer

    return decorate


def _answer(request: HttpRequest, scope: str, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    now = timezone.now()
    key = key_of(request, now=now)
    if key is None:
        raise no_key()
    pace = _pace(key, now)
    _require(key, scope, pace)
    note_use(key=key, now=now)
    known = _known(request, key)
    try:
        with timezone.override(zoneinfo.ZoneInfo(key.workspace.timezone)):
            response = _done(known, now, run)
    except ProblemError as refused:
        response = refused.as_answer()
    for name, value in pace.items():
        response[name] = value
    return response


def _known(request: HttpRequest, key: ApiKey) -> KeyRequest:
    known = cast("KeyRequest", request)
    known.auth, known.workspace, known.actor = key, key.workspace, Actor.key(key.pk)
    known.may = key.scopes.__contains__  # type: ignore[method-assign]
    return known


def _done(request: KeyRequest, now: datetime, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if request.method == "GET":
        return with_version(request, run())
    body = take_body(request)
    return answered_once(request, body=body, now=now, run=run) if request.method == "POST" else run()


def _pace(key: ApiKey, now: datetime) -> Mapping[str, str]:
    most = settings.KUULE_API_PER_MINUTE
    if not most:
        return {}
    taken = _BUCKETS.take(key.key_hash, most=most, at=now.timestamp())
    headers = {
        "RateLimit-Limit": str(most),
        "RateLimit-Remaining": str(taken.left),
        "RateLimit-Reset": str(taken.seconds_to_full),
    }
    if not taken.is_made:
        detail = _("These are more requests than this key may make in a minute. The headers say when to go on.")
        wait = {"Retry-After": str(taken.seconds_to_next)}
        raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, "too-often", detail, headers=headers | wait)
    return headers


def _require(key: ApiKey, scope: str, pace: Mapping[str, str]) -> None:
    if scope in key.scopes:
        return
    detail = _("This key may not do that: it has no scope “%(scope)s”. Make a key that has it.") % {"scope": scope}
    asked = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}
    raise ProblemError(HTTPStatus.FORBIDDEN, "missing-scope", detail, headers={**pace, **asked})
