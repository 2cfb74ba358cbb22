"""What went wrong, as programs read it: problem details for HTTP APIs, RFC 9457."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypedDict

from django.http import HttpResponse, JsonResponse

PROBLEM_TYPE = "application/problem+json"
_PREFIX = "urn:kuule:problem:"


class FieldError(TypedDict):
    """One field that cannot be used: where it is, a code that stays the same, and words for a person."""

    field: str
    code: str
    detail: str


def problem(status: int, code: str, detail: str, errors: Sequence[FieldError] = ()) -> dict[str, Any]:
    """Return a problem; `code` names its kind and stays the same, `detail` says what to do."""
    found = {"type": _PREFIX + code, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return {**found, "errors": list(errors)} if errors else found


def told(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a problem as an answer."""
    return JsonResponse(body, status=body["status"], content_type=PROBLEM_TYPE, headers=dict(headers or {}))


class ProblemError(Exception):
    """A request that cannot be answered as it was meant. The API makes a problem of it."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = int(status)
        self.body = problem(self.status, code, detail, errors)
        self.headers = headers

    def as_answer(self) -> HttpResponse:
        """Return this problem as an answer."""
        return told(self.body, self.headers)
