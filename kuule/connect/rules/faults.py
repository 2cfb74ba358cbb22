"""How a request fails, as the Delighted API words it: in English, because programs compare the words."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

BLANK, INVALID, NOT_WHOLE, UNKNOWN = "can't be blank", "is invalid", "must be an integer", "does not exist"

Errors = Mapping[str, Sequence[str]]


def fault_body(status: int, errors: Errors | None = None, message: str = "") -> dict[str, Any]:
    """Return the body of an answer that tells of a failure; `errors` are messages by the name of the field."""
    body = {"status": int(status), "message": message or HTTPStatus(status).phrase}
    return {**body, "errors": {name: list(words) for name, words in errors.items()}} if errors else body


class RequestError(Exception):
    """A request that cannot be answered as it was meant. `headers` go with the answer."""

    def __init__(
        self,
        status: int,
        errors: Errors | None = None,
        *,
        message: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message or HTTPStatus(status).phrase)
        self.status, self.headers = int(status), dict(headers or {})
        self.body = fault_body(status, errors, message)


def unprocessable(**errors: str) -> RequestError:
    """Return the failure of a request in which these fields cannot be used."""
    # The phrase is spelled out: Python renamed its own.
    return RequestError(422, {name: [words] for name, words in errors.items()}, message="Unprocessable Entity")
