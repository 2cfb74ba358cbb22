"""Reading what was posted, whatever it is, up to a limit of its own."""

import json
from typing import Any

from django.http import HttpRequest, RawPostDataException


class UnreadableBodyError(ValueError):
    """What came is no JSON."""


def body_of(request: HttpRequest, *, most: int) -> bytes | None:
    """Return the body of a request, or None if it has more than so many bytes or broke off.

    Programs send more at once than a form of a page may be long. Whoever asks for `request.body` later gets the same.
    """
    try:
        body = request.read(most + 1)
    except (OSError, RawPostDataException):
        return None
    if len(body) > most:
        return None
    request._body = body
    return body


def json_of(body: bytes) -> Any:
    """Return what a body says. Raises UnreadableBodyError for what is no JSON, or nested deeper than anybody means."""
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UnreadableBodyError from error


def _no_number(text: str) -> None:
    raise ValueError(text)
