"""Versions of what is read, so that nobody reads twice what is the same, or writes over what they have not seen."""

import hashlib
import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.responses import NinjaJSONEncoder

from kuule.lib.problems import ProblemError

_LENGTH = 32


def with_version(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Name the version of what was read; say only that it is the same where the program has it."""
    if not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
        return response
    version = _version_of(response.content)
    response["ETag"] = version
    found: HttpResponseBase | None = get_conditional_response(request, etag=version, response=response)
    return response if found is None else found


def require_match(request: HttpRequest, shown: Schema) -> None:
    """Refuse a change that is meant for another version of what is `shown` now. Without `If-Match` any will do."""
    wanted = request.headers.get("If-Match")
    if wanted is None:
        return
    versions = parse_etags(wanted)
    now = _version_of(json.dumps(shown.model_dump(), cls=NinjaJSONEncoder).encode())
    if now not in versions and "*" not in versions:
        detail = _("This was changed since you read it. Read it again, and decide then.")
        raise ProblemError(HTTPStatus.PRECONDITION_FAILED, "changed-meanwhile", detail)


def _version_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:_LENGTH]}"'
