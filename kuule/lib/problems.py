"""What went wrong, as programs read it: problem details for HTTP APIs, RFC 9457."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, TypedDict

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


class ProblemError(Exception):
    """A request that cannot be answered as it was meant. The API makes a problem of it."""

    def __init__(self, status: int, code: str, detail: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(code)
        self.status = int(status)
        self.body = problem(self.status, code, detail, errors)
