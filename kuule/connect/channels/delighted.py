"""Webhooks as Delighted sent them: the receivers that check its signature accept ours."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from kuule.connect.channels.base import Happening, Parcel, WebhookKind

CREATED, UPDATED, UNSUBSCRIBED = "survey_response.created", "survey_response.updated", "unsubscribe.created"
SIGNATURE_HEADER = "X-Delighted-Webhook-Signature"


def wrapped(happening: Happening) -> Mapping[str, Any]:
    """Return a happening in the names of Delighted."""
    return {
        "event_type": happening.event_type,
        "event_id": happening.event_id,
        "event_data": happening.data,
    }


def signed(parcel: Parcel, secrets: Sequence[str]) -> Mapping[str, str]:
    """Return the header with the HMAC-SHA256 of the raw body, keyed with the API key of the project."""
    return {SIGNATURE_HEADER: "sha256=" + hmac.new(secrets[0].encode(), parcel.body, hashlib.sha256).hexdigest()}


DELIGHTED = WebhookKind("delighted", (CREATED, UPDATED, UNSUBSCRIBED), wrapped, signed)
