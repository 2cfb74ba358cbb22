"""Webhooks as the Standard Webhooks specification has them: libraries in many languages verify them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from kuule.connect.channels.base import Happening, Parcel, WebhookKind
from kuule.connect.rules.events import EVENTS, TEST

# The shape of what is told; another shape gets another number.
VERSION = "1"
SECRET_MARK = "whsec_"  # noqa: S105 - how it begins, not the secret
SECRET_BYTES = 32


def wrapped(happening: Happening) -> Mapping[str, Any]:
    """Return a happening with its kind, its moment, and the version of the shape of its data."""
    return {
        "type": happening.event_type,
        "timestamp": happening.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "version": VERSION,
        "data": happening.data,
    }


def signed(parcel: Parcel, secrets: Sequence[str]) -> Mapping[str, str]:
    """Return the three headers of the specification, with a signature by each secret."""
    at, body = datetime.fromtimestamp(parcel.attempt_at, UTC), parcel.body.decode()
    proofs = [Webhook(each).sign(parcel.event_id, at, body) for each in secrets]
    return {
        "webhook-id": parcel.event_id,
        "webhook-timestamp": str(parcel.attempt_at),
        "webhook-signature": " ".join(proofs),
    }


STANDARD = WebhookKind("standard", (*EVENTS, TEST), wrapped, signed)
