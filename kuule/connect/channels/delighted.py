"""Webhooks as Delighted sent them: the receivers that check its signature accept ours."""

import hashlib
import hmac
from collections.abc import Mapping

from kuule.connect.channels.base import Parcel, WebhookKind

CREATED, UPDATED, UNSUBSCRIBED = "survey_response.created", "survey_response.updated", "unsubscribe.created"
SIGNATURE_HEADER = "X-Delighted-Webhook-Signature"


def signed(parcel: Parcel, secret: str) -> Mapping[str, str]:
    """Return the header with the HMAC-SHA256 of the raw body, keyed with the API key of the project."""
    return {SIGNATURE_HEADER: "sha256=" + hmac.new(secret.encode(), parcel.body, hashlib.sha256).hexdigest()}


DELIGHTED = WebhookKind("delighted", (CREATED, UPDATED, UNSUBSCRIBED), signed)
