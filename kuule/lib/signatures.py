"""Proofs that a message comes from who knows a secret, in the two ways that other systems sign."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

# A message that was signed longer ago may be somebody's copy of it.
LONGEST_AGE = timedelta(minutes=5)
STANDARD_MARK = "whsec_"


def is_signed_github(body: bytes, *, secret: str, signature: str) -> bool:
    """Tell whether `sha256=…`, the HMAC of the body in hex, was made with this secret: as GitHub does it."""
    proof = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(proof.encode(), signature.strip().encode())


def is_signed_standard(body: bytes, *, secret: str, headers: Mapping[str, str], now: datetime) -> bool:
    """Tell whether the headers `webhook-id`, `-timestamp` and `-signature` prove a body, as Standard Webhooks say."""
    name, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isascii() or not sent_at.isdigit() or abs(int(sent_at[:15]) - now.timestamp()) > LONGEST_AGE.seconds:
        return False
    try:
        key = base64.b64decode(secret.removeprefix(STANDARD_MARK))
    except binascii.Error:
        return False
    signed = f"{name}.{sent_at}.".encode() + body
    proof = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(proof, each.encode()) for each in given)
