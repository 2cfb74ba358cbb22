"""What a program sends: JSON, an object, perhaps with a long list."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kuule.lib.bodies import UnreadableBodyError, body_of, json_of
from kuule.lib.problems import ProblemError
from kuule.workspaces.endpoints.faults import field_error, not_valid

LARGEST_BODY = 10_000_000
MOST_AT_ONCE = 10_000
_LONGEST_NAME = 60


def take_body(request: HttpRequest) -> bytes:
    """Return the body of a request; whoever reads it later gets the same. More than 10 MB are a problem, 413."""
    body = body_of(request, most=LARGEST_BODY)
    if body is None:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", _("At most 10 MB fit into one request."))
    return body


def object_of(request: HttpRequest, *, fields: Sequence[str]) -> dict[str, Any]:
    """Return the object that a request brings, with exactly these fields."""
    try:
        told = json_of(request.body)
    except UnreadableBodyError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "not-json", _("The body is not JSON in UTF-8.")) from error
    if not isinstance(told, dict):
        raise not_valid([field_error("", "model_type")])
    errors = [field_error(name, "missing") for name in fields if name not in told]
    errors += [field_error(str(name)[:_LONGEST_NAME], "extra_forbidden") for name in told if name not in fields]
    if errors:
        raise not_valid(errors)
    return told


def items_in(told: dict[str, Any], name: str) -> list[Any]:
    """Return the list under this name, with at least one item and at most 10,000."""
    items = told[name]
    if not isinstance(items, list) or not items:
        raise not_valid([field_error(name, "list_type")])
    if len(items) > MOST_AT_ONCE:
        detail = _("At most 10,000 items fit into one request.")
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many", detail)
    return items
