"""Secrets that travel in addresses: shown once, kept only as a hash."""

import hashlib
import re
import secrets

TOKEN_BYTES = 16
TOKEN_PATTERN = re.compile(r"^[A-Za-z0-9_-]{22}$")


def mint_token() -> str:
    """Return 128 random bits as 22 characters that are safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token in hex: what the database keeps.

    A plain hash is enough because the token itself is random; there is no dictionary to try.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def is_well_formed(token: str) -> bool:
    """Tell whether a string could be one of our tokens, before any database is asked."""
    return TOKEN_PATTERN.fullmatch(token) is not None
