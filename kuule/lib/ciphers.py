"""Secrets of other systems, kept so that a copy of the database alone does not give them away."""

import base64
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealedElsewhereError(ValueError):
    """The text was sealed with a key that is not known here."""


def sealed(text: str, *, keys: Sequence[str], purpose: str) -> str:
    """Return a text that only the first of the keys opens, and for this purpose alone."""
    return _ciphers(keys, purpose).encrypt(text.encode()).decode()


def unsealed(text: str, *, keys: Sequence[str], purpose: str) -> str:
    """Return what was sealed with one of the keys. Raises SealedElsewhereError."""
    try:
        return _ciphers(keys, purpose).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise SealedElsewhereError(purpose) from error


def _ciphers(keys: Sequence[str], purpose: str) -> MultiFernet:
    # The keys are long and random: stretching them would guard against nothing.
    digests = (hashlib.sha256(f"{purpose}\0{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in digests])
