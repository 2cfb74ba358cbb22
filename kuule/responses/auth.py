"""How an answer page is recognised when its form comes back: by a seal with the moment it was shown.

There is no session. The seal is bound to the token of the link, so that it is good for no other link, and holds as long
as the link does. Beside it the form can carry a signal: the seal reversed, which the page's script writes only after a
real finger, mouse or key was seen. Who merely copies the fields of the page has no signal.
"""

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

SEAL_FIELD, SIGNAL_FIELD, FIRST_FIELD = "shown", "signal", "first"
_SALT = "kuule.responses.seal"


def seal(token: str, now: datetime) -> str:
    """Return the seal of a page that is shown `now` to whoever holds the token."""
    signed = Signer(salt=_SALT).sign(f"{token}:{int(now.timestamp() * 1000):x}")
    return signed.removeprefix(f"{token}:")


def shown_at(given: str, token: str) -> datetime | None:
    """Return when the page with this seal was shown, or None for a seal that is missing, false or of another link."""
    try:
        signed = Signer(salt=_SALT).unsign(f"{token}:{given}")
        return datetime.fromtimestamp(int(signed.rpartition(":")[2], 16) / 1000, UTC)
    except (BadSignature, ValueError):
        return None


def is_signal(given: str, seal_given: str) -> bool:
    """Tell whether the page with this seal saw a real finger, mouse or key."""
    return bool(seal_given) and constant_time_compare(given, seal_given[::-1])
