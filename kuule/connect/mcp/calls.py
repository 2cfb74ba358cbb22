"""Calls of the API from within, with the key of the assistant: the same door, the same pace, the same refusals."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.urls import resolve

from kuule.workspaces.models import ApiKey

BASE = "/api/v1"


class RefusedCallError(Exception):
    """Something that the API refuses, in words for the assistant."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An assistant: its key, and the secret of it."""

    key: ApiKey
    secret: str

    def read(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        """Return what an address of the API answers. Raises RefusedCallError."""
        asked = {name: value for name, value in (query or {}).items() if value not in ("", None)}
        return _answered(_request(self.secret, "GET", BASE + path, query=urlencode(asked)))

    def write(self, path: str, body: Mapping[str, Any]) -> Any:
        """Send something to an address of the API, and return what it answers. Raises RefusedCallError."""
        return _answered(_request(self.secret, "POST", BASE + path, body=json.dumps(body).encode()))


def _request(secret: str, method: str, path: str, *, query: str = "", body: bytes = b"") -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {secret}",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
        }
    )


def _answered(request: WSGIRequest) -> Any:
    match = resolve(request.path_info)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    told: dict[str, Any] = json.loads(response.content)
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return told
    faults = [f"{each['field']}: {each['detail']}" for each in told.get("errors", [])]
    raise RefusedCallError("\n".join([told["detail"], *faults]))
