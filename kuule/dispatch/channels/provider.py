"""What a mail provider's answer means: taken, not taken, or nobody knows."""

from http import HTTPStatus

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from anymail.message import AnymailStatus
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProxyError, SSLError

from kuule.dispatch.channels.base import NoConnection, NotHandedOver, OutcomeUnknown
from kuule.dispatch.channels.words import said
from kuule.dispatch.rules import CONNECTION_LOST, POSTPONED, REFUSED, UNSENDABLE

LONGEST_NAME = 200
# Wrong keys, an unpaid bill, too much at once: nothing that is wrong with this one message.
FOR_NOW = frozenset({401, 402, 403, 408, 425, 429})
# A gateway that lost sight of the request: the provider behind it may have taken the mail.
LOST_SIGHT = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
BEFORE_SENDING = (NewConnectionError, ConnectTimeoutError, ProxyError, SSLError)
# What the library of Amazon raises before anything has left.
BEFORE_SENDING_TO_AMAZON = frozenset(
    {
        "EndpointConnectionError",
        "ConnectTimeoutError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "ProxyConnectionError",
        "SSLError",
        "ParamValidationError",
    }
)


def outcome_of(error: AnymailError) -> NotHandedOver | OutcomeUnknown | NoConnection:
    """Return what became of a message when sending it raised this."""
    if isinstance(error, AnymailRecipientsRefused):
        return NotHandedOver(REFUSED, said("The provider refused the address."), is_permanent=True)
    if isinstance(error, AnymailInvalidAddress | AnymailUnsupportedFeature | AnymailSerializationError):
        return NotHandedOver(UNSENDABLE, said(str(error)), is_permanent=True)
    status = _status(error)
    if status is not None:
        return _answered(status, _body(error))
    if _never_left(error):
        return NoConnection(said(f"{type(error.__cause__).__name__}: the provider cannot be reached"))
    return OutcomeUnknown(CONNECTION_LOST)


def name_at_provider(status: AnymailStatus | None) -> str:
    """Return how the provider calls a message that it took, or "". Raises NotHandedOver or OutcomeUnknown."""
    if status is None:
        return ""
    if status.status == {"failed"}:
        raise NotHandedOver(REFUSED, said("The provider could not send it."), is_permanent=True)
    name = status.message_id if isinstance(status.message_id, str | int) else ""
    if status.status == {"unknown"} and not name:
        raise OutcomeUnknown(CONNECTION_LOST)
    return str(name)[:LONGEST_NAME]


def _answered(status: int, body: str) -> NotHandedOver | OutcomeUnknown:
    detail = said(f"{status} {body}")
    if status < HTTPStatus.BAD_REQUEST or status in LOST_SIGHT:
        return OutcomeUnknown(CONNECTION_LOST)  # taken, as it seems, but in words that nobody understands
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in FOR_NOW:
        return NotHandedOver(POSTPONED, detail, is_permanent=False)
    return NotHandedOver(REFUSED, detail, is_permanent=True)


def _status(error: AnymailError) -> int | None:
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) or None
    return response.status_code if isinstance(response, requests.Response) else None


def _body(error: AnymailError) -> str:
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Message", ""))
    return response.text[:2_000] if isinstance(response, requests.Response) else ""


def _never_left(error: AnymailError) -> bool:
    cause = error.__cause__
    if not isinstance(error, AnymailAPIError) or cause is None:
        return False
    if isinstance(cause, requests.RequestException):
        told = cause.args[0] if cause.args else None
        return isinstance(told, MaxRetryError) and isinstance(told.reason, BEFORE_SENDING)
    return type(cause).__name__ in BEFORE_SENDING_TO_AMAZON
