"""Ids that sort by the time they were made."""

import uuid

import uuid_utils.compat


def new_uid() -> uuid.UUID:
    """Return a UUIDv7: unique everywhere, ordered by time, so that indexes stay compact."""
    return uuid_utils.compat.uuid7()
