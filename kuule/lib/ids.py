"""Ids that sort by the time they were made, and ids made of what they stand for."""

import hashlib
import uuid

import uuid_utils.compat

_DIGEST_LENGTH = 40


def new_uid() -> uuid.UUID:
    """Return a UUIDv7: unique everywhere, ordered by time, so that indexes stay compact."""
    return uuid_utils.compat.uuid7()


def digest_of(*parts: str) -> str:
    """Return 40 letters that stand for these texts in their order: the same for the same, and for nothing else."""
    return hashlib.sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()[:_DIGEST_LENGTH]
